"""``make audit``: HTML checker, accessibility and Lighthouse over a freshly made demo site.

Needs Node, Java and Chromium. The tools come from the npm registry into a throwaway folder. Ends
with 1 if the checker or axe finds anything, or Lighthouse gives less than full marks for
accessibility, best practices or search engines. Its mark for performance depends on the machine
and is printed only.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import chromium

HERE = Path(__file__).parent
MARKS = ("performance", "accessibility", "best-practices", "seo")
MUST_BE_FULL = set(MARKS) - {"performance"}


def main() -> int:
    """Run the three tools; return how many of them found something."""
    browser = chromium.find()
    missing = [name for name in ("node", "npm", "java") if not shutil.which(name)]
    if not browser or missing:
        print("make audit needs " + ", ".join([*missing, *([] if browser else ["chromium"])]))
        return 1
    with tempfile.TemporaryDirectory(prefix="portal-audit-") as folder, _demo_site() as site:
        tools = _install(Path(folder))
        pages = _pages(site)
        found = [
            _check_html(tools, site, pages),
            _check_access(tools, site, pages, browser),
            _run_lighthouse(tools, site, pages, browser),
        ]
    return int(any(found))


def _pages(site: str) -> dict[str, str]:
    front = urllib.request.urlopen(site).read().decode()
    return {
        "front": "/",
        "article": re.search(r"/article/\d+\.html", front)[0],
        "category": re.search(r"/category/[\w-]+/", front)[0],
        "archive": "/archive/",
        "corrections": "/corrections/",
        "search": "/search/?q=%E6%B2%B3%E5%8F%A3",
        "no hits": "/search/?q=zzzz",
        "standing page": "/page/about/",
        "not found": "/no-such-page/",
    }


def _check_html(tools: Path, site: str, pages: dict[str, str]) -> int:
    saved = []
    for name, path in pages.items():
        file = tools / f"{name.replace(' ', '-')}.html"
        file.write_bytes(_fetch(site + path))
        saved.append(str(file))
    jar = tools / "node_modules/vnu-jar/build/dist/vnu.jar"
    run = subprocess.run(
        ["java", "-jar", str(jar), "--errors-only", *saved], capture_output=True, text=True
    )
    print(f"Nu HTML checker: {len(saved)} pages, {'clean' if not run.returncode else 'errors'}")
    print(run.stderr, end="")
    return run.returncode


def _check_access(tools: Path, site: str, pages: dict[str, str], browser: str) -> int:
    axe = (tools / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    violations = 0
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=browser, args=chromium.FLAGS)
        for scheme in ("light", "dark"):
            # axe is put into the page from outside; the site's own policy would refuse it.
            page = chrome.new_context(color_scheme=scheme, bypass_csp=True).new_page()
            for name, path in pages.items():
                page.goto(site + path)
                page.evaluate(axe)
                for violation in page.evaluate("axe.run()")["violations"]:
                    violations += 1
                    print(f"{name}, {scheme}: {violation['id']}: {violation['help']}")
        chrome.close()
    print(f"axe: {len(pages)} pages, light and dark, {violations} violations")
    return violations


def _run_lighthouse(tools: Path, site: str, pages: dict[str, str], browser: str) -> int:
    less = 0
    for name in ("front", "article", "category"):
        report = tools / "lighthouse.json"
        subprocess.run(
            [
                str(tools / "node_modules/.bin/lighthouse"),
                site + pages[name],
                "--quiet",
                "--output=json",
                f"--output-path={report}",
                f"--chrome-flags=--headless {' '.join(chromium.FLAGS)}",
            ],
            env=os.environ | {"CHROME_PATH": browser},
            check=True,
        )
        categories = json.loads(report.read_text(encoding="utf-8"))["categories"]
        marks = {mark: round(100 * (categories[mark]["score"] or 0)) for mark in MARKS}
        less += sum(marks[mark] < 100 for mark in MUST_BE_FULL)
        print(f"Lighthouse, {name}: " + ", ".join(f"{key} {value}" for key, value in marks.items()))
    return less


def _install(folder: Path) -> Path:
    shutil.copy(HERE / "package.json", folder)
    subprocess.run(
        ["npm", "install", "--silent", "--no-package-lock", "--no-audit", "--no-fund"],
        cwd=folder,
        check=True,
    )
    return folder


def _fetch(address: str) -> bytes:
    try:
        return urllib.request.urlopen(address).read()
    except urllib.error.HTTPError as answer:
        return answer.read()


@contextmanager
def _demo_site() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="portal-audit-site-") as folder:
        environ = os.environ | {"DATA_DIR": folder, "PORT": str(port), "WEB_WORKERS": "2"}
        environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["demo"]):
            subprocess.run([sys.executable, "manage.py", *command], env=environ, check=True)
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "python:portal.server", "portal.wsgi"],
            env=environ,
        )
        try:
            for _ in range(100):
                try:
                    socket.create_connection(("127.0.0.1", port), 0.1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    sys.exit(main())
