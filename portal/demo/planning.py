"""What a desk has besides articles: plans for the next days, curves of today, words looked for."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from articles import counters, workflow
from articles.counters.buckets import bucket_of
from articles.models import Article, SearchTerm, ViewBucket, ViewDay
from portal.demo.curves import spread

CURVE_DAYS = 2  # today and yesterday, by half hour
PLANNED_HOURS_AHEAD = (20, 44, 45, 116)
SEARCH_DAYS = 14
# Words, searches on a good day, articles found.
SEARCHES = (
    ("屋顶光伏", 21, 1),
    ("夜班", 17, 2),
    ("公交 改线", 12, 1),
    ("台风停课", 9, 0),
    ("地铁 12 号线", 6, 0),
)


def add_planning(now: datetime) -> None:
    """Plan what is not published, and let the site have been read and searched by the hour."""
    unpublished = Article.objects.filter(state=Article.State.UNPUBLISHED).order_by("pk")
    for article, hours in zip(unpublished, PLANNED_HOURS_AHEAD, strict=False):
        at = (now + timedelta(hours=hours)).replace(minute=0, second=0, microsecond=0)
        workflow.place(article, by=None, planned_for=at)
    _curves(now)
    _searches(now)
    counters.close_days(now)


def _curves(now: datetime) -> None:
    """Spread what was read on the last days over their half hours."""
    zone = timezone.get_default_timezone()
    first = timezone.localdate(now, zone) - timedelta(days=CURVE_DAYS - 1)
    rows = []
    for day in ViewDay.objects.filter(day__gte=first).select_related("article"):
        begins = datetime.combine(day.day, time.min, zone)
        start = bucket_of(max(begins, day.article.published_at or begins))
        count = bucket_of(min(begins + timedelta(days=1), now)) - start
        shares = spread(day.views, "steady", max(count, 1))
        rows += [
            ViewBucket(article=day.article, bucket=start + number, views=views, loads=views)
            for number, views in enumerate(shares)
            if views
        ]
    ViewBucket.objects.bulk_create(rows, ignore_conflicts=True)


def _searches(now: datetime) -> None:
    today = timezone.localdate(now, timezone.get_default_timezone())
    SearchTerm.objects.bulk_create(
        SearchTerm(day=today - timedelta(days=ago), words=words, searches=most - ago % 5, found=n)
        for words, most, n in SEARCHES
        for ago in range(SEARCH_DAYS)
    )
