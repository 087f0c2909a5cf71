"""What this person was told and has not read yet."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from articles import notifications
from articles.models import User
from portal.dashboard.panels import SHOWN, Panel


@dataclass(frozen=True)
class Told:
    """One sentence, where it leads, and the reason that was given."""

    text: str
    reason: str
    address: str
    at: datetime


def unread(user: User) -> Panel | None:
    """The newest that is unread; no panel where nothing is, the bell says as much."""
    news = notifications.of(user).unread().select_related("article", "actor")
    rows = list(news.defer("article__body")[:SHOWN])
    if not rows:
        return None
    return Panel(
        name="told",
        title=_("Notifications"),
        empty="",
        rows=[
            Told(
                notifications.sentence(one.event, one.article, one.actor),
                notifications.reason_in_words(one.event, one.reason),
                notifications.address_of(one.event, one.article),
                one.created_at,
            )
            for one in rows
            if one.article
        ],
        total=notifications.unread_number(user),
        address=reverse("admin:notifications"),
        template="admin/dashboard/_told.html",
    )
