"""What appears by itself today and tomorrow, as a time line with its gaps and collisions."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import Case, F, When
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, User
from articles.workflow import DeskState, in_desk_state
from portal.dashboard.panels import Panel, counted, form_of, listed, midnight, visible

SHOWN = 12  # moments of two days
TOO_CLOSE = timedelta(minutes=5)  # two headlines that push each other off the top
LONG = timedelta(hours=4)  # without anything new, in hours when people read
OPENS, CLOSES = 7, 22  # o'clock: nobody misses news at night


@dataclass(frozen=True)
class Moment:
    """One thing on the time line: an article, or the gap before the next one.

    `collides`: another one appears within minutes. `gap_until` is set for gaps alone.
    """

    at: datetime
    is_tomorrow: bool
    text: str = ""
    address: str = ""
    category: str = ""
    is_change: bool = False
    collides: bool = False
    gap_until: datetime | None = None


def scheduled(user: User) -> Panel | None:
    """Scheduled articles and changes; of others only for who may see them."""
    if not user.has_perm("articles.change_article"):
        return None
    ahead = in_desk_state(visible(user), DeskState.SCHEDULED)
    due = Case(
        When(state=Article.State.PUBLISHED, published_at__gt=timezone.now(), then="published_at"),
        default=F("latest_revision__publish_at"),
    )
    articles, total = counted(ahead.annotate(due=due).order_by("due", "pk"), SHOWN)
    now, end = timezone.now(), midnight(2)
    shown = [one for one in articles if one.due < end]
    moments = [_moment(one) for one in shown]
    if len(shown) == SHOWN < total:
        end = moments[-1].at  # what comes after is not known here
    later = total - len(shown)
    return Panel(
        name="scheduled",
        title=_("Scheduled"),
        empty=_("Nothing is scheduled."),
        rows=time_line(moments, now=now, until=end) if moments else [],
        total=total,
        address=listed(desk=DeskState.SCHEDULED.value),
        note=_("%(count)d more later.") % {"count": later} if later else "",
        template="admin/dashboard/_schedule.html",
    )


def time_line(moments: list[Moment], *, now: datetime, until: datetime) -> list[Moment]:
    """The moments in their order, collisions marked, and the long gaps of waking hours between.

    Gaps are looked for from `now` to `until`, on each day by itself.
    """
    close = [later.at - earlier.at < TOO_CLOSE for earlier, later in pairwise(moments)]
    marked = [
        replace(moment, collides=any(close[max(number - 1, 0) : number + 1]))
        for number, moment in enumerate(moments)
    ]
    gaps: list[Moment] = []
    for start in (midnight(), midnight(1)):
        opens, closes = start.replace(hour=OPENS), start.replace(hour=CLOSES)
        times = [one.at for one in moments if opens < one.at < closes]
        bounds = [max(opens, now), *times, min(closes, until)]
        gaps += [
            Moment(at=begin, is_tomorrow=start > now, gap_until=end)
            for begin, end in pairwise(bounds)
            if end - begin >= LONG
        ]
    # Among equal times the gap comes last: it begins when the article has appeared.
    return sorted([*marked, *gaps], key=lambda one: (one.at, one.gap_until is not None))


def _moment(article: Article) -> Moment:
    at: datetime = article.due  # type: ignore[attr-defined]
    return Moment(
        at=at,
        is_tomorrow=at >= midnight(1),
        text=str(article),
        address=form_of(article.pk),
        category=article.category.name if article.category else "",
        is_change=not article.is_scheduled,
    )
