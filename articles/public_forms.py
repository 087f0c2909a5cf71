"""Forms on pages that are the same for everyone: no token, but proof of where they come from.

Public pages are cached whole, so they cannot carry a CSRF token. Browsers say themselves
whether a request comes from the site (Sec-Fetch-Site, Origin), and no page can forge that.
"""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]


class Provenance(Enum):
    """Where a request comes from, as far as its headers prove it."""

    SAME_SITE = "same"
    OTHER_SITE = "other"
    UNKNOWN = "unknown"


def provenance(request: HttpRequest) -> Provenance:
    """Read Sec-Fetch-Site; without it, compare Origin with the request's own host."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if fetch_site:
        return Provenance.SAME_SITE if fetch_site == "same-origin" else Provenance.OTHER_SITE
    if origin:
        own = f"{request.scheme}://{request.get_host()}"
        same = _host_and_port(origin) == _host_and_port(own)
        return Provenance.SAME_SITE if same else Provenance.OTHER_SITE
    return Provenance.UNKNOWN


def is_same_site(request: HttpRequest) -> bool:
    """Whether the request proves to come from this site; only then may a session count."""
    return provenance(request) is Provenance.SAME_SITE


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which reads JSON more readily than a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def same_site_only(*, accept_unknown: bool = False) -> Callable[[View], View]:
    """Refuse requests from other sites with 403 instead of asking for a CSRF token.

    `accept_unknown` lets through clients that send neither header (old browsers, scripts): right
    for what carries no authority, such as an anonymous comment.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            place = provenance(request)
            if place is Provenance.SAME_SITE or (accept_unknown and place is Provenance.UNKNOWN):
                return view(request, *args, **kwargs)
            return render(request, "403.html", {"from_other_site": True}, status=403)

        return guarded

    return decorate


def _host_and_port(origin: str) -> tuple[str | None, int | None]:
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return None, None
    return parts.hostname, port or {"http": 80, "https": 443}.get(parts.scheme)
