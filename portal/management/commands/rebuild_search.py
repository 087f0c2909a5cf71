"""manage.py rebuild_search [--check]"""

from articles import search
from portal.management.checking import CheckingCommand


class Command(CheckingCommand):
    help = "Compares the search index with the articles and rewrites what differs."

    def find(self, *, check: bool) -> list[search.Drift]:
        return search.rebuild(check)
