"""What stands in the days of the calendar, a query for each kind of time.

Three things that are never mixed: when the desk means to be ready (planned), when readers get or
lose something (publish, change, withdraw), and before when nobody may (embargo). What is out
already stands there quietly.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, F, QuerySet, TextChoices, Window
from django.db.models.functions import RowNumber, TruncDate
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.admin.calendar_span import Span, day_of, week_of
from articles.admin.words import state_mark
from articles.models import Article, ArticleRevision
from articles.workflow import desk_state

IN_A_MONTH, IN_A_WEEK = 5, 30  # items a day; the rest is counted


class Kind(TextChoices):
    PLANNED = "planned", pgettext_lazy("calendar", "planned")
    PUBLISH = "publish", pgettext_lazy("calendar", "appears")
    CHANGE = "change", pgettext_lazy("calendar", "change goes live")
    WITHDRAW = "withdraw", pgettext_lazy("calendar", "is withdrawn")
    EMBARGO = "embargo", pgettext_lazy("calendar", "embargo ends")
    PUBLISHED = "published", _("published")


SHAPES = {
    Kind.PLANNED: "▷",
    Kind.PUBLISH: "◇",
    Kind.CHANGE: "◈",
    Kind.WITHDRAW: "×",
    Kind.EMBARGO: "▮",
    Kind.PUBLISHED: "●",
}
COLUMNS = ("headline", "state", "published_at", "expires_at", "planned_for", "embargo_until")


@dataclass(frozen=True)
class Item:
    """One article at one time of one kind."""

    kind: Kind
    at: datetime
    article: Article

    @property
    def shape(self) -> str:
        return SHAPES[self.kind]

    @property
    def is_planned(self) -> bool:
        return self.kind == Kind.PLANNED

    @property
    def is_quiet(self) -> bool:
        return self.kind == Kind.PUBLISHED

    @property
    def mark(self) -> SafeString:
        """Where the article is: of a plan that is what the desk wants to know."""
        return state_mark(desk_state(self.article))


@dataclass
class Day:
    """One day of the page; `more` counts what does not fit."""

    day: date
    is_today: bool
    is_outside: bool
    items: list[Item] = field(default_factory=list)
    more: int = 0

    @property
    def week(self) -> str:
        return week_of(self.day)


def days_of(span: Span, articles: QuerySet[Article]) -> list[Day]:
    """The days of the span with what these articles have in them: five queries."""
    most = IN_A_MONTH if span.month else IN_A_WEEK
    found: dict[date, list[Item]] = defaultdict(list)
    totals: dict[date, int] = defaultdict(int)
    for kind_of, rows, name in _sources(span, articles):
        day = TruncDate(name, tzinfo=timezone.get_default_timezone())
        counted = rows.filter(**{f"{name}__gte": span.begins_at, f"{name}__lt": span.ends_at})
        counted = counted.annotate(
            on=day,
            at=F(name),
            of_day=Window(Count("pk"), partition_by=day),
            place=Window(RowNumber(), partition_by=day, order_by=[F(name), F("pk")]),
        )
        seen = set()
        for row in counted.filter(place__lte=most).order_by("at", "pk"):
            if row.on not in seen:
                seen.add(row.on)
                totals[row.on] += row.of_day
            found[day_of(row.at)].append(Item(kind_of(row), row.at, row))
    return [_day(day, span, found[day], totals[day], most) for day in span.days]


def _sources(span: Span, articles: QuerySet[Article]) -> Iterable[tuple]:
    now = timezone.now()
    rows = articles.exclude(state=Article.State.TRASHED).select_related("latest_revision")
    rows = rows.only(*COLUMNS, "latest_revision__state", "latest_revision__publish_at")
    waiting = ArticleRevision.objects.waiting(ArticleRevision.State.APPROVED)
    due = waiting.filter(publish_at__gte=span.begins_at, publish_at__lt=span.ends_at)
    out = rows.filter(state=Article.State.PUBLISHED)
    yield (lambda _row: Kind.PLANNED), rows, "planned_for"
    yield (lambda row: Kind.PUBLISH if row.at > now else Kind.PUBLISHED), out, "published_at"
    changed = out.filter(latest_revision__in=due.order_by())
    yield (lambda _row: Kind.CHANGE), changed, "latest_revision__publish_at"
    yield (lambda _row: Kind.WITHDRAW), out, "expires_at"
    yield (lambda _row: Kind.EMBARGO), rows, "embargo_until"


def _day(day: date, span: Span, items: list[Item], total: int, most: int) -> Day:
    """What is still to come or to do stands first, and is the last to be left out."""
    shown = sorted(items, key=lambda item: (item.is_quiet, item.at))[:most]
    return Day(
        day=day,
        is_today=day == day_of(timezone.now()),
        is_outside=span.month is not None and day.month != span.month.month,
        items=shown,
        more=total - len(shown),
    )
