"""Days that are over are summed up once; their sums are proven, and made anew, from the rows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from articles.counters.buckets import bucket_of, day_of
from articles.counters.days import PATHS, Of, Reading, grouped, missing_days
from articles.models import Article, View, ViewDay, ViewSum

MARGIN = timedelta(hours=1)  # clocks differ, and the last half hour must have been rolled up
KEPT_SUMMED = timedelta(days=400)  # the statistics go back a year; what is older nobody asks


@dataclass(frozen=True)
class DayDrift:
    """A day whose stored sum its rows do not prove."""

    day: date
    stored: Reading
    counted: Reading

    def __str__(self) -> str:
        return (
            f"day {self.day}: views {self.stored.views}, counted {self.counted.views};"
            f" loads {self.stored.loads}, counted {self.counted.loads}"
        )


def close_days(now: datetime | None = None) -> int:
    """Sum up the days that are over and have no sums; return how many.

    Safe at any time and at once on many machines. A day is over when none of its views waits
    any more.
    """
    moment = bucket_of((now or timezone.now()) - MARGIN)
    oldest = View.objects.aggregate(oldest=Min("bucket"))["oldest"]
    last = day_of(min(moment, moment if oldest is None else oldest)) - timedelta(days=1)
    known = ViewSum.objects.filter(of=Of.SITE).values_list("day", flat=True)
    missing = missing_days(known, last - KEPT_SUMMED, last)
    days = list(ViewDay.objects.filter(day__in=missing).values_list("day", flat=True).distinct())
    for day in days:
        _close(day)
    return len(days)


def reopen_days_of(article: Article) -> None:
    """Forget the sums of the days on which the article was read; call it before it is purged.

    The next close_days() sums them up without it.
    """
    days = ViewDay.objects.filter(article=article).values("day")
    ViewSum.objects.filter(of__in=Of.values, day__in=days).delete()


def recount_days(check: bool = False) -> list[DayDrift]:
    """Compare the site's sums with the days of its articles; return what differed.

    Unless `check` is given, what differs is summed up anew.
    """
    stored = grouped(ViewSum.objects.filter(of=Of.SITE).order_by(), "day")
    counted = grouped(ViewDay.objects.filter(day__in=list(stored)).order_by(), "day")
    drifts = [
        DayDrift(day, sums, counted.get(day, Reading()))
        for day, sums in sorted(stored.items())
        if sums != counted.get(day, Reading())
    ]
    if drifts and not check:
        ViewSum.objects.filter(day__in=[drift.day for drift in drifts]).delete()
        close_days()
    return drifts


@transaction.atomic
def _close(day: date) -> None:
    views = ViewDay.objects.filter(day=day).order_by()
    of_site = grouped(views, "day").get(day, Reading())
    sums: list[tuple[str, int, Reading]] = [(Of.SITE, 0, of_site)]
    for kind, path in PATHS.items():
        sums += [(kind, pk, one) for pk, one in grouped(views, path).items() if pk is not None]
    ViewSum.objects.bulk_create(
        (
            ViewSum(day=day, of=kind, object_id=pk, views=one.views, loads=one.loads)
            for kind, pk, one in sums
        ),
        ignore_conflicts=True,
    )
