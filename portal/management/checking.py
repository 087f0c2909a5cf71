"""The form of commands that prove stored data, and set it right."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError


class CheckingCommand(BaseCommand):
    """Prints a line for each thing that differs; with --check changes nothing and exits with 1."""

    things: ClassVar[str]

    def find(self, *, check: bool) -> Iterable[object]:
        """Return what differs, set right unless `check`."""
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; exit with 1 if anything differs."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        count = 0
        for drift in self.find(check=check):
            self.stdout.write(str(drift))
            count += 1
        if check and count:
            raise CommandError(f"{count} {self.things} differ.")
        self.stdout.write(f"{count} {self.things} set right." if count else "Nothing differs.")
