"""What readers got today, and how they took it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from articles import counters
from articles.models import Article, User
from articles.numbers import grouped
from articles.workflow import DeskState
from portal.dashboard.panels import Panel, counted, form_of, listed, midnight, visible
from portal.plots import Sparkline, sparkline


@dataclass(frozen=True)
class Published:
    """One article of today with its readers."""

    text: str
    address: str
    at: datetime
    views: int
    likes: int
    curve: Sparkline


def published(user: User) -> Panel | None:
    """Published today, newest first: three queries, for rows, totals and curves."""
    if not user.has_perm("articles.view_article"):
        return None
    start = midnight()
    today = visible(user).published().filter(published_at__gte=start).newest_first()
    articles, total = counted(today)
    totals = counters.totals(one.pk for one in articles)
    curves = counters.curves((one.pk for one in articles), start)
    return Panel(
        name="today",
        title=_("Published today"),
        empty=_("Nothing was published today."),
        rows=[_row(one, totals[one.pk], curves[one.pk], start) for one in articles],
        total=total,
        address=listed(desk=DeskState.PUBLISHED.value, when="today"),
        template="admin/dashboard/_today.html",
    )


def _row(article: Article, totals: counters.Totals, curve: list[int], start: datetime) -> Published:
    at = article.published_at or start  # published() leaves out what has no time
    # A curve that began at midnight would be a long flat line before an article of the evening.
    first = int((at - start).total_seconds()) // counters.VIEW_WINDOW_S
    shown = curve[max(first, 0) :]
    # The half hour that still runs would always look like a fall.
    shown = shown[:-1] or shown
    summary = _("Views by half hour: at most %(most)s, lately %(last)s.") % {
        "most": grouped(max(shown, default=0)),
        "last": grouped(shown[-1] if shown else 0),
    }
    return Published(
        text=str(article),
        address=form_of(article.pk),
        at=at,
        views=totals.views,
        likes=totals.likes,
        curve=sparkline(shown, summary),
    )
