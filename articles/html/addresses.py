"""Which addresses a link or a picture in a body may have."""

import re
from collections.abc import Set
from urllib.parse import urlsplit

# Browsers ignore tabs and newlines anywhere in an address, and people can't see the others.
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_WEB = re.compile(r"https?://[^\s/?#@\\<>\"^|`{}%]+(?:[/?#].*)?")


def safe_address(value: str, schemes: Set[str]) -> str | None:
    """The address in the form that is stored, or None when it is refused.

    Relative addresses are kept; a fragment alone is refused, because no body keeps an id that it
    could lead to, and so is a user name before the host, because it only ever deceives.
    """
    value = _INVISIBLE.sub("", value).strip().replace(" ", "%20")
    if value.startswith("//"):
        value = f"https:{value}"
    scheme = _SCHEME.match(value)
    if scheme is None:
        is_path = value and not value.startswith("#") and "\\" not in value
        return value if is_path else None
    name = scheme[1].lower()
    value = name + value[len(name) :]
    if name not in schemes or len(value) == len(name) + 1:
        return None
    if name in {"http", "https"} and not (_WEB.fullmatch(value) and _has_valid_port(value)):
        return None
    return value


def _has_valid_port(value: str) -> bool:
    try:
        return urlsplit(value).port != 0
    except ValueError:
        return False
