"""Keeping what readers look for, without keeping who looked.

Words are counted by day; nothing says which of them one person asked. What looks like a person's
own (an address, a number as long as a telephone's) is not kept at all, and the desk is shown a
word only when it was asked for several times.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import DatabaseError, connection
from django.db.models import Max, Sum
from django.utils import timezone

from articles.crawlers import is_ahead_of_reading, is_crawler
from articles.models import SearchTerm
from articles.models.search_term import MAX_CHARS
from articles.search.text import fold

KEPT = timedelta(days=400)  # a year can be compared with the same days a year before
MOST_A_DAY = 2000  # different words; a program that asks at random cannot fill the disk
SHOWN_FROM = 3  # searches: what fewer asked for may be somebody's own business
# Seven digits in a row, grouped or not, are a telephone, an identity card, an account.
PERSONAL = re.compile(r"@|(?:\d[\s\-.()]*){7}")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class AskedFor:
    """Words, how often they were looked for, and how many articles the last search found."""

    words: str
    searches: int
    found: int


def normal_words(query: str) -> str:
    """The words as they are counted; empty for what is not kept."""
    words = " ".join(fold(query).replace("\0", " ").split())
    return "" if len(words) > MAX_CHARS or PERSONAL.search(words) else words


def is_a_readers(headers: Mapping[str, str]) -> bool:
    """Whether a person asks, as far as honest programs say who they are."""
    return not is_crawler(headers.get("User-Agent", "")) and not is_ahead_of_reading(headers)


def record(query: str, *, found: int, now: datetime | None = None) -> None:
    """Count one search: one short statement, no transaction, nothing about the reader.

    A search is answered even where it cannot be counted.
    """
    words = normal_words(query)
    if not words:
        return
    table = connection.ops.quote_name(SearchTerm._meta.db_table)
    day = timezone.localdate(now, timezone.get_default_timezone())
    at = connection.ops.adapt_datefield_value(day)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (day, words, searches, found) SELECT %s, %s, 1, %s "  # noqa: S608
                f"WHERE EXISTS (SELECT 1 FROM {table} WHERE day = %s AND words = %s) "
                f"OR (SELECT COUNT(*) FROM {table} WHERE day = %s) < %s "
                "ON CONFLICT (day, words) DO UPDATE SET "
                f"searches = {table}.searches + 1, found = excluded.found",
                [at, words, found, at, words, at, MOST_A_DAY],
            )
    except DatabaseError:
        log.warning("A search could not be counted.", exc_info=True)


def asked_for(first: date, last: date, *, limit: int, only_missed: bool = False) -> list[AskedFor]:
    """The words looked for most in these days; `only_missed`: those that found nothing at last."""
    days = SearchTerm.objects.filter(day__range=(first, last)).order_by()
    sums = days.values("words").annotate(times=Sum("searches"), hits=Max("found"))
    rows = sums.filter(times__gte=SHOWN_FROM).order_by("-times", "words")
    if only_missed:
        rows = rows.filter(hits=0)
    return [AskedFor(row["words"], row["times"], row["hits"]) for row in rows[:limit]]


def forget_past_terms(now: datetime | None = None) -> int:
    """Delete what was looked for too long ago; return how many rows went."""
    today = timezone.localdate(now, timezone.get_default_timezone())
    return SearchTerm.objects.filter(day__lt=today - KEPT).delete()[0]
