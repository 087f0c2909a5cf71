"""Authors of an export become bylines, never accounts."""

from __future__ import annotations

from django.db import transaction

from articles.models import Author
from portal.wordpress.ledger import Ledger
from portal.wordpress.records import ExportAuthor
from portal.wordpress.report import Report
from portal.wordpress.slugs import clean_slug, free_slug
from portal.wordpress.words import one_line

NAME_CHARS = 60


class People:
    """Writes the authors and knows their ids by login."""

    def __init__(self, ledger: Ledger, report: Report, *, dry_run: bool) -> None:
        self._ledger = ledger
        self._report = report
        self._dry_run = dry_run
        self._ids: dict[str, int] = {}

    @transaction.atomic
    def write(self, authors: dict[str, ExportAuthor]) -> None:
        known = self._ledger.object_ids("author")
        here = dict(Author.objects.values_list("slug", "name"))
        still_here = set(Author.objects.values_list("pk", flat=True))
        for login, author in authors.items():
            key = login[:250]
            if key in known:
                self._report.skipped("authors")
                if known[key] in still_here:
                    self._ids[login] = known[key]
                continue
            name = public_name(author)
            slug = clean_slug(without_host(login), name)
            if here.get(slug) == name:
                pk = Author.objects.get(slug=slug).pk
                self._report.skipped("authors")
            else:
                self._report.created("authors")
                if self._dry_run:
                    continue
                slug = free_slug(slug or "author", set(here))
                pk = Author.objects.create(name=name, slug=slug).pk
                here[slug] = name
            self._ids[login] = pk
            if not self._dry_run:
                self._ledger.note("author", key, pk)
        self._ledger.flush()

    def ids_of(self, logins: list[str]) -> tuple[int, ...]:
        """The authors of these logins that are here, each once, in this order."""
        found = (self._ids.get(login) for login in logins)
        return tuple(dict.fromkeys(pk for pk in found if pk is not None))


def public_name(author: ExportAuthor) -> str:
    """The name that readers saw. Some use their mail address as one: what is before the @ stays."""
    full_name = f"{author.last_name}{author.first_name}"
    if full_name.isascii():
        full_name = f"{author.first_name} {author.last_name}"
    for candidate in (author.display_name, full_name, author.login):
        if name := one_line(without_host(candidate), NAME_CHARS):
            return name
    return "?"


def without_host(text: str) -> str:
    """A mail address without its host: nobody's address becomes public by an import."""
    local, at, host = text.partition("@")
    return local if at and "." in host and " " not in text.strip() else text
