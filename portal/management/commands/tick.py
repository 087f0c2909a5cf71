"""manage.py tick"""

import os
import select
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.periodic import tick, tick_every


class Command(BaseCommand):
    help = "Does the periodic work. Run it every minute or so, from as many machines as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDS",
            help="go on doing it until standard input ends, as it does with whoever holds it",
        )

    def handle(self, *args: Any, every: int | None = None, **options: Any) -> None:
        if every is None:
            self.stdout.write(str(tick()))
        else:
            tick_every(every, until=_input_ends)


def _input_ends(within_s: float) -> bool:
    """Wait for so many seconds, or until nobody can write to this process any more."""
    source = sys.stdin.fileno()
    readable, _writable, _broken = select.select([source], [], [], within_s)
    return bool(readable) and not os.read(source, 1024)
