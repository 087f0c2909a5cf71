"""Scheduled changes go live with the first reader who asks for a page after their time."""

import logging
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from articles import workflow
from portal.chrome import links

logger = logging.getLogger(__name__)


class DueMiddleware:
    """Look, before a public page is made, whether a change of what it shows is due.

    The query that reads the links around the page tells, and the page uses what it read: it costs
    nothing, and no process has to remember anything. Only when something is due a transaction
    begins; `tick` does the same for a site without readers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> None:
        if not getattr(view, "is_public_page", False) or request.method not in ("GET", "HEAD"):
            return
        around = links()
        if around.is_due:
            try:
                workflow.publish_due()
            except Exception:  # locked for too long, purged meanwhile, broken: readers get what is
                logger.exception("A scheduled change could not be published.")
            around = links()
        request.links = around  # type: ignore[attr-defined]
