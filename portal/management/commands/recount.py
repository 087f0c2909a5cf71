"""manage.py recount [--check]"""

from collections.abc import Iterator

from articles import counters
from comments import proof
from portal.management.checking import CheckingCommand


class Command(CheckingCommand):
    help = "Recomputes every counter from its rows."

    def find(self, *, check: bool) -> Iterator[counters.Drift | counters.DayDrift]:
        yield from counters.recount(check)
        yield from counters.recount_days(check)
        yield from proof.recount(check)
