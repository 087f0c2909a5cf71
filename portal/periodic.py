"""The periodic work: what is due is done, what is past is tidied away."""

import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import (
    autosaves,
    counters,
    notifications,
    outbox,
    presence,
    retention,
    search_terms,
    sharing,
    throttling,
    workflow,
)
from portal.accounts.sessions import SessionStore
from portal.models import TickRun

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Report:
    """What one run found to do."""

    changes_published: int
    views_rolled_up: int
    salts_destroyed: int
    throttle_windows_forgotten: int
    revisions_forgotten: int
    mails_sent: int
    seconds: float

    def __str__(self) -> str:
        return _(
            "Published %(changes_published)d scheduled changes, "
            "rolled up %(views_rolled_up)d views, "
            "destroyed %(salts_destroyed)d salts, "
            "forgot %(throttle_windows_forgotten)d throttle windows, "
            "forgot %(revisions_forgotten)d old drafts, "
            "sent %(mails_sent)d mails, "
            "in %(seconds).2f s."
        ) % asdict(self)


def tick(now: datetime | None = None) -> Report:
    """Do everything that is due. At once from many machines, or not for a day: nothing is lost.

    The site does not depend on it: articles appear by themselves and totals are always exact.
    What readers might wait for comes first.
    """
    now = now or timezone.now()
    start = time.monotonic()
    changes = workflow.publish_due(now)
    views = counters.roll_up(now)
    counters.close_days(now)
    counters.forget_past_buckets(now)
    search_terms.forget_past_terms(now)
    salts = counters.destroy_past_salts(now)
    windows = throttling.forget_past_windows(now)
    SessionStore.clear_expired()
    autosaves.forget_old(now)
    presence.forget_past(now)
    revisions = retention.forget_old_revisions(now)
    sharing.forget_past_visits(now)
    notifications.forget_old(now)
    outbox.forget_old(now)
    mails = outbox.send_due(now)  # last: a slow mail server must delay nothing else
    seconds = time.monotonic() - start
    TickRun.objects.update_or_create(pk=1, defaults={"ran_at": now, "seconds": seconds})
    return Report(changes, views, salts, windows, revisions, mails, seconds)


def tick_every(seconds: int, *, until: Callable[[float], bool]) -> None:
    """Do it at once and every so many seconds; `until` waits that long, and says whether to end.

    A database that is away for a while ends nothing: the next turn tries again.
    """
    while True:
        try:
            tick()
        except DatabaseError:
            logger.exception("The periodic work will be tried again.")
        close_old_connections()
        if until(seconds):
            return
