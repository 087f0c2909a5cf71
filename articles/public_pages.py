"""Pages that are the same bytes for every reader."""

from collections.abc import Callable
from functools import wraps
from hashlib import md5
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Let any HTTP cache hold the answer, and have it ask again each time (ETag, 304).

    Such a view takes GET and HEAD alone and looks at nothing that differs between readers: no
    session, no cookie, no account. Shared caches may answer for one second by themselves.
    """

    @require_safe
    @wraps(view)
    def cacheable(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return for_everyone(view(request, *args, **kwargs))

    cacheable.is_public_page = True  # type: ignore[attr-defined]  # for who looks before it is made
    return cacheable


def for_everyone(response: HttpResponse) -> HttpResponse:
    """Mark an answer as the same for all readers, unless its view said how long it is good."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, public=True, max_age=0, s_maxage=1, must_revalidate=True)
    if response.status_code == 200 and not response.streaming and not response.has_header("ETag"):
        # Django's middleware names the version for GET alone; HEAD must say the same.
        response.headers["ETag"] = quote_etag(
            md5(response.content, usedforsecurity=False).hexdigest()
        )
    return response


def private_page(response: HttpResponse) -> HttpResponse:
    """Mark an answer that is for one person: kept by no cache, listed by no crawler."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
