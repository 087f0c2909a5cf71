"""The numbers beside an article, exact whether or not the periodic work has run."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from articles.models import Article, ArticleCounter, View


@dataclass(frozen=True, slots=True)
class Totals:
    """What is shown beside an article. `loads` counts every opening and is for the desk alone."""

    views: int = 0
    loads: int = 0
    likes: int = 0
    comments: int = 0


def totals(article_ids: Iterable[int]) -> dict[int, Totals]:
    """Return the totals of these articles; an id of nothing gets zeros.

    One statement for the whole list: read in two, a roll-up in between could hide views from
    both halves. views = imported + rolled up + rows of buckets not yet rolled up.
    """
    ids = set(article_ids)
    waiting = View.objects.filter(article=OuterRef("pk")).order_by().values("article")
    rows = Article.objects.filter(pk__in=ids).values_list(
        "pk",
        Coalesce(F("counter__views_base") + F("counter__views"), 0)
        + Coalesce(Subquery(waiting.values(n=Count("*"))), 0),
        # Whoever was counted elsewhere had at least opened the page there.
        Coalesce(F("counter__views_base") + F("counter__loads"), 0)
        + Coalesce(Subquery(waiting.values(n=Sum("loads"))), 0),
        Coalesce(F("counter__likes_base") + F("counter__likes"), 0),
        Coalesce("counter__comments", 0),
    )
    return dict.fromkeys(ids, Totals()) | {pk: Totals(*numbers) for pk, *numbers in rows.order_by()}


def views_of(articles: models.QuerySet[Article]) -> int:
    """Return the views of all these articles together, in two queries."""
    total = Sum(F("counter__views_base") + F("counter__views"))
    rolled_up = articles.order_by().aggregate(n=total)["n"] or 0
    return rolled_up + View.objects.filter(article__in=articles.order_by().values("pk")).count()


def attach_totals(articles: Iterable[Article]) -> None:
    """Give each article its `totals`, in one query for all of them."""
    listed = list(articles)
    found = totals(article.pk for article in listed)
    for article in listed:
        article.totals = found[article.pk]  # type: ignore[attr-defined]


def start_counter(article: Article) -> None:
    """Make the article's row of numbers; one that exists is left alone."""
    ArticleCounter.objects.bulk_create([ArticleCounter(article=article)], ignore_conflicts=True)


def set_comments(article_id: int, count: int) -> None:
    """Write how many comments readers see; call it in the transaction that decides about one.

    Count after hold_counter(): of two moderators the second then counts what the first approved.
    """
    if not ArticleCounter.objects.filter(pk=article_id).update(comments=count):
        fresh = ArticleCounter(article_id=article_id, comments=count)
        ArticleCounter.objects.bulk_create(
            [fresh], update_conflicts=True, unique_fields=["article"], update_fields=["comments"]
        )


def hold_counter(article_id: int) -> None:
    """Lock the article's row of numbers until the transaction ends.

    What is counted after this call cannot be changed by another transaction that also holds it.
    """
    ArticleCounter.objects.bulk_create(
        [ArticleCounter(article_id=article_id)], ignore_conflicts=True
    )
    ArticleCounter.objects.select_for_update().get(pk=article_id)
