"""The half hours in which views are told apart."""

from datetime import UTC, date, datetime

from django.utils import timezone

VIEW_WINDOW_S = 1800  # half an hour: who comes back later is reading again


def bucket_of(at: datetime) -> int:
    """Half hours since 1970: the same number on every machine, whatever its time zone."""
    return int(at.timestamp()) // VIEW_WINDOW_S


def day_of(bucket: int) -> date:
    """The day to which a whole bucket belongs: that of its first second, in the site's zone.

    One bucket is never split between two days, not even where the offset is not a multiple of
    half an hour. So one reader in one bucket is one view.
    """
    start = datetime.fromtimestamp(bucket * VIEW_WINDOW_S, tz=UTC)
    return timezone.localdate(start, timezone.get_default_timezone())
