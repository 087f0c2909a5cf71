"""What stands on the front page, and in which order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from articles import counters
from articles.models import Article, ArticleAuthor, ArticleQuerySet
from articles.related import related
from portal.chrome import Link

PICKS = 4
BESIDE_LEAD = 3
RIVER = 8
BRIEFS = 6
HOT = 8
SECTIONS = 6
SECTION_ARTICLES = 4


class Day(NamedTuple):
    """What was published on one day of the site's time zone, newest first."""

    date: date
    articles: list[Article]


class Section(NamedTuple):
    """A category and its newest articles."""

    category: Link
    articles: list[Article]


@dataclass(frozen=True)
class FrontPage:
    """Each place of the front page with what stands in it; `lead` is None on an empty site."""

    lead: Article | None
    beside_lead: list[Article]
    hot: list[Article]
    picks: list[Article]
    days: list[Day]
    older_address: str
    briefs: list[Article]
    sections: list[Section]


def compose(sections: list[Link]) -> FrontPage:
    """Fill the front page. `sections` are the top categories, in the desk's order.

    The lead is the newest pinned article, else the newest featured one, else the newest of all.
    It and the editors' picks do not come again in the river.
    """
    chosen = list(_chosen())
    newest = list(_cards(Article.objects.published().newest_first())[: RIVER + BRIEFS + PICKS + 1])
    lead = next(iter([*chosen, *newest]), None)
    if lead is None:
        return FrontPage(None, [], [], [], [], "", [], [])
    picks = chosen[1 : PICKS + 1]
    shown = {lead.pk, *(pick.pk for pick in picks)}
    rest = [article for article in newest if article.pk not in shown]
    river, briefs = rest[:RIVER], rest[RIVER : RIVER + BRIEFS]
    hot = counters.hot(limit=HOT)
    counters.attach_totals([lead, *picks, *river, *hot])
    _attach_authors([lead, *river])
    return FrontPage(
        lead=lead,
        beside_lead=related(lead, BESIDE_LEAD),
        hot=hot,
        picks=picks,
        days=_by_day(river),
        older_address=_archive_of(river[-1]) if briefs else "",
        briefs=briefs,
        sections=_sections(sections[:SECTIONS]),
    )


def _cards(articles: ArticleQuerySet) -> ArticleQuerySet:
    """What the cards print, without the bylines: the front page gets all of them at once."""
    return articles.select_related("category__parent", "cover", "counter").defer("body")


def _chosen() -> ArticleQuerySet:
    """The editors' choice: pinned before featured, newest first."""
    chosen = Article.objects.published().filter(Q(is_pinned=True) | Q(is_featured=True))
    return _cards(chosen).order_by("-is_pinned", "-published_at", "-pk")[: PICKS + 1]


def _attach_authors(articles: list[Article]) -> None:
    bylines = ArticleAuthor.objects.select_related("author").order_by("position")
    prefetch_related_objects(articles, Prefetch("bylines", bylines))


def _by_day(articles: Iterable[Article]) -> list[Day]:
    days = groupby(articles, lambda article: timezone.localdate(article.published_at))
    return [Day(day, list(published)) for day, published in days]


def _archive_of(article: Article) -> str:
    day = timezone.localdate(article.published_at)
    return reverse("articles:archive_month", args=[day.year, day.month])


def _sections(links: list[Link]) -> list[Section]:
    """The newest of each category and its children, in one query; categories without any go."""
    wanted = Q()
    for pk in {pk for link in links for pk in link.family}:
        # One walk along the index of each category, instead of ranking everything ever published.
        newest = Article.objects.published().filter(category=pk).newest_first()
        wanted |= Q(pk__in=newest.values("pk")[:SECTION_ARTICLES])
    found = (
        list(_cards(Article.objects.published().filter(wanted).newest_first())) if wanted else []
    )
    filled = []
    for link in links:
        articles = [article for article in found if article.category_id in link.family]
        if articles:
            filled.append(Section(link, _pictured_first(articles[:SECTION_ARTICLES])))
    return filled


def _pictured_first(articles: list[Article]) -> list[Article]:
    """The newest with a picture before the others, whose headlines stand as lines below it."""
    # min() keeps the first of equals: without any picture that is the newest.
    opening = min(articles, key=lambda article: article.cover_id is None)
    return [opening, *(article for article in articles if article is not opening)]
