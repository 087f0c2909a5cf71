"""Dates of an export."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from django.utils import timezone

EARLIEST_YEAR = 1900  # before it lie typing errors and the zero date of MySQL


def moment(gmt: str, local: str, published: str = "") -> datetime | None:
    """The time in UTC, or, where it is not given, the local one in the site's zone.

    `published` is the feed's own date (RFC 822), asked last. None for ``0000-00-00`` everywhere.
    """
    in_utc, in_zone = _parsed(gmt), _parsed(local)
    if in_utc:
        return in_utc.replace(tzinfo=UTC)
    if in_zone:
        return in_zone.replace(tzinfo=timezone.get_default_timezone())
    try:
        feed = parsedate_to_datetime(published)
        feed = feed if feed.tzinfo else feed.replace(tzinfo=UTC)
        return feed.astimezone(UTC) if feed.year >= EARLIEST_YEAR else None
    except (ValueError, OverflowError):
        return None


def _parsed(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.replace(tzinfo=None) if found.year >= EARLIEST_YEAR else None
