"""Limits on how often somebody may do something, kept in the database.

So they hold across processes and restarts, on both databases, without a cache.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils import timezone

from articles.crypto import keyed_digest
from articles.models import ThrottleWindow


@dataclass(frozen=True)
class Verdict:
    """Whether the attempt is within the limit; `retry_after_s` is 0 if it is."""

    allowed: bool
    retry_after_s: int = 0

    def __bool__(self) -> bool:
        return self.allowed


def allow(
    what: str, who: str, *, limit: int, window_s: int, now: datetime | None = None
) -> Verdict:
    """Count one attempt of `who` at `what`; say whether it is among the first `limit`.

    Windows are fixed: they begin at multiples of `window_s` seconds. One statement counts, so
    parallel attempts are never lost. `who` is stored as a keyed digest only.
    """
    now = now or timezone.now()
    window = int(now.timestamp()) // window_s
    ends_at = datetime.fromtimestamp((window + 1) * window_s, tz=UTC)
    key = keyed_digest("throttle", f"{what}|{who}|{window_s}|{window}".encode())
    count = _count(key, ends_at)
    if count <= limit:
        return Verdict(True)
    return Verdict(False, max(1, int((ends_at - now).total_seconds()) + 1))


def forget_past_windows(now: datetime | None = None) -> int:
    """Delete windows that ended an hour ago or more; return how many."""
    past = (now or timezone.now()) - timedelta(hours=1)
    return ThrottleWindow.objects.filter(ends_at__lt=past).delete()[0]


def _count(key: str, ends_at: datetime) -> int:
    table = connection.ops.quote_name(ThrottleWindow._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, count, ends_at) VALUES (%s, 1, %s) "  # noqa: S608
            f"ON CONFLICT (key) DO UPDATE SET count = {table}.count + 1 RETURNING count",
            [key, connection.ops.adapt_datetimefield_value(ends_at)],
        )
        return cursor.fetchone()[0]
