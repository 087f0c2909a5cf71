"""The form of commands that prove stored data, and set it right."""

from abc import ABC, abstractmethod
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class CheckingCommand(BaseCommand, ABC):
    """Prints a line for each thing that differs; with --check changes nothing and exits with 1."""

    @abstractmethod
    def find(self, *, check: bool) -> Iterable[object]:
        """Return what differs, set right unless `check`."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; exit with 1 if anything differs."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        count = 0
        for drift in self.find(check=check):
            self.stdout.write(str(drift))
            count += 1
        if not count:
            self.stdout.write(_("Nothing differs."))
        elif check:
            raise CommandError(
                ngettext("%(count)d difference.", "%(count)d differences.", count)
                % {"count": count}
            )
        else:
            self.stdout.write(
                ngettext(
                    "%(count)d difference set right.", "%(count)d differences set right.", count
                )
                % {"count": count}
            )
