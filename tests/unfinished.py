"""Requests that the live server is still answering when a story ends.

A page that is closed says farewell, and autosaves what was typed last. The database is emptied
after a story: a request that still writes would lock it, or fill the next story's.
"""

import time
from collections.abc import Callable
from threading import Condition

from django.http import HttpRequest, HttpResponse

_running = 0
_changed = Condition()
ON_THE_WAY_S = 0.05  # a request that was sent may not have been read yet


class Unfinished:
    """Middleware of the tests: counts what is being answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        global _running
        with _changed:
            _running += 1
        try:
            return self.get_response(request)
        finally:
            with _changed:
                _running -= 1
                _changed.notify_all()


def wait_for_all(timeout_s: float = 30) -> None:
    """Return when nothing has been answered for a moment. Raises TimeoutError."""
    for _look in range(3):
        with _changed:
            if not _changed.wait_for(lambda: not _running, timeout_s):
                raise TimeoutError(f"{_running} requests are still being answered.")
        time.sleep(ON_THE_WAY_S)
