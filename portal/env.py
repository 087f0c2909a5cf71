"""The environment, read once: the only module that looks at ``os.environ``.

A wrong value stops the start with one line that names the variable and what it takes.
CONTRACT.md lists the same variables; ``tests/site/test_env.py`` keeps both equal.
"""

import os
import secrets
import sys
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from articles.crypto import is_address_key, new_address_key

BASE_DIR = Path(__file__).resolve().parent.parent
LANGUAGES = ("zh-hans", "en")


class WrongValue(Exception):
    """An environment variable holds something that cannot be used."""

    def __init__(self, variable: str, takes: str) -> None:
        super().__init__(f"{variable}: {takes}")


@dataclass(frozen=True)
class Environment:
    """Everything that differs between two installations of the same code."""

    data_dir: Path
    host: str
    port: int
    debug: bool
    site_url: str
    allowed_hosts: list[str]
    trusted_proxies: list[str]
    web_workers: int
    database: dict[str, Any]
    cache_url: str
    media_url: str
    storage_url: str
    email: dict[str, Any]
    secret_key: str
    address_keys: list[str]
    demo_password: str
    language_code: str
    time_zone: str

    @property
    def is_production(self) -> bool:
        """Production is where readers come by https."""
        return self.site_url.startswith("https://")

    @property
    def origin(self) -> str:
        """Scheme and host of the site, as browsers send them."""
        parts = urlsplit(self.site_url)
        return f"{parts.scheme}://{parts.netloc}"


class _Reader:
    """Typed access to the variables, each failure named."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ

    def text(self, name: str, default: str = "") -> str:
        return self.environ.get(name, "").strip() or default

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def number(self, name: str, default: int, low: int, high: int) -> int:
        raw = self.text(name, str(default))
        if not raw.isascii() or not raw.isdigit() or not low <= int(raw) <= high:
            raise WrongValue(name, f"takes a whole number from {low} to {high}, not {raw!r}")
        return int(raw)

    def switch(self, name: str) -> bool:
        raw = self.text(name, "off").lower()
        if raw in {"1", "on", "true", "yes"}:
            return True
        if raw in {"0", "off", "false", "no"}:
            return False
        raise WrongValue(name, f"takes on or off, not {raw!r}")

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        raw = self.text(name, choices[0]).lower()
        if raw not in choices:
            raise WrongValue(name, f"takes one of {', '.join(choices)}, not {raw!r}")
        return raw


def read(environ: Mapping[str, str] | None = None) -> Environment:
    """Read and check every variable.

    Secrets that may be made up (a first start outside production) are written under the
    data folder, readable by the owner alone, and found there by the next start.

    Raises WrongValue for the first variable that cannot be used.
    """
    env = _Reader(os.environ if environ is None else environ)
    data_dir = (BASE_DIR / env.text("DATA_DIR", "var")).resolve()
    port = env.number("PORT", 8000, 1, 65535)
    site_url = _site_url(env.text("SITE_URL", f"http://127.0.0.1:{port}"))
    production = site_url.startswith("https://")
    return Environment(
        data_dir=data_dir,
        host=env.text("HOST", "127.0.0.1"),
        port=port,
        debug=_debug(env, production),
        site_url=site_url,
        allowed_hosts=env.words("ALLOWED_HOSTS") or _default_hosts(site_url, production),
        trusted_proxies=_networks(env.words("TRUSTED_PROXIES")),
        web_workers=env.number("WEB_WORKERS", os.cpu_count() or 1, 1, 256),
        database=_database(env.text("DATABASE_URL"), data_dir),
        cache_url=_cache_url(env.text("CACHE_URL")),
        media_url=env.text("MEDIA_URL", "/media/"),
        storage_url=_storage_url(env.text("STORAGE_URL")),
        email=_email(env.text("EMAIL_URL", "consolemail://")),
        secret_key=_secret(env, "SECRET_KEY", data_dir, production, secrets.token_urlsafe, _long),
        address_keys=_secret(
            env, "ADDRESS_KEYS", data_dir, production, new_address_key, _address_keys
        ).split(","),
        demo_password=env.text("DEMO_PASSWORD"),
        language_code=env.choice("LANGUAGE_CODE", LANGUAGES),
        time_zone=_time_zone(env.text("TIME_ZONE", "Asia/Shanghai")),
    )


def read_or_stop() -> Environment:
    """Like read(), but a wrong value ends the process with one line on stderr."""
    try:
        return read()
    except WrongValue as wrong:
        print(wrong, file=sys.stderr)  # noqa: T201 (no logging before the settings exist)
        raise SystemExit(2) from None


def _site_url(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise WrongValue("SITE_URL", f"takes an address like https://news.example, not {raw!r}")
    return raw.rstrip("/")


def _debug(env: _Reader, production: bool) -> bool:
    is_on = env.switch("DEBUG")
    if is_on and production:
        raise WrongValue("DEBUG", "must be off in production (SITE_URL is https): it shows secrets")
    return is_on


def _default_hosts(site_url: str, production: bool) -> list[str]:
    host = urlsplit(site_url).hostname or ""
    return [host] if production else [host, "localhost", "127.0.0.1", "[::1]"]


def _networks(words: list[str]) -> list[str]:
    for word in words:
        try:
            ip_network(word, strict=False)
        except ValueError:
            takes = f"takes addresses or networks like 10.0.0.0/8, not {word!r}"
            raise WrongValue("TRUSTED_PROXIES", takes) from None
    return words


def _database(raw: str, data_dir: Path) -> dict[str, Any]:
    takes = "takes postgres://user:password@host/name or sqlite:////path"
    if not raw:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(_private_file(data_dir / "portal.sqlite3")),
        }
    if urlsplit(raw).scheme not in {"postgres", "postgresql", "sqlite"}:
        raise WrongValue("DATABASE_URL", takes)
    try:
        database = dict(Env.db_url_config(raw))
    except (ValueError, ImproperlyConfigured):
        raise WrongValue("DATABASE_URL", takes) from None
    if not database.get("NAME"):
        raise WrongValue("DATABASE_URL", takes)
    return database


def _private_file(path: Path) -> Path:
    """Make the file, empty and for its owner alone, unless it is there.

    SQLite would make it readable for everybody on the machine: password hashes, sessions, drafts.
    The files that it puts beside it take after this one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    return path


