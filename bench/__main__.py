"""``make bench``: what a page costs, beside a bare view, and beside itself on a larger site.

One worker, one core for it. The numbers of one run compare with each other and with nothing else.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from bench.load import load

SIZES = (1_000, 10_000)
PAGES = {
    "article": "/article/{last}.html",
    "front": "/",
    "category": "/category/c1/",
    "category, page 5": "/category/c1/?page=5",
    "tag": "/tag/t1/",
    "search": "/search/?q=%E6%B2%B3%E5%8F%A3%E9%93%81%E8%B7%AF",
    "feed": "/feed/",
}


def main() -> None:
    """Measure texts, then every page on a small and a larger site; print rates and ratios."""
    _measure_texts()
    rates: dict[str, list[float]] = {name: [] for name in PAGES}
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
            environ = os.environ | {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "portal.settings"}
            _fill(size, environ)
            with _server("portal.wsgi", environ) as port:
                for name, path in PAGES.items():
                    rates[name].append(load(port, path.format(last=size)).per_second)
                page = urllib.request.urlopen(f"http://127.0.0.1:{port}/article/{size}.html").read()
    with _server("bench.bare:application", os.environ | {"BARE_BYTES": str(len(page))}) as port:
        bare = load(port, "/").per_second
    _report(rates, bare, len(page))


def _report(rates: dict[str, list[float]], bare: float, size: int) -> None:
    small, large = SIZES
    print(f"bare view, {size:,} bytes: {bare:,.0f} requests a second")
    print(f"{'page':18}{f'at {small:,}':>12}{f'at {large:,}':>12}{'cost ratio':>12}{'of bare':>10}")
    for name, (at_small, at_large) in rates.items():
        print(
            f"{name:18}{at_small:>10,.0f}/s{at_large:>10,.0f}/s"
            f"{at_small / at_large:>12.2f}{at_large / bare:>10.3f}"
        )


def _measure_texts() -> None:
    code = "import django; django.setup(); from bench.texts import report; report()"
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        environ = os.environ | {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "portal.settings"}
        subprocess.run([sys.executable, "-c", code], env=environ, check=True)


def _fill(size: int, environ: dict[str, str]) -> None:
    code = f"import django; django.setup(); from bench.corpus import build; build({size})"
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environ, check=True)
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], env=environ, check=True
    )
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], env=environ, check=True)
    print(f"{size:,} articles written in {time.perf_counter() - begun:.0f} s", flush=True)


@contextmanager
def _server(application: str, environ: dict[str, str]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = environ | {"PORT": str(port), "WEB_WORKERS": "1"}
    command = [sys.executable, "-m", "gunicorn", "--config", "python:portal.server", application]
    process = subprocess.Popen(command, env=environ)
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 0.1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
