"""Importing a WordPress export: checked whole, then written in batches that survive a kill."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from articles import freshness, workflow
from portal.wordpress.answers import Answers
from portal.wordpress.composing import Composer
from portal.wordpress.ledger import Ledger, source_of
from portal.wordpress.media import Media
from portal.wordpress.pages import Pages
from portal.wordpress.people import People
from portal.wordpress.posts import Posts
from portal.wordpress.reader import read
from portal.wordpress.records import ExportItem
from portal.wordpress.report import Report
from portal.wordpress.survey import ARTICLE_KINDS, PAGE_KINDS, Survey
from portal.wordpress.terms import Terms

BATCH_ITEMS = 100  # a transaction of about a second; SQLite has one writer at a time
# Stored as posts by WordPress, and nothing that anybody has written for readers.
MACHINERY = {
    "attachment",  # written by media.py
    "wp_block",  # written where it is used
    "nav_menu_item",
    "revision",
    "oembed_cache",
    "customize_changeset",
    "custom_css",
    "user_request",
    "wp_navigation",
    "wp_template",
    "wp_template_part",
    "wp_global_styles",
    "wp_font_family",
    "wp_font_face",
}

Progress = Callable[[int, int], None]  # done, of all


def import_export(
    path: Path,
    *,
    media: Path | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Import the file into this site and return what was done.

    `media` is a folder with the uploads. A dry run reads, decides and reports the same and writes
    nothing. Run again, it adds what is new, updates what changed there and not here, and resumes
    what was killed. Raises a subclass of ExportRefused before anything is written.
    """
    survey = Survey(path)
    run = _Run(survey, media=media, dry_run=dry_run, progress=progress)
    run.write(path)
    return run.report


class _Run:
    def __init__(
        self, survey: Survey, *, media: Path | None, dry_run: bool, progress: Progress | None
    ) -> None:
        self.report = report = Report()
        self._survey = survey
        self._dry_run = dry_run
        self._progress = progress
        self._done = 0
        self._all = sum(survey.summary.items.values())
        ledger = Ledger(source_of(survey.summary.site))
        self._people = People(ledger, report, dry_run=dry_run)
        self._terms = Terms(survey, ledger, report, dry_run=dry_run)
        self._media = Media(survey, ledger, report, folder=media, dry_run=dry_run)
        composer = Composer(survey, self._terms, self._people, self._media, report)
        answers = Answers(ledger, report, dry_run=dry_run)
        self._posts = Posts(composer, answers, ledger, report, dry_run=dry_run)
        self._pages = Pages(composer, ledger, report, dry_run=dry_run)

    def write(self, path: Path) -> None:
        self._tick(0)
        self._people.write(self._survey.authors)
        self._terms.write()
        self._media.write(self._tick)
        if not self._dry_run:
            # So that an article that must take a new id takes none that a later one will ask for.
            workflow.reserve_ids(self._survey.largest_post_id)
        for batch in _batches(self._items(path), BATCH_ITEMS):
            with transaction.atomic():
                self._posts.write([item for item in batch if item.kind in ARTICLE_KINDS])
                self._pages.write([item for item in batch if item.kind in PAGE_KINDS])
            self._tick(len(batch))
        self._pages.hang_up()
        if self.report.changed_something and not self._dry_run:
            freshness.touch("site", "front")

    def _items(self, path: Path) -> Iterator[ExportItem]:
        """The posts and pages; of everything else it is noted that it is left out."""
        for record in read(path):
            if not isinstance(record, ExportItem) or record.kind == "attachment":
                continue
            if record.kind in ARTICLE_KINDS | PAGE_KINDS:
                yield record
                continue
            self._tick()
            if record.kind not in MACHINERY:
                self.report.warn(
                    _("Kind of content that is not carried over: %(kind)s") % {"kind": record.kind},
                    f"#{record.id}",
                )

    def _tick(self, done: int = 1) -> None:
        self._done += done
        if self._progress:
            self._progress(self._done, self._all)


def _batches(items: Iterator[ExportItem], size: int) -> Iterator[list[ExportItem]]:
    while batch := list(islice(items, size)):
        yield batch
