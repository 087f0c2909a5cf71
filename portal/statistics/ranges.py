"""Which days the statistics are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.utils import timezone

CHOICES = (7, 30, 90, 365)
USUAL = 30


class NoSuchRange(ValueError):
    """The address asks for days that are not offered."""


@dataclass(frozen=True)
class Range:
    """The last so many days, today included, in the site's zone."""

    days: int
    last: date

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Self:
        """The range in the address, or the usual one. Raises NoSuchRange."""
        text = given.get("days", str(USUAL))
        if text not in map(str, CHOICES):
            raise NoSuchRange(text)
        return cls(int(text), timezone.localdate(timezone=timezone.get_default_timezone()))

    @property
    def first(self) -> date:
        return self.last - timedelta(days=self.days - 1)

    @property
    def begins_at(self) -> datetime:
        return datetime.combine(self.first, time.min, timezone.get_default_timezone())

    @property
    def each(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range(self.days)]
