"""Runs the command as a person would, and reads its report."""

import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from tests.site.wordpress.exports import export, write


def run(path: Path, **options) -> dict:
    """Import a file and return the object that ``--json`` prints."""
    out = StringIO()
    call_command("import_wordpress", str(path), json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def import_parts(folder: Path, *parts: str, media=None, dry_run=False, **given) -> dict:
    """Import an export of these parts."""
    return run(write(folder, export(*parts, **given)), media=media, dry_run=dry_run)


def numbers(created=0, updated=0, skipped=0) -> dict:
    return {"created": created, "updated": updated, "skipped": skipped}
