"""The first pass: the file is read to its end and found sound, and what must be known before the
first post is written is kept. All that grows with the file is this index of the media library,
less than a kilobyte for each entry.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from portal.wordpress import reader
from portal.wordpress.addresses import SCALED, local_path, picture_keys
from portal.wordpress.records import (
    ExportAuthor,
    ExportCategory,
    ExportItem,
    ExportRecord,
    ExportSummary,
    ExportTag,
    TermReference,
)
from portal.wordpress.slugs import clean_slug

ARTICLE_KINDS = {"post"}
PAGE_KINDS = {"page"}
LARGEST_KEPT_ID = 10**12  # above it a typing error, and no room for new articles


@dataclass(frozen=True, slots=True)
class Attachment:
    """An entry of the media library. `file` is its path below the folder of uploads."""

    id: int
    address: str
    file: str
    title: str
    alt: str
    caption: str


def clean_login(text: str) -> str:
    """A login as WordPress compares it: what it would refuse in one comes from broken exports."""
    return re.sub(r"[<>&\"']", "", text).strip()


def login_of(term: TermReference) -> str:
    """The login behind a term of the plugin that lets a post have several authors."""
    return clean_login(term.slug.removeprefix("cap-"))


class Survey:
    """What one export holds beside its posts."""

    def __init__(self, path: Path) -> None:
        """Raises a subclass of ExportRefused; see reader.check()."""
        self.authors: dict[str, ExportAuthor] = {}
        self.categories: dict[str, ExportCategory] = {}
        self.tags: dict[str, ExportTag] = {}
        self.category_slugs: dict[int, str] = {}
        self.attachments: dict[int, Attachment] = {}
        self.attachments_of: dict[int, list[int]] = {}
        self.attachment_by_key: dict[str, int] = {}
        self.attachment_pages: set[str] = set()
        self.shared_blocks: dict[int, str] = {}
        self.category_uses: Counter[str] = Counter()
        self.largest_post_id = 0
        self.summary: ExportSummary = reader.check(path, self._see)

    def _see(self, record: ExportRecord) -> None:
        if isinstance(record, ExportItem):
            self._see_item(record)
        elif isinstance(record, ExportAuthor):
            self.authors.setdefault(clean_login(record.login), record)
        elif isinstance(record, ExportCategory):
            slug = clean_slug(record.slug, record.name)
            self.categories.setdefault(slug, record)
            self.category_slugs[record.id] = slug
        elif isinstance(record, ExportTag):
            self.tags.setdefault(clean_slug(record.slug, record.name), record)

    def _see_item(self, item: ExportItem) -> None:
        if item.kind == "attachment":
            self._see_attachment(item)
        elif item.kind == "wp_block":
            self.shared_blocks[item.id] = item.content
        elif item.kind in ARTICLE_KINDS:
            if item.id <= LARGEST_KEPT_ID:
                self.largest_post_id = max(self.largest_post_id, item.id)
            self._see_author(clean_login(item.creator), item.creator)
            for term in item.terms:
                self._see_term(term)

    def _see_author(self, login: str, name: str) -> None:
        """Exports of a choice of posts, and the oldest, have authors in the posts alone."""
        if login and login not in self.authors:
            self.authors[login] = ExportAuthor(0, login, "", name, "", "")

    def _see_term(self, term: TermReference) -> None:
        slug = clean_slug(term.slug, term.name)
        if term.taxonomy == "category":
            self.category_uses[slug] += 1
            unknown = ExportCategory(0, term.slug, "", term.name, "")
            self.categories.setdefault(slug, unknown)
        elif term.taxonomy == "post_tag" and slug not in self.tags:
            self.tags[slug] = ExportTag(0, term.slug, term.name, "")
        elif term.taxonomy == "author":  # of the plugin for several authors
            self._see_author(login_of(term), term.name)

    def _see_attachment(self, item: ExportItem) -> None:
        address = item.attachment_url or item.guid
        self.attachments[item.id] = Attachment(
            id=item.id,
            address=address,
            file=item.meta.get("_wp_attached_file", "").strip(),
            title=item.title,
            alt=item.meta.get("_wp_attachment_image_alt", "").strip(),
            caption=item.excerpt,
        )
        exact, *_resized = picture_keys(address)
        self.attachment_by_key[exact] = item.id
        self.attachment_by_key.setdefault(SCALED.sub("", exact), item.id)
        if item.parent:
            self.attachments_of.setdefault(item.parent, []).append(item.id)
        if item.link:
            self.attachment_pages.add(local_path(item.link))
