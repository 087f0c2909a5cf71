"""Whether the periodic work runs, and what is late. Readers do not depend on either."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import ArticleRevision, OutgoingMail
from portal.models import TickRun

MINUTE = timedelta(minutes=1)
QUIET_TOO_LONG = timedelta(minutes=10)  # it runs about every minute
LATE = timedelta(minutes=2)


@dataclass(frozen=True)
class Watch:
    """When the periodic work last ran, in words; `warnings` say what is late and what to do."""

    last_ran: str
    warnings: tuple[str, ...]


def look(user: Any) -> Watch | None:
    """For those who publish; nobody else can do anything about it."""
    if not user.has_perm("articles.publish_article"):
        return None
    now = timezone.now()
    last = TickRun.objects.first()
    warnings = [_overdue_changes(now), _quiet(last, now)]
    warnings += [_waiting_mails(now), _stuck_mails(user)]
    return Watch(_last_ran(last, now), tuple(filter(None, warnings)))


def ago(at: datetime, now: datetime) -> str:
    """«34 seconds ago», «3 minutes ago»."""
    if now - at < MINUTE:
        seconds = max(int((now - at).total_seconds()), 0)
        text = ngettext("%(count)d second ago", "%(count)d seconds ago", seconds)
        return text % {"count": seconds}
    return _("%(time)s ago") % {"time": timesince(at, now)}


def _last_ran(last: TickRun | None, now: datetime) -> str:
    if last is None:
        return _("Periodic work has not run yet.")
    return _("Periodic work last ran %(ago)s.") % {"ago": ago(last.ran_at, now)}


def _quiet(last: TickRun | None, now: datetime) -> str:
    if last and now - last.ran_at < QUIET_TOO_LONG:
        return ""
    return _(
        "Periodic work does not run. Articles still appear at their minute, but mails, sums and"
        " tidying wait. Ask whoever runs the server to call “manage.py tick” every minute."
    )


def _stuck_mails(user: Any) -> str:
    """Mails that no attempt got through, for those who may look into the outbox."""
    if not user.has_perm("articles.view_outgoingmail"):
        return ""
    stuck = OutgoingMail.objects.given_up()
    newest = stuck.order_by("-given_up_at").first()
    if newest is None:
        return ""
    count = stuck.count()
    text = ngettext(
        "%(count)d mail could not be sent: %(error)s",
        "%(count)d mails could not be sent, the last one because of: %(error)s",
        count,
    )
    address = f"{reverse('admin:articles_outgoingmail_changelist')}?fate=given_up"
    words = text % {"count": count, "error": newest.last_error}
    return format_html('{} <a href="{}">{}</a>', words, address, _("Look at them"))


def _overdue_changes(now: datetime) -> str:
    due = ArticleRevision.objects.waiting(ArticleRevision.State.APPROVED)
    count = due.filter(publish_at__lte=now - LATE).count()
    if not count:
        return ""
    text = ngettext(
        "%(count)d scheduled change should be live by now. Open it and publish it by hand.",
        "%(count)d scheduled changes should be live by now. Open them and publish them by hand.",
        count,
    )
    return text % {"count": count}


def _waiting_mails(now: datetime) -> str:
    count = OutgoingMail.objects.due(now - QUIET_TOO_LONG).count()
    if not count:
        return ""
    text = ngettext(
        "%(count)d mail waits longer than it should. Colleagues see everything at the desk; ask"
        " whoever runs the server to look at the mail settings.",
        "%(count)d mails wait longer than they should. Colleagues see everything at the desk; ask"
        " whoever runs the server to look at the mail settings.",
        count,
    )
    return text % {"count": count}
