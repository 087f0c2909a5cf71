"""Is the process alive, and can it serve? For load balancers and process managers."""

import logging
import secrets
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


class CacheForgets(Exception):
    """The cache takes values and does not give them back."""


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked, so that a broken database restarts nobody."""
    return _plain("ok")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Database and cache answer; 503 names whatever does not, and the log says why."""
    failing = [name for name, ask in PARTS.items() if not _answers(name, ask)]
    if failing:
        return _plain(f"not ready: {', '.join(failing)}", status=503)
    return _plain("ok")


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_cache() -> None:
    value = secrets.token_hex(8)
    key = f"ready:{value}"
    cache.set(key, value, timeout=10)
    if cache.get(key) != value:
        raise CacheForgets
    cache.delete(key)


PARTS: dict[str, Callable[[], None]] = {"database": _ask_database, "cache": _ask_cache}


def _answers(name: str, ask: Callable[[], None]) -> bool:
    try:
        ask()
    except Exception as fault:  # every driver has its own, and none may become a 500 here
        logger.warning("%s does not answer: %s", name, type(fault).__name__)
        return False
    return True


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