def _cache_url(raw: str) -> str:
    if raw and urlsplit(raw).scheme not in {"redis", "rediss", "unix"}:
        raise WrongValue("CACHE_URL", f"takes redis://host:port/number, not {raw!r}")
    return raw


def _storage_url(raw: str) -> str:
    if raw and urlsplit(raw).scheme not in {"s3", "s3+http"}:
        raise WrongValue("STORAGE_URL", "takes s3://key:secret@endpoint/bucket")
    return raw


def _email(raw: str) -> dict[str, Any]:
    if urlsplit(raw).scheme not in {"consolemail", "smtp", "smtp+tls", "smtp+ssl", "dummymail"}:
        raise WrongValue("EMAIL_URL", "takes smtp+tls://user:password@host:port or consolemail://")
    return dict(Env.email_url_config(raw))


def _time_zone(raw: str) -> str:
    if raw not in zoneinfo.available_timezones():
        raise WrongValue("TIME_ZONE", f"takes a name like Asia/Shanghai, not {raw!r}")
    return raw


def _long(value: str) -> str | None:
    return None if len(value) >= 32 else "takes at least 32 characters"


def _address_keys(value: str) -> str | None:
    if all(is_address_key(key) for key in value.split(",")):
        return None
    return "takes 32 random bytes in URL-safe base64 a key, newest first, joined by commas"


def _secret(
    env: _Reader,
    name: str,
    data_dir: Path,
    production: bool,
    make: Callable[[], str],
    fault: Callable[[str], str | None],
) -> str:
    value = env.text(name)
    if not value and production:
        raise WrongValue(name, "must be given in production (SITE_URL is https)")
    if not value:
        value = kept_secret(data_dir / name.lower(), make)
    if takes := fault(value):
        raise WrongValue(name, takes)
    return value


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """Return the secret kept in the file; the first caller makes it.

    Several processes may start at once: whoever creates the file wins, the others read it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        if not path.exists():
            draft.touch(mode=0o600)
            draft.write_text(make(), encoding="ascii")
            # link() fails when the name is taken, and never shows a half-written file.
            os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
    return path.read_text(encoding="ascii").strip()
