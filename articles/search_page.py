"""What the search page shows: what was found, and how to sift it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles import counters
from articles.heads import PageHead
from articles.models import Article, ArticleTag, Tag
from articles.search import Order, search

LONGEST_QUERY = 100  # characters, as many as the form takes
HOT_BESIDE_RESULTS = 5
SUGGESTIONS = 6

ORDERS = {
    Order.RELEVANCE.value: gettext_lazy("Best match"),
    Order.NEWEST.value: pgettext_lazy("order", "Newest"),
    Order.READ.value: pgettext_lazy("order", "Most read"),
}
SPANS = {
    "": gettext_lazy("Any time"),
    "week": gettext_lazy("Past week"),
    "year": gettext_lazy("Past year"),
}
LENGTHS = {"week": timedelta(days=7), "year": timedelta(days=365)}


class Choice(NamedTuple):
    """One way to sift, and whether it is the one in use."""

    name: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Sieve:
    """A query with its order and its span of time; what is unknown is the default."""

    query: str
    order: str
    since: str

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Sieve":
        # PostgreSQL takes no NUL, and nobody searches for one.
        query = " ".join(given.get("q", "").replace("\0", " ").split())[:LONGEST_QUERY]
        order, since = given.get("order", ""), given.get("since", "")
        default = Order.RELEVANCE.value
        return cls(query, order if order in ORDERS else default, since if since in SPANS else "")

    @property
    def address(self) -> str:
        """The first page of the results; defaults are left out."""
        order = "" if self.order == Order.RELEVANCE else self.order
        chosen = {"q": self.query, "order": order, "since": self.since}
        query = urlencode({name: value for name, value in chosen.items() if value})
        return f"{reverse('articles:search_page')}?{query}"

    @property
    def is_unsifted(self) -> bool:
        return self.order == Order.RELEVANCE and not self.since

    @property
    def orders(self) -> list[Choice]:
        return [
            Choice(str(name), replace(self, order=order).address, order == self.order)
            for order, name in ORDERS.items()
        ]

    @property
    def spans(self) -> list[Choice]:
        return [
            Choice(str(name), replace(self, since=since).address, since == self.since)
            for since, name in SPANS.items()
        ]


def search_page_context(given: Mapping[str, str], page_number: int) -> dict[str, Any]:
    """Return what templates/articles/search_page.html asks for. Raises InvalidPage."""
    sieve = Sieve.of(given)
    length = LENGTHS.get(sieve.since)
    results = search(
        sieve.query,
        page=page_number,
        order=sieve.order,
        since=timezone.now() - length if length else None,
    )
    hot = counters.hot(limit=HOT_BESIDE_RESULTS)
    counters.attach_totals([*(hit.article for hit in results.hits), *hot])
    title = _("Search results for “%(query)s”") % {"query": sieve.query}
    return {
        # No crawler needs an endless space of questions.
        "head": PageHead(
            title=title if sieve.query else _("Search"), page_number=page_number, is_hidden=True
        ),
        "sieve": sieve,
        "results": results,
        "suggestions": _tags_like(sieve.query)[:SUGGESTIONS] if results.has_terms else [],
        "hot": hot,
    }


def _tags_like(query: str) -> QuerySet[Tag]:
    """Tags of public articles whose name holds the query."""
    public = ArticleTag.objects.filter(
        tag=OuterRef("pk"), article__in=Article.objects.published().order_by()
    )
    return Tag.objects.filter(Exists(public), name__icontains=query).exclude(name=query)
