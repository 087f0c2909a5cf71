"""Pages that say why there is no page, in the reader's language."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import counters
from articles.correction_pages import retraction_notice
from articles.heads import PageHead
from articles.permalinks import ArticleGone, ArticleRetracted
from articles.public_pages import for_everyone
from portal import redirects, returned_texts

HOT_ON_AN_ERROR = 4


class BodyLimitMiddleware:
    """Answer 413, before a byte of it is read, to a body that no form of ours sends.

    Django's own limit leaves files out, and writes those of anybody to the disk.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sends_files = request.path_info.startswith(reverse("admin:index"))
        limit = settings.UPLOAD_MAX_BYTES if sends_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        length = str(request.META.get("CONTENT_LENGTH") or 0)
        if length.isdecimal() and int(length[:20]) > limit:  # int() refuses 4300 digits
            return HttpResponse(render_to_string("413.html"), status=413)
        return self.get_response(request)


class ArticleGoneMiddleware:
    """Answer 410, without the article's text, wherever a view says that it is gone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ArticleRetracted):
            notice = retraction_notice(exception.article)
            return for_everyone(
                render(request, "articles/article_retracted.html", notice, status=410)
            )
        if isinstance(exception, ArticleGone):
            return _helpful(request, "410.html", 410)
        return None


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing answered: the table of old addresses is asked, then the page says so."""
    return redirects.moved(request) or _helpful(request, "404.html", 404)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"head": PageHead(is_hidden=True)}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of the admin came without a valid token. The reason is for the log alone.

    Whoever signed in again in another tab has a new one: their text comes back with it.
    """
    if response := returned_texts.returned(request):
        return response
    context = {"head": PageHead(is_hidden=True), "is_csrf_failure": True}
    return render(request, "403.html", context, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(render_to_string("400.html"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without context processors: no query, no session, nothing that may be what is broken."""
    try:
        return HttpResponse(render_to_string("500.html"), status=500)
    except Exception:  # whatever it was has broken the templates, too: say it without them
        sentence = _("Something went wrong on our side")
        return HttpResponse(sentence, status=500, content_type="text/plain; charset=utf-8")


def _helpful(request: HttpRequest, template: str, status: int) -> HttpResponse:
    hot = counters.hot(limit=HOT_ON_AN_ERROR)
    counters.attach_totals(hot)
    context: dict[str, Any] = {"head": PageHead(is_hidden=True), "hot": hot}
    return for_everyone(render(request, template, context, status=status))
