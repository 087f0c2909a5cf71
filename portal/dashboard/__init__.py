"""What needs this person now: a few panels, each a query or two, none without the permission."""

from collections.abc import Iterable
from typing import Any

from articles.forms import zone_note
from articles.models import SiteProfile, User
from portal.dashboard import activity, hot, schedule, today, told, waiting, watch
from portal.dashboard.panels import Panel


def context_for(user: Any) -> dict[str, Any]:
    """What templates/admin/index.html asks for."""
    is_chief = user.has_perm("articles.change_siteprofile")
    return {
        "needs_me": [panel for panel in needs(user) if panel],
        "around_me": [panel for panel in around(user) if panel],
        "may_write": user.has_perm("articles.add_article"),
        "placeholders": SiteProfile.load().placeholders if is_chief else [],
        "watch": watch.look(user),
        "zone": zone_note(),
    }


def needs(user: User) -> Iterable[Panel | None]:
    """What waits for this person; who decides about texts sees those that wait first."""
    yield waiting.review(user)
    yield waiting.unassigned(user)
    yield waiting.comments(user)
    yield waiting.sent_back(user)
    yield told.unread(user)
    yield waiting.drafts(user)
    yield waiting.approved(user)


def around(user: User) -> Iterable[Panel | None]:
    """What happens around: today, the hours ahead, the readers, the colleagues."""
    yield schedule.scheduled(user)
    yield today.published(user)
    yield hot.hot(user)
    yield activity.moves(user)
