"""The archive: what was published in a month or a year of the site's time zone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone

from articles import dates
from articles.models import ArticleQuerySet


class MonthCount(NamedTuple):
    """A month in which something was published, by its first day, and how many articles."""

    start: date
    articles: int


@dataclass(frozen=True)
class Span:
    """A year, or one month of it when `month` is given."""

    year: int
    month: int | None = None

    @property
    def name(self) -> str:
        return dates.month_name(self.first_day) if self.month else dates.year_name(self.year)

    @property
    def address(self) -> str:
        if self.month:
            return reverse("articles:archive_month", args=[self.year, self.month])
        return reverse("articles:archive_year", args=[self.year])

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, 1)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """Its first moment, and the first one after it."""
        end = date(self.year + 1, 1, 1)
        if self.month and self.month < 12:
            end = date(self.year, self.month + 1, 1)
        return _midnight(self.first_day), _midnight(end)

    def within(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Those that were published in it."""
        return articles.published_during(*self.bounds)


def months_of(year: int, articles: ArticleQuerySet) -> list[MonthCount]:
    """The months of one year as months() has them. Comparing times is a tenth of cutting them."""
    spans = [Span(year, month) for month in range(12, 0, -1)]
    counts = {}
    for span in spans:
        start, end = span.bounds
        during = Q(published_at__gte=start, published_at__lt=end)
        counts[f"month_{span.month}"] = Count("pk", filter=during)
    found = Span(year).within(articles).order_by().aggregate(**counts)
    numbers = [MonthCount(span.first_day, found[f"month_{span.month}"]) for span in spans]
    return [number for number in numbers if number.articles]


def months(articles: ArticleQuerySet) -> list[MonthCount]:
    """Count the articles by month, the newest month first; months without any are left out."""
    by_month = articles.order_by().annotate(start=TruncMonth("published_at")).values("start")
    counted = by_month.annotate(articles=Count("pk")).order_by("-start")
    return [MonthCount(row["start"].date(), row["articles"]) for row in counted]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001
