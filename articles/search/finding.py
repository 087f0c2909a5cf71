"""Searching: every word must occur; headlines first, then the newest."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import reduce
from operator import add
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, StrIndex
from django.db.models.lookups import GreaterThan

from articles.html import plain_text
from articles.models import Article, ArticleQuerySet
from articles.search.engines import engine
from articles.search.marks import Marker, Segment
from articles.search.terms import Term, terms_of

MAX_RESULTS = 1000  # nobody turns fifty pages; a common word costs no more than this


class Order(StrEnum):
    """What comes first among the articles found."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    READ = "read"


@dataclass(frozen=True)
class Hit:
    """One article found, with its headline and an excerpt as marked segments."""

    article: Article
    headline: list[Segment]
    excerpt: list[Segment]


@dataclass(frozen=True)
class Results:
    """One page of what was found.

    `page` is Django's, of Hits. Above MAX_RESULTS only the first of them can be turned to, and
    `is_capped` says that there are more than `total`.
    """

    query: str
    has_terms: bool
    total: int
    is_capped: bool
    page: Page

    @property
    def hits(self) -> list[Hit]:
        return list(self.page.object_list)


def search(
    query: str,
    *,
    page: int = 1,
    per_page: int = 20,
    order: str = Order.RELEVANCE,
    since: datetime | None = None,
) -> Results:
    """Return a page of the public articles in which every word of `query` occurs.

    Words are set apart by spaces; see Term for what «occurs» means. Anything may be asked: an
    unknown `order` is RELEVANCE, and a query without a letter or digit finds nothing. `since`
    leaves out what was published before. Raises InvalidPage for a page that is not there.
    """
    terms = terms_of(query)
    found = _matching(terms).filter(published_at__gte=since) if since else _matching(terms)
    # Ids alone are sorted: a thousand of them weigh less than the texts of twenty articles.
    ids = list(_ordered(found, terms, order).values_list("pk", flat=True)[: MAX_RESULTS + 1])
    answer: Any = Paginator(ids[:MAX_RESULTS], per_page).page(page)
    answer.object_list = _hits(answer.object_list, Marker(terms))
    return Results(
        query=" ".join(query.split()),
        has_terms=bool(terms),
        total=answer.paginator.count,
        is_capped=len(ids) > MAX_RESULTS,
        page=answer,
    )


def _matching(terms: list[Term]) -> ArticleQuerySet:
    """All public articles in which every term occurs."""
    if not terms:
        return Article.objects.none()
    tokens = dict.fromkeys(token for term in terms for token in term.tokens)
    found = Article.objects.published().filter(pk__in=engine().having_all(tokens))
    for term in terms:
        if not term.is_proven_by_tokens:
            found = found.filter(Q(_occurs(term, "headline")) | Q(_occurs(term, "text")))
    return found


def _occurs(term: Term, field: str) -> GreaterThan:
    return GreaterThan(StrIndex(F(f"search_document__{field}"), Value(term.needle)), 0)


def _ordered(found: ArticleQuerySet, terms: list[Term], order: str) -> ArticleQuerySet:
    if order == Order.NEWEST or not terms:
        return found.newest_first()
    rank: Any
    if order == Order.READ:
        # Without what is not yet rolled up: an order need not be younger than half an hour.
        rank = Coalesce(F("counter__views_base") + F("counter__views"), 0)
    else:
        hits = (Case(When(_occurs(term, "headline"), then=1), default=0) for term in terms)
        rank = reduce(add, hits)
    return found.alias(rank=rank).order_by(F("rank").desc(), "-published_at", "-pk")


def _hits(ids: list[int], marker: Marker) -> list[Hit]:
    articles = Article.objects.published().for_cards().defer(None).in_bulk(ids)
    return [_hit(articles[pk], marker) for pk in ids if pk in articles]


def _hit(article: Article, marker: Marker) -> Hit:
    text = " ".join(plain_text(article.body).split())
    excerpt = marker.excerpt(text) or marker.segments(article.summary)
    return Hit(article, marker.segments(article.headline), excerpt)
