"""What has been imported before, so that a second run adds nothing and a killed one resumes.

Each row of ImportedItem says which of our objects a thing of the export became. Its digest has two
halves: what the export said, and what ours was when it had been written. If the first still holds
there is nothing to do; if the second does not, people have worked on it since, and it is theirs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from portal.models import ImportedItem
from portal.wordpress.addresses import split
from portal.wordpress.records import ExportSite

HALF = 32  # hexadecimal digits: 128 bits


def fingerprint(*parts: object) -> str:
    """A digest of plain values, the same on every machine and in every run."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=HALF // 2).hexdigest()


def source_of(site: ExportSite) -> str:
    """The old site's name in the ledger: host and path, however it was reached."""
    parts = split(site.blog_url or site.link)
    place = f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"
    return (place or site.title or "?")[:200]


class Ledger:
    """The rows of one old site."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._noted: list[ImportedItem] = []

    def known(self, kind: str, keys: Iterable[str]) -> dict[str, ImportedItem]:
        """The rows of these keys that exist."""
        rows = self._rows(kind).filter(key__in=[key[:250] for key in keys])
        return {row.key: row for row in rows}

    def object_ids(self, kind: str) -> dict[str, int]:
        """Everything of a kind: key to id of ours. For kinds of which there are few."""
        return dict(self._rows(kind).values_list("key", "object_id"))

    def note(self, kind: str, key: str, object_id: int, said: str = "", ours: str = "") -> None:
        """Note what a thing became; `said` and `ours` are fingerprints. flush() writes it."""
        self._noted.append(
            ImportedItem(
                source=self.source,
                kind=kind,
                key=key[:250],
                object_id=object_id,
                digest=f"{said:<{HALF}}{ours}",
            )
        )

    def flush(self) -> None:
        """Write what was noted; call it in the transaction that wrote the things themselves."""
        noted, self._noted = self._noted, []
        ImportedItem.objects.bulk_create(
            noted,
            update_conflicts=True,
            unique_fields=["source", "kind", "key"],
            update_fields=["object_id", "digest"],
            batch_size=500,
        )

    def _rows(self, kind: str):
        return ImportedItem.objects.filter(source=self.source, kind=kind)


def said_same(row: ImportedItem, said: str) -> bool:
    """Whether the export says what it said when this was imported."""
    return row.digest[:HALF] == said


def untouched(row: ImportedItem, ours: str) -> bool:
    """Whether nobody has changed ours since."""
    return row.digest[HALF:] == ours
