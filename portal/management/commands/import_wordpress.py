"""manage.py import_wordpress FILE [--json] [--dry-run] [--media DIR]"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.wordpress.importer import import_export
from portal.wordpress.refusals import ExportRefused
from portal.wordpress.report import Report

BAR_CHARS = 30


class Command(BaseCommand):
    help = "Import a WordPress export (WXR). Run again, it adds nothing twice and resumes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the .xml of Tools › Export")
        parser.add_argument("--json", action="store_true", help="print the report as one object")
        parser.add_argument("--dry-run", action="store_true", help="report and write nothing")
        parser.add_argument("--media", type=Path, metavar="DIR", help="folder with the uploads")

    def handle(self, *args: Any, **options: Any) -> None:
        media: Path | None = options["media"]
        if media is not None and not media.is_dir():
            raise CommandError(_("%(path)s is not a folder.") % {"path": media})
        is_watched = sys.stderr.isatty()
        try:
            report = import_export(
                options["file"],
                media=media,
                dry_run=options["dry_run"],
                progress=self._draw_bar if is_watched else None,
            )
        except ExportRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        finally:
            if is_watched:
                self.stderr.write("\r\x1b[K", ending="")
        self.stdout.write(
            json.dumps(report.as_dict(), ensure_ascii=False)
            if options["json"]
            else _as_text(report, dry_run=options["dry_run"])
        )

    def _draw_bar(self, done: int, of_all: int) -> None:
        share = min(done / of_all, 1.0) if of_all else 1.0
        bar = ("█" * round(share * BAR_CHARS)).ljust(BAR_CHARS, "░")
        self.stderr.write(f"\r{bar} {share:4.0%} {done}/{of_all}", ending="")
        self.stderr.flush()


def _as_text(report: Report, *, dry_run: bool) -> str:
    names = {
        "articles": _("articles"),
        "pages": _("standing pages"),
        "comments": _("comments"),
        "categories": _("categories"),
        "tags": _("tags"),
        "authors": _("authors"),
        "media": _("pictures"),
    }
    lines = [_("Dry run: nothing was written.")] if dry_run else []
    for kind, tally in report.tallies.items():
        numbers = _("%(created)d created, %(updated)d updated, %(skipped)d skipped") % {
            "created": tally.created,
            "updated": tally.updated,
            "skipped": tally.skipped,
        }
        lines.append(f"{names[kind]}: {numbers}")
    return "\n".join([*lines, *(f"! {warning}" for warning in report.warnings)])
