"""What readers are shown of corrections: on the article, on their own page, after a retraction."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.corrections import headline_seen
from articles.heads import PageHead
from articles.models import Article, Correction
from articles.pagination import page_or_404

A_PAGE = 20


class Listed(NamedTuple):
    """A correction and the headline under which readers knew the article."""

    correction: Correction
    headline: str


def corrections_of(article: Article) -> list[Correction]:
    """What the article's page lists, newest first. An article without any costs no query."""
    if not article.has_corrections:
        return []
    return list(article.corrections.for_readers())


def correction_list_context(request: HttpRequest) -> dict[str, Any]:
    """Return what templates/articles/correction_list.html asks for."""
    address = reverse("articles:correction_list")
    page = page_or_404(Correction.objects.on_record(), request, per_page=A_PAGE)
    title = _("Corrections")
    about = _("What we got wrong, and what we have taken back.")
    return {
        "page": page,
        "listed": [Listed(one, headline_seen(one.article)) for one in page],
        "address": address,
        "about": about,
        "head": PageHead.of_list(page, address, title=title, description=about),
    }


def retraction_notice(article: Article) -> dict[str, Any]:
    """Return what templates/articles/article_retracted.html asks for: no text of the article."""
    retractions = article.corrections.filter(kind=Correction.Kind.RETRACTION)
    headline = headline_seen(article)
    return {
        "head": PageHead(title=headline, is_hidden=True),
        "article": article,
        "headline": headline,
        "retraction": retractions.first(),
    }
