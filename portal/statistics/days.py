"""Views, page loads, likes and comments by day: of the site, or of one article."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import counters
from articles.models import Article, Like
from articles.numbers import grouped
from comments.models import Comment
from portal.plots import Plot, Series, plot
from portal.statistics.ranges import Range
from portal.statistics.tables import Table


@dataclass(frozen=True)
class Day:
    day: date
    views: int
    loads: int
    likes: int
    comments: int


def days_of(span: Range, article: Article | None = None) -> list[Day]:
    """Every day of the range with its numbers, of the article or of the whole site."""
    likes, comments = Like.objects.all(), Comment.objects.counted()
    if article is None:
        readings = counters.site_days(span.first, span.last)
    else:
        readings = counters.article_days(article, span.first, span.last)
        likes, comments = likes.filter(article=article), comments.filter(article=article)
    liked, commented = _by_day(likes, span), _by_day(comments, span)
    nothing = counters.Reading()
    return [
        Day(
            day,
            readings.get(day, nothing).views,
            readings.get(day, nothing).loads,
            liked.get(day, 0),
            commented.get(day, 0),
        )
        for day in span.each
    ]


def table(days: Sequence[Day]) -> Table:
    """The days, newest first."""
    return Table(
        name="days",
        title=_("By day"),
        columns=(_("Day"), _("Views"), _("Page loads"), _("Likes"), _("Comments")),
        rows=[(one.day, one.views, one.loads, one.likes, one.comments) for one in reversed(days)],
    )


def sums(days: Sequence[Day]) -> list[tuple[str, int]]:
    """The numbers of the whole range, each with its name."""
    return [
        (_("Views"), sum(one.views for one in days)),
        (_("Page loads"), sum(one.loads for one in days)),
        (_("Likes"), sum(one.likes for one in days)),
        (_("Comments"), sum(one.comments for one in days)),
    ]


def plots(days: Sequence[Day]) -> list[Plot]:
    """Views with page loads, likes, comments."""
    labels = [f"{one.day:%m-%d}" for one in days]
    views = Series(_("Views"), [one.views for one in days])
    loads = Series(_("Page loads"), [one.loads for one in days], is_line=True)
    likes = Series(_("Likes"), [one.likes for one in days])
    comments = Series(_("Comments"), [one.comments for one in days])
    return [
        plot(_("Views and page loads by day"), _summary(days, views), labels, [views, loads]),
        plot(_("Likes by day"), _summary(days, likes), labels, [likes]),
        plot(_("Comments by day"), _summary(days, comments), labels, [comments]),
    ]


def _by_day(rows: QuerySet, span: Range) -> Mapping[date, int]:
    day = TruncDate("created_at", tzinfo=timezone.get_default_timezone())
    recent = rows.filter(created_at__gte=span.begins_at).order_by()
    return dict(recent.annotate(on=day).values_list("on").annotate(Count("pk")))


def _summary(days: Sequence[Day], series: Series) -> str:
    most = max(series.values, default=0)
    if not most:
        return _("None in these %(days)d days.") % {"days": len(days)}
    best = days[list(series.values).index(most)].day
    return _("%(sum)s in %(days)d days; most on %(day)s: %(most)s.") % {
        "sum": grouped(sum(series.values)),
        "days": len(days),
        "day": date_format(best, "MONTH_DAY_FORMAT"),
        "most": grouped(most),
    }
