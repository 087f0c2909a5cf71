"""What to read next: neighbours in time, and articles about the same things."""

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models import Value as V
from django.db.models.functions import Coalesce

from articles.models import Article, ArticleQuerySet, ArticleTag, Category, Tag

# Whoever wrote more than this under one tag, or in one category, is compared by the newest alone:
# the page must not read a big site's whole tag to find four neighbours.
CANDIDATES_A_TAG = 200
CANDIDATES_A_CATEGORY = 50
CANDIDATES_AT_ALL = 20
BEST_FIRST = ("-score", "-kinship", "-published_at", "-pk")


class Neighbours(NamedTuple):
    """The articles before and after one in time; None at the ends."""

    previous: Article | None
    next: Article | None


def neighbours(article: Article) -> Neighbours:
    """Return the published articles beside this one.

    Order: publication, then id, so that a walk along `next` visits every article exactly once,
    a thousand of the same minute included.
    """
    if article.published_at is None:
        return Neighbours(None, None)
    return _nearest(article, Article.objects.filter(_beside(article)).defer("body"))


def with_uses(tags: QuerySet[Tag]) -> QuerySet[Tag]:
    """Add to each tag how many articles carry it, hidden ones included: `uses`."""
    # Not Count("article_tags"): of the tags of one article that would count this article alone.
    uses = ArticleTag.objects.filter(tag=OuterRef("pk")).order_by().values("tag")
    return tags.annotate(uses=Subquery(uses.values(n=Count("*"))))


def tags_of(article: Article) -> list[Tag]:
    """The article's tags in the order in which they were given, each with its `uses`."""
    place = ArticleTag.objects.filter(article=article, tag=OuterRef("pk")).values("pk")[:1]
    tags = Tag.objects.filter(articles=article).annotate(place=Subquery(place))
    return list(with_uses(tags.order_by("place")))


def related(article: Article, limit: int = 4) -> list[Article]:
    """Return up to `limit` articles like this one: never itself, the same ones every time.

    Shared tags decide, a rare one more than a common one; then the same category, then its
    family; then the newest.
    """
    return _best(_like(article, tags_of(article)), limit)


def read_on(article: Article, limit: int, *, tags: list[Tag]) -> tuple[Neighbours, list[Article]]:
    """Return neighbours() and related() in one query; `tags` come from with_uses().

    A page has twelve queries to spend.
    """
    if article.published_at is None:
        return Neighbours(None, None), _best(_like(article, tags), limit)
    is_beside = Case(When(_beside(article), then=V(1)), default=V(0), output_field=IntegerField())
    found = _like(article, tags, or_else=_beside(article)).annotate(is_beside=is_beside)
    rows: list[Any] = list(found.order_by("-is_beside", *BEST_FIRST)[: limit + 2])
    beside = [row for row in rows if row.is_beside]
    rows.sort(key=lambda row: (row.score, row.kinship, row.published_at, row.pk), reverse=True)
    return _nearest(article, beside), rows[:limit]


def _beside(article: Article) -> Q:
    public = Article.objects.published().order_by()
    older = public.older_than(article).newest_first().values("pk")[:1]
    newer = public.newer_than(article).order_by("published_at", "pk").values("pk")[:1]
    return Q(pk=Subquery(older)) | Q(pk=Subquery(newer))


def _nearest(article: Article, found: Iterable[Article]) -> Neighbours:
    """Tell apart the at most two articles of _beside()."""
    place = (article.published_at, article.pk)
    sides = {(one.published_at, one.pk) > place: one for one in found}
    return Neighbours(previous=sides.get(False), next=sides.get(True))


def _like(article: Article, tags: list[Tag], or_else: Q | None = None) -> ArticleQuerySet:
    wanted = _candidates(tags, article.category)
    return (
        Article.objects.published()
        .filter(wanted | or_else if or_else else wanted)
        .exclude(pk=article.pk)
        .annotate(score=_score(tags), kinship=_kinship(article.category))
        .select_related("category__parent", "cover", "counter")
        .defer("body")
    )


def _best(like: ArticleQuerySet, limit: int) -> list[Article]:
    return list(like.order_by(*BEST_FIRST)[:limit])


def _score(tags: list[Any]) -> Coalesce | V:
    if not tags:
        return V(0, output_field=IntegerField())
    # Whole numbers, because a sum of fractions may differ with the order of its rows.
    weights = [
        When(tag=tag.pk, then=V(round(1000 / math.log2(1 + max(tag.uses or 0, 1))))) for tag in tags
    ]
    shared = (
        ArticleTag.objects.filter(article=OuterRef("pk"), tag__in=[tag.pk for tag in tags])
        .order_by()
        .values("article")
        .annotate(weight=Sum(Case(*weights, default=V(0), output_field=IntegerField())))
    )
    return Coalesce(Subquery(shared.values("weight")), V(0))


def _candidates(tags: list[Tag], category: Category | None) -> Q:
    public = Article.objects.published().newest_first()
    found = Q(pk__in=public.values("pk")[:CANDIDATES_AT_ALL])
    if category:
        same = public.filter(category=category)
        found |= Q(pk__in=same.values("pk")[:CANDIDATES_A_CATEGORY])
        family = public.in_category(category.parent or category)
        found |= Q(pk__in=family.values("pk")[:CANDIDATES_A_CATEGORY])
    for tag in tags:
        tagged = ArticleTag.objects.filter(tag=tag).order_by("-pk")
        found |= Q(pk__in=tagged.values("article")[:CANDIDATES_A_TAG])
    return found


def _kinship(category: Category | None) -> Case | V:
    if category is None:
        return V(0, output_field=IntegerField())
    root = category.parent_id or category.pk
    family = Q(category=root) | Q(category__parent=root)
    return Case(
        When(category=category.pk, then=V(2)),
        When(family, then=V(1)),
        default=V(0),
        output_field=IntegerField(),
    )
