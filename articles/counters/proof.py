"""Proving the totals from the rows they sum up."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import BigIntegerField, Count, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from articles.counters.totals import hold_counter
from articles.models import Article, ArticleCounter, Like, ViewDay

BATCH_ARTICLES = 500
COLUMNS = ("views", "loads", "likes")


@dataclass(frozen=True)
class Drift:
    """A stored number that its rows do not prove; `stored` is None where the row is missing."""

    article_id: int
    column: str
    stored: int | None
    counted: int

    def __str__(self) -> str:
        stored = "missing" if self.stored is None else self.stored
        return f"article {self.article_id}: {self.column} {stored}, counted {self.counted}"


def recount(check: bool = False) -> list[Drift]:
    """Compare every counter with its rows, and set right what differs unless `check` is given.

    Return what differed. Readers and roll-ups may go on meanwhile: each comparison is one
    statement, and a number is set right under its lock. Comments are compared by their own app.
    """
    drifts: list[Drift] = []
    for ids in _batches():
        drifts += _compare(ids)
    if not check:
        for article_id in dict.fromkeys(drift.article_id for drift in drifts):
            _set_right(article_id)
    return drifts


def _batches() -> Iterator[list[int]]:
    last = 0
    ids = Article.objects.order_by("pk").values_list("pk", flat=True)
    while batch := list(ids.filter(pk__gt=last)[:BATCH_ARTICLES]):
        yield batch
        last = batch[-1]


def _compare(ids: list[int]) -> list[Drift]:
    days = ViewDay.objects.filter(article=OuterRef("pk")).order_by().values("article")
    likes = Like.objects.filter(article=OuterRef("pk")).order_by().values("article")
    number = BigIntegerField()
    rows = (
        Article.objects.filter(pk__in=ids)
        .order_by("pk")
        .values_list(
            "pk",
            *(F(f"counter__{column}") for column in COLUMNS),
            Coalesce(Subquery(days.values(n=Sum("views")), output_field=number), 0),
            Coalesce(Subquery(days.values(n=Sum("loads")), output_field=number), 0),
            Coalesce(Subquery(likes.values(n=Count("*")), output_field=number), 0),
        )
    )
    return [
        Drift(pk, column, stored, counted)
        for pk, *numbers in rows
        for column, stored, counted in zip(COLUMNS, numbers[:3], numbers[3:], strict=True)
        if stored != counted
    ]


@transaction.atomic
def _set_right(article_id: int) -> None:
    hold_counter(article_id)
    # Compared again under the lock: a reader may have liked it in the meantime.
    proven = {drift.column: drift.counted for drift in _compare([article_id])}
    if proven:
        ArticleCounter.objects.filter(pk=article_id).update(**proven)
