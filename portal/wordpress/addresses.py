"""Addresses as exports hold them: relative, resized, percent-encoded, broken."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# WordPress writes photo-300x200.jpg beside photo.jpg, and photo-scaled.jpg for very large ones.
SIZE_SUFFIX = re.compile(r"-(?:\d{1,5}x\d{1,5}|scaled|rotated)(?=\.\w+$)")
IMAGE_PROXY = re.compile(r"i\d\.wp\.com")


def split(address: str) -> SplitResult:
    """Split an address; one that cannot be split has no parts."""
    try:
        parts = urlsplit(address.strip())
        _ = parts.hostname
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def absolute(address: str, base: str) -> str:
    """The address on the web, seen from `base`; empty if it is none (`data:`, `file:`, …)."""
    try:
        joined = urljoin(base, address.strip()) if address.strip() else ""
    except ValueError:
        return ""
    return joined if WEB_ADDRESS.fullmatch(joined.replace(" ", "%20")) else ""


def file_name(address: str) -> str:
    """The last part of the path, readable."""
    return unquote(split(address).path).rstrip("/").rpartition("/")[2] or address


def picture_key(address: str) -> str:
    """What all sizes and spellings of one picture's address have in common."""
    parts = split(address)
    host, path = (parts.hostname or "").removeprefix("www."), unquote(parts.path)
    if IMAGE_PROXY.fullmatch(host):
        host, _, path = path.lstrip("/").partition("/")
        path = f"/{path}"
    return f"{host}{SIZE_SUFFIX.sub('', path)}"


def local_path(address: str) -> str:
    """Path and query as a redirect remembers them: decoded, beginning with a slash."""
    parts = split(address)
    path = unquote(parts.path) or "/"
    path = path if path.startswith("/") else f"/{path}"
    return f"{path}?{parts.query}" if parts.query else path
