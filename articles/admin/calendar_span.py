"""The days that a page of the calendar shows: a month in whole weeks, or one week."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
YEARS = range(1980, 2201)  # what a newsroom plans or looks up; beyond, dates run out of their type
A_DAY = timedelta(days=1)


class NoSuchSpan(ValueError):
    """The address names no month or week that the calendar has."""


def midnight(day: date) -> datetime:
    """When the day begins, in the site's zone."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def day_of(at: datetime) -> date:
    """The day of a moment, in the site's zone."""
    return timezone.localdate(at, timezone.get_default_timezone())


def plan_of(text: str) -> date:
    """A day as a form or a script sends it, 2026-11-24. Raises NoSuchSpan."""
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise NoSuchSpan(text)
    return day


@dataclass(frozen=True)
class Span:
    """A page of the calendar: `first` to `last`, whole weeks from Monday on.

    `month` is the first day of the month shown, None for a week.
    """

    first: date
    last: date
    month: date | None = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Self:
        """The span in the address, or this month. Raises NoSuchSpan."""
        if "week" in given:
            return cls.of_week(given["week"])
        if "month" in given:
            found = MONTH.fullmatch(given["month"])
            if not found or int(found[1]) not in YEARS or not 1 <= int(found[2]) <= 12:
                raise NoSuchSpan(given["month"])
            return cls.of_month(date(int(found[1]), int(found[2]), 1))
        return cls.of_month(day_of(timezone.now()))

    @classmethod
    def of_week(cls, text: str) -> Self:
        found = WEEK.fullmatch(text)
        try:
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None
        except ValueError:  # many years have no week 53
            monday = None
        if monday is None or monday.year not in YEARS:
            raise NoSuchSpan(text)
        return cls(monday, monday + 6 * A_DAY)

    @classmethod
    def of_month(cls, day: date) -> Self:
        first = day.replace(day=1)
        last = (first + 31 * A_DAY).replace(day=1) - A_DAY
        return cls(first - first.weekday() * A_DAY, last + (6 - last.weekday()) * A_DAY, first)

    @property
    def days(self) -> list[date]:
        return [self.first + number * A_DAY for number in range((self.last - self.first).days + 1)]

    @property
    def begins_at(self) -> datetime:
        return midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """The first moment after it."""
        return midnight(self.last + A_DAY)

    @property
    def name(self) -> str:
        if self.month:
            return date_format(self.month, "YEAR_MONTH_FORMAT")
        year, week, _day = self.first.isocalendar()
        return _("Week %(week)d of %(year)d") % {"week": week, "year": year}

    @property
    def address(self) -> dict[str, str]:
        """What stands for it in an address."""
        return {"month": f"{self.month:%Y-%m}"} if self.month else {"week": week_of(self.first)}

    @property
    def before(self) -> dict[str, str]:
        return self._beside(-1)

    @property
    def after(self) -> dict[str, str]:
        return self._beside(1)

    def _beside(self, step: int) -> dict[str, str]:
        if self.month is None:
            return {"week": week_of(self.first + step * 7 * A_DAY)}
        day = self.month - A_DAY if step < 0 else self.month + 31 * A_DAY
        return {"month": f"{day:%Y-%m}"}


def week_of(day: date) -> str:
    """The week of a day as it stands in an address, 2026-W48."""
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02d}"
