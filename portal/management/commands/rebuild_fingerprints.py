"""manage.py rebuild_fingerprints [--check]"""

from collections.abc import Iterator

from articles import fingerprints
from portal.management.checking import CheckingCommand


class Command(CheckingCommand):
    help = "Compares the fingerprints with the articles' texts and rewrites what differs."

    def find(self, *, check: bool) -> Iterator[fingerprints.Drift]:
        return fingerprints.rebuild(check)
