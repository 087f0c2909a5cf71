"""The salt of the day: under it visitors are told apart, and tomorrow nobody can follow them."""

import secrets
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone

from articles.models import DailySalt

SALT_BYTES = 32
# Machines' clocks differ a little: a salt outlives its day by an hour, so that none is made twice.
MARGIN = timedelta(hours=1)


@lru_cache(maxsize=1)  # the first view of a new day makes the process forget the old salt
def salt_of(day: date) -> bytes:
    """Return the day's salt; the first process to ask makes it, and all others get the same."""
    known = DailySalt.objects.filter(pk=day).first()
    if known is None:
        fresh = DailySalt(day=day, salt=secrets.token_bytes(SALT_BYTES))
        DailySalt.objects.bulk_create([fresh], ignore_conflicts=True)
        known = DailySalt.objects.get(pk=day)
    return bytes(known.salt)


def destroy_past_salts(now: datetime | None = None) -> int:
    """Delete the salts of days that are over; return how many."""
    latest = (now or timezone.now()) - MARGIN
    today = timezone.localdate(latest, timezone.get_default_timezone())
    return DailySalt.objects.filter(day__lt=today).delete()[0]
