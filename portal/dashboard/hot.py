"""What is read most just now, and what rises."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles import counters
from articles.models import User
from portal.dashboard.panels import SHOWN, Panel


@dataclass(frozen=True)
class Hot:
    """One article of the hot list. `change`: last hour's views less those of the hour before."""

    text: str
    address: str
    views: int
    last_hour: int
    change: int


def hot(user: User) -> Panel | None:
    """The list that readers see, with numbers for the desk: four queries."""
    if not user.has_perm("articles.view_article"):
        return None
    articles = counters.hot(limit=SHOWN)
    totals = counters.totals(one.pk for one in articles)
    paces = counters.paces(one.pk for one in articles)
    return Panel(
        name="hot",
        title=_("Read most now"),
        empty=_("Nothing is published yet."),
        rows=[
            Hot(
                text=str(one),
                address=one.get_absolute_url(),
                views=totals[one.pk].views,
                last_hour=paces[one.pk].last_hour,
                change=paces[one.pk].change,
            )
            for one in articles
        ],
        template="admin/dashboard/_hot.html",
    )
