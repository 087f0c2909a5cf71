"""Walking to a date in the list: years, months, days, from two probes of an index.

Django's own hierarchy asks for the distinct dates, and reads every article for them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from articles.models import Article

FIELD = "published_at"


@dataclass(frozen=True)
class DateStep:
    name: str
    address: str


@dataclass(frozen=True)
class DateSteps:
    """Where the list stands, the way back, and where it can go from here."""

    here: str = ""
    back: DateStep | None = None
    choices: tuple[DateStep, ...] = ()


def steps(change_list: Any, articles: QuerySet[Article]) -> DateSteps:
    """The steps for the year, month or day in the address of the list."""
    chosen = [change_list.params.get(f"{FIELD}__{part}") for part in ("year", "month", "day")]
    year, month, day = (int(value) if value else None for value in chosen)

    def step(name: str, **parts: int) -> DateStep:
        new = {f"{FIELD}__{part}": value for part, value in parts.items()}
        return DateStep(name, change_list.get_query_string(new, [f"{FIELD}__", "p"]))

    if year is None:
        return DateSteps(choices=tuple(step(str(y), year=y) for y in _years(articles)))
    if month is None:
        months = tuple(step(str(MONTHS[m]), year=year, month=m) for m in range(1, 13))
        return DateSteps(str(year), step(_("all dates")), months)
    here = f"{year}-{month:02d}"
    if day is None:
        days = tuple(step(str(d), year=year, month=month, day=d) for d in _days(year, month))
        return DateSteps(here, step(str(year), year=year), days)
    return DateSteps(f"{here}-{day:02d}", step(here, year=year, month=month))


def _years(articles: QuerySet[Article]) -> range:
    """From the newest year back to the oldest."""
    times = articles.filter(state=Article.State.PUBLISHED).order_by().values_list(FIELD, flat=True)
    newest = times.order_by(f"-{FIELD}").first()
    oldest = times.order_by(FIELD).first()
    if newest is None or oldest is None:
        return range(0)
    return range(timezone.localtime(newest).year, timezone.localtime(oldest).year - 1, -1)


def _days(year: int, month: int) -> range:
    following = date(year + month // 12, month % 12 + 1, 1)
    return range(1, (following - date(year, month, 1)).days + 1)
