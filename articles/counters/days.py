"""What was read by day: of the whole site, of one article, of categories and authors.

Days are those of the site's zone. What is over is summed up once (closing.py); the other days
are summed when somebody asks.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet, Sum

from articles.counters.buckets import day_of
from articles.models import Article, View, ViewDay, ViewSum

Of = ViewSum.Of
# Articles read most on each day: whoever is never among them is not among the best of many days.
BEST_OF_A_DAY = 100
PATHS = {Of.CATEGORY: "article__category", Of.AUTHOR: "article__bylines__author"}


@dataclass(frozen=True)
class Reading:
    """Readers' views, and how often pages were opened."""

    views: int = 0
    loads: int = 0

    def __add__(self, other: "Reading") -> "Reading":
        return Reading(self.views + other.views, self.loads + other.loads)


Sums = dict[Any, Reading]


def site_days(first: date, last: date) -> dict[date, Reading]:
    """What the site was read on each day from `first` to `last`; days without a view are absent."""
    days = _summed(Of.SITE, first, last).values_list("day", "views", "loads")
    sums: Sums = {day: Reading(*numbers) for day, *numbers in days}
    rest = ViewDay.objects.filter(day__in=missing_days(sums, first, last)).order_by()
    return _with(sums, grouped(rest, "day"), _waiting_days(View.objects.all(), first, last))


def article_days(article: Article, first: date, last: date) -> dict[date, Reading]:
    """The same of one article."""
    days = ViewDay.objects.filter(article=article, day__range=(first, last)).order_by()
    waiting = _waiting_days(View.objects.filter(article=article), first, last)
    return _with(grouped(days, "day"), waiting)


def best_articles(first: date, last: date, limit: int) -> list[tuple[int, Reading]]:
    """Ids of the articles read most in these days, with their sums; the most read first.

    Views of the half hours that are not rolled up yet are left out.
    """
    candidates = _candidates(first, last, 3 * limit)
    days = ViewDay.objects.filter(article__in=candidates, day__range=(first, last)).order_by()
    sums = grouped(days, "article")
    return sorted(sums.items(), key=lambda row: (-row[1].views, -row[0]))[:limit]


def best_of(kind: str, first: date, last: date, limit: int) -> list[tuple[int, Reading]]:
    """Ids of the categories or authors read most, as best_articles().

    A day's readings count for the category that the article was in when the day was summed up;
    an article of two authors counts for both.
    """
    summed = _summed(kind, first, last).order_by()
    site = _summed(Of.SITE, first, last).values_list("day", flat=True)
    rest = ViewDay.objects.filter(day__in=missing_days(set(site), first, last)).order_by()
    sums = _with(grouped(summed, "object_id"), grouped(rest, PATHS[Of(kind)]))
    sums.pop(None, None)
    return sorted(sums.items(), key=lambda row: (-row[1].views, row[0]))[:limit]


def _summed(kind: str, first: date, last: date) -> QuerySet[ViewSum]:
    return ViewSum.objects.filter(of=kind, day__range=(first, last))


def missing_days(known: Iterable[date], first: date, last: date) -> list[date]:
    """The days from `first` to `last` that are not among the known ones."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sorted(set(days).difference(known))


def grouped(rows: QuerySet, path: str) -> Sums:
    """The sums of views and loads for each value of `path`."""
    sums = rows.values_list(path).annotate(Sum("views"), Sum("loads"))
    return {key: Reading(views, loads) for key, views, loads in sums}


def _waiting_days(views: QuerySet[View], first: date, last: date) -> Sums:
    """What has not been rolled up yet, by day."""
    sums: Sums = defaultdict(Reading)
    buckets = views.order_by().values_list("bucket").annotate(Count("pk"), Sum("loads"))
    for bucket, *numbers in buckets:
        if first <= (day := day_of(bucket)) <= last:
            sums[day] += Reading(*numbers)
    return sums


def _with(sums: Sums, *others: Mapping[Any, Reading]) -> Sums:
    for other in others:
        for key, reading in other.items():
            sums[key] = sums.get(key, Reading()) + reading
    return sums


def _candidates(first: date, last: date, limit: int) -> list[int]:
    table = connection.ops.quote_name(ViewDay._meta.db_table)
    of_a_day = (
        f"SELECT * FROM (SELECT article_id, views FROM {table} WHERE day = %s "  # noqa: S608
        "ORDER BY views DESC LIMIT %s) AS best"
    )
    values: list[Any] = []
    for day in (days := missing_days((), first, last)):
        values += [connection.ops.adapt_datefield_value(day), BEST_OF_A_DAY]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT article_id FROM ({' UNION ALL '.join([of_a_day] * len(days))}) AS days "  # noqa: S608
            "GROUP BY article_id ORDER BY SUM(views) DESC, article_id DESC LIMIT %s",
            [*values, limit],
        )
        return [row[0] for row in cursor.fetchall()]
