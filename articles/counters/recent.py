"""What was read in each half hour of the last days: for curves, and for what is rising now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from articles.counters.buckets import VIEW_WINDOW_S, bucket_of
from articles.models import View, ViewBucket

KEPT = timedelta(days=8)  # a week ago can be compared with
BUCKETS_AN_HOUR = 3600 // VIEW_WINDOW_S


@dataclass(frozen=True)
class Pace:
    """Views of the last whole hour that is counted, and of the hour before it."""

    last_hour: int = 0
    hour_before: int = 0

    @property
    def change(self) -> int:
        return self.last_hour - self.hour_before


def curves(article_ids: Iterable[int], since: datetime) -> dict[int, list[int]]:
    """Views of each article by half hour from `since` to now, in one query.

    Every article has a number for each half hour; `since` is at most KEPT ago.
    """
    ids = set(article_ids)
    first, last = bucket_of(since), bucket_of(timezone.now())
    found = {pk: [0] * (last - first + 1) for pk in ids}
    for pk, bucket, views in _rows(ids, first, last):
        found[pk][bucket - first] += views
    return found


def paces(article_ids: Iterable[int]) -> dict[int, Pace]:
    """How each article is read just now, in one query. The half hour that still runs is left out:
    compared with a whole one it would always seem to fall.
    """
    ids = set(article_ids)
    current = bucket_of(timezone.now())
    middle = current - BUCKETS_AN_HOUR
    sums = {pk: [0, 0] for pk in ids}
    for pk, bucket, views in _rows(ids, middle - BUCKETS_AN_HOUR, current - 1):
        sums[pk][bucket < middle] += views
    return {pk: Pace(*pair) for pk, pair in sums.items()}


def forget_past_buckets(now: datetime | None = None) -> int:
    """Delete half hours that are no longer kept; return how many."""
    past = bucket_of((now or timezone.now()) - KEPT)
    return ViewBucket.objects.filter(bucket__lt=past).delete()[0]


def _rows(ids: set[int], first: int, last: int) -> Iterable[tuple[int, int, int]]:
    """Article, bucket, views: both what is rolled up and what is not, read at one moment."""
    wanted = {"article__in": ids, "bucket__gte": first, "bucket__lte": last}
    rolled_up = ViewBucket.objects.filter(**wanted).values_list("article_id", "bucket", "views")
    waiting = View.objects.filter(**wanted).values_list("article_id", "bucket")
    waiting = waiting.annotate(n=Count("pk")).order_by()
    return rolled_up.order_by().union(waiting, all=True) if ids else ()
