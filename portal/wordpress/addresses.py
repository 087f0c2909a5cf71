"""Addresses as exports hold them: relative, resized, percent-encoded, broken."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# WordPress writes photo-300x200.jpg beside photo.jpg, and photo-scaled.jpg for very large ones.
SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)")
SCALED = re.compile(r"-(?:scaled|rotated)(?=\.\w+$)")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
IMAGE_PROXY = re.compile(r"i\d\.wp\.com")


def split(address: str) -> SplitResult:
    """Split an address; one that cannot be split has no parts."""
    try:
        parts = urlsplit(address.strip())
        _ = parts.hostname
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def path_of(address: str) -> str:
    """The path of an address, decoded, without what no path on a disk or in a table can hold."""
    return CONTROL.sub("", unquote(split(address).path))


def absolute(address: str, base: str) -> str:
    """The address on the web, seen from `base`; empty if it is none (`data:`, `file:`, …)."""
    try:
        joined = urljoin(base, address.strip()) if address.strip() else ""
    except ValueError:
        return ""
    return joined if WEB_ADDRESS.fullmatch(joined.replace(" ", "%20")) else ""


def file_name(address: str) -> str:
    """The last part of the path, readable."""
    return path_of(address).rstrip("/").rpartition("/")[2] or address


def picture_keys(address: str) -> list[str]:
    """What all spellings of one picture's address have in common, most exact first.

    A name that ends like a size may be the picture's own: image-580x300.jpg was uploaded so.
    """
    host, path = (split(address).hostname or "").removeprefix("www."), path_of(address)
    if IMAGE_PROXY.fullmatch(host):
        host, _, path = path.lstrip("/").partition("/")
        path = f"/{path}"
    names = (path, SIZE.sub("", path), SCALED.sub("", SIZE.sub("", path)))
    return list(dict.fromkeys(f"{host}{name}" for name in names))


def local_path(address: str) -> str:
    """Path and query as a redirect remembers them: decoded, beginning with a slash."""
    path = path_of(address) or "/"
    path = path if path.startswith("/") else f"/{path}"
    query = CONTROL.sub("", unquote(split(address).query))
    return f"{path}?{query}" if query else path
