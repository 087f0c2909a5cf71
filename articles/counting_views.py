"""What a page reports back: it was opened, it is liked."""

import re
import secrets

from django.conf import settings
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import counters
from articles.crawlers import is_ahead_of_reading, is_crawler
from articles.models import Article
from articles.networks import client_address, client_network
from articles.permalinks import public_article
from articles.public_forms import same_site_only, wants_json
from articles.public_pages import private_page
from articles.throttling import Verdict, allow

READER_COOKIE = "portal_reader"
READER_COOKIE_S = 365 * 24 * 3600  # a like can be taken back for a year
# A school or an office shares one network. Whoever clears cookies to like twice soon meets it.
NEW_READERS_A_NETWORK_AND_ARTICLE = 200
NEW_READERS_WINDOW_S = 3600
USER_AGENT_CHARS = 512  # longer ones are cut: nobody's browser needs more to be told apart


@require_POST
@same_site_only()
def article_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Count that the page was opened. The answer does not tell whether it counted."""
    article = public_article(pk, Article.objects.defer("body"))
    if _is_reader(request):
        visitor = counters.visitor_of(client_address(request), _user_agent(request))
        try:
            counters.record_view(article, visitor=visitor)
        except IntegrityError:  # purged between the two statements
            raise Http404 from None
    return private_page(HttpResponse(status=204))


@require_POST
@same_site_only()
def article_like(request: HttpRequest, pk: int) -> HttpResponse:
    """Like the article, or take it back; the field `liked` (1 or 0) says which, if it is there."""
    article = public_article(pk, Article.objects.defer("body"))
    wanted = {"1": True, "0": False}.get(request.POST.get("liked", ""))
    visitor = _known_reader(request)
    if visitor is None and wanted is False:
        return _answer(request, article, liked=False)  # somebody unknown has nothing to take back
    if visitor is None:
        verdict = _may_be_new(request, article)
        if not verdict:
            return _too_many(request, verdict)
    reader = visitor or secrets.token_hex(16)
    try:
        liked = counters.toggle_like(article, visitor=reader, liked=wanted)
    except IntegrityError:  # purged between the two statements
        raise Http404 from None
    response = _answer(request, article, liked=liked)
    if liked:
        _remember(response, reader)
    return response


def _is_reader(request: HttpRequest) -> bool:
    if is_crawler(_user_agent(request)) or is_ahead_of_reading(request.headers):
        return False
    return not request.user.is_staff  # the newsroom reads its own pages all day


def _user_agent(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")[:USER_AGENT_CHARS]


def _known_reader(request: HttpRequest) -> str | None:
    """The id in the cookie, if we signed it; a forged or spoilt cookie is none."""
    value = request.get_signed_cookie(
        READER_COOKIE, default="", salt=READER_COOKIE, max_age=READER_COOKIE_S
    )
    return value if value and re.fullmatch(r"[0-9a-f]{32}", value) else None


def _remember(response: HttpResponse, reader: str) -> None:
    response.set_signed_cookie(
        READER_COOKIE,
        reader,
        salt=READER_COOKIE,
        max_age=READER_COOKIE_S,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _may_be_new(request: HttpRequest, article: Article) -> Verdict:
    return allow(
        "like",
        f"{client_network(request)} {article.pk}",
        limit=NEW_READERS_A_NETWORK_AND_ARTICLE,
        window_s=NEW_READERS_WINDOW_S,
    )


def _answer(request: HttpRequest, article: Article, *, liked: bool) -> HttpResponse:
    if wants_json(request):
        likes = counters.totals([article.pk])[article.pk].likes
        return private_page(JsonResponse({"liked": liked, "likes": likes}))
    back = HttpResponse(status=303, headers={"Location": f"{article.get_absolute_url()}#like"})
    return private_page(back)


def _too_many(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    sentence = _("Very many likes came from your network just now. Please try again in an hour.")
    if wants_json(request):
        response: HttpResponse = JsonResponse({"error": sentence}, status=429)
    else:
        response = render(request, "429.html", {"sentence": sentence}, status=429)
    response.headers["Retry-After"] = str(verdict.retry_after_s)
    return private_page(response)
