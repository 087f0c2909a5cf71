"""What stands on the front page, and in which order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from articles import counters
from articles.models import Article, ArticleAuthor, ArticleQuerySet, Topic
from articles.related import related
from portal.chrome import Link
from portal.composing import Composition, in_order

AUTOMATIC = Composition()
PICKS = 4
BESIDE_LEAD = 3
RIVER = 8
BRIEFS = 6
HOT = 8
TOPICS = 4
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
    topics: list[Topic]
    days: list[Day]
    older_address: str
    briefs: list[Article]
    sections: list[Section]


def compose(
    sections: list[Link],
    composition: Composition = AUTOMATIC,
    *,
    at: datetime | None = None,
) -> FrontPage:
    """Fill the front page. `sections` are the top categories, in the desk's order.

    What somebody has composed comes first; whatever of it readers may not see is left out, and
    its place filled. Then the lead is the newest pinned article, else the newest featured one,
    else the newest of all. Lead and picks do not come again in the river. `at` shows which of
    the chosen articles will be public then.
    """
    sections = in_order(sections, [link.pk for link in sections], composition)[:SECTIONS]
    count = RIVER + BRIEFS + 1 + max(PICKS, len(composition.picks))
    newest = list(_cards(Article.objects.published().newest_first())[:count])
    found = _chosen_and_filed(composition, sections, at)
    lead, picks = _placed(composition, found, newest)
    if lead is None:
        return FrontPage(None, [], [], [], [], [], "", [], [])
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
        topics=list(Topic.objects.on_front().select_related("picture")[:TOPICS]),
        days=_by_day(river),
        older_address=_archive_of(river[-1]) if briefs else "",
        briefs=briefs,
        sections=_sections(sections, found),
    )


def _placed(
    composition: Composition, found: list[Article], newest: list[Article]
) -> tuple[Article | None, list[Article]]:
    """The lead and the picks: as composed, then as featured; a composed place is never empty."""
    known = {article.pk: article for article in found}
    composed = [known[pk] for pk in composition.picks if pk in known]
    featured = sorted(
        (article for article in found if article.is_pinned or article.is_featured),
        key=lambda article: (article.is_pinned, article.published_at, article.pk),
        reverse=True,
    )
    lead = known.get(composition.lead or 0)
    if lead is None:
        others = (one for one in (*featured, *newest) if one not in composed)
        lead = next(others, composed[0] if composed else None)
    picks = [one for one in composed if one != lead]
    picks += [one for one in featured if one not in (lead, *picks)][: max(PICKS - len(picks), 0)]
    holes = max(len(composition.picks) - len(picks), 0)
    picks += [one for one in newest if one not in (lead, *picks)][:holes]
    return lead, picks


def _cards(articles: ArticleQuerySet) -> ArticleQuerySet:
    """What the cards print, without the bylines: the front page gets all of them at once."""
    return articles.select_related("category__parent", "cover", "counter").defer("body")


def _chosen_and_filed(
    composition: Composition, sections: list[Link], at: datetime | None
) -> list[Article]:
    """The editors' choice, and the newest of each category with its children, in one query."""
    public = Article.objects.published()
    featured = public.filter(Q(is_pinned=True) | Q(is_featured=True))
    best = featured.order_by("-is_pinned", "-published_at", "-pk")
    wanted = Q(pk__in=best.values("pk")[: PICKS + 1 + len(composition.articles)])
    for pk in {pk for link in sections for pk in link.family}:
        # One walk along the index of each category, instead of ranking everything ever published.
        newest = public.filter(category=pk).newest_first()
        wanted |= Q(pk__in=newest.values("pk")[:SECTION_ARTICLES])
    if composition.articles:
        chosen = Article.objects.published(at).filter(pk__in=composition.articles)
        wanted |= Q(pk__in=chosen.order_by().values("pk"))
    return list(_cards(Article.objects.filter(wanted).newest_first()))


def _attach_authors(articles: list[Article]) -> None:
    bylines = ArticleAuthor.objects.select_related("author").order_by("position")
    prefetch_related_objects(articles, Prefetch("bylines", bylines))


def _by_day(articles: Iterable[Article]) -> list[Day]:
    days = groupby(articles, lambda article: timezone.localdate(article.published_at))
    return [Day(day, list(published)) for day, published in days]


def _archive_of(article: Article) -> str:
    day = timezone.localdate(article.published_at)
    return reverse("articles:archive_month", args=[day.year, day.month])


def _sections(links: list[Link], found: list[Article]) -> list[Section]:
    """The newest of each category and its children; categories without any go."""
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
