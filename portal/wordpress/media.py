"""The media library of an export: files that are given become pictures of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from articles.html import canonical_embed
from articles.models import Picture
from articles.pictures import PictureRefused, store_picture
from portal.wordpress.addresses import SCALED, absolute, local_path, path_of, picture_keys
from portal.wordpress.ledger import Ledger
from portal.wordpress.library import GalleryPicture
from portal.wordpress.report import Report
from portal.wordpress.survey import Attachment, Survey
from portal.wordpress.words import one_line

IMAGE = re.compile(r"\.(?:jpe?g|jfif|png|gif|webp|bmp|tiff?|avif|heic|svg)$", re.IGNORECASE)
UPLOADS = ("", "uploads", "wp-content/uploads")


class Media:
    """Takes the files in and knows which picture of ours an address or attachment is."""

    def __init__(
        self,
        survey: Survey,
        ledger: Ledger,
        report: Report,
        *,
        folder: Path | None,
        dry_run: bool,
    ) -> None:
        self._survey = survey
        self._ledger = ledger
        self._report = report
        self._folder = folder.resolve() if folder else None
        self._dry_run = dry_run
        self._ids: dict[int, int] = {}

    def write(self, tick: Callable[[], None]) -> None:
        """Take in each file that is there; `tick` is called after each entry."""
        known = self._ledger.object_ids("media")
        still_here = set(Picture.objects.filter(pk__in=known.values()).values_list("pk", flat=True))
        for attachment in self._survey.attachments.values():
            pk = known.get(str(attachment.id))
            if pk in still_here:
                self._ids[attachment.id] = pk
                self._report.skipped("media")
            else:
                self._take_in(attachment)
            tick()

    def picture_id(self, address: str, attachment_id: int) -> int | None:
        """The address counts first: ids change when a site is moved, and classes keep the old."""
        for key in picture_keys(address):
            if named := self._survey.attachment_by_key.get(key):
                return self._ids.get(named)
        return self._ids.get(attachment_id)

    def cover_id(self, attachment_id: int) -> int | None:
        return self._ids.get(attachment_id)

    def _take_in(self, attachment: Attachment) -> None:
        if not IMAGE.search(path_of(attachment.address)):
            self._refuse(_("Only pictures are taken in; links to other files stay"), attachment)
        elif self._folder is None:
            self._refuse(_("Without --media pictures stay at their old addresses"), attachment)
        elif (file := self._file_of(attachment, self._folder)) is None:
            self._refuse(_("Not in the media folder; stays at its old address"), attachment)
        elif self._dry_run:
            self._report.created("media")
        else:
            self._store(attachment, file)

    def _store(self, attachment: Attachment, file: Path) -> None:
        try:
            with file.open("rb") as opened, transaction.atomic():
                picture = store_picture(
                    opened,
                    title=one_line(attachment.title, 120),
                    alt=one_line(attachment.alt, 250),
                    caption=one_line(attachment.caption, 300),
                )
                self._ledger.note("media", str(attachment.id), picture.pk)
                self._ledger.flush()
        except PictureRefused as refusal:
            self._refuse(str(refusal), attachment)
        except OSError as error:
            self._refuse(error.strerror or type(error).__name__, attachment)
        else:
            self._ids[attachment.id] = picture.pk
            self._report.created("media")

    def _refuse(self, why: str, attachment: Attachment) -> None:
        self._report.skipped("media")
        self._report.warn(why, attachment.file or attachment.address)

    def _file_of(self, attachment: Attachment, folder: Path) -> Path | None:
        """The file below the folder, and nowhere else, whatever the export says."""
        path = path_of(attachment.address)
        names = [attachment.file, path.partition("/uploads/")[2], path.lstrip("/")]
        names += [SCALED.sub("", name) for name in names]
        for name in dict.fromkeys(filter(None, names)):
            for uploads in UPLOADS:
                if file := _file_below(folder, f"{uploads}/{name.lstrip('/')}"):
                    return file
        return None


def _file_below(folder: Path, name: str) -> Path | None:
    try:
        file = (folder / name.lstrip("/")).resolve()
        return file if file.is_relative_to(folder) and file.is_file() else None
    except (OSError, ValueError):  # no name that this file system could have
        return None


class PostLibrary:
    """The library as one post sees it; see library.Library."""

    def __init__(self, media: Media, survey: Survey, post_id: int, base: str) -> None:
        self._media = media
        self._survey = survey
        self._post_id = post_id
        self._base = base

    def picture_id(self, address: str, attachment_id: int) -> int | None:
        return self._media.picture_id(address, attachment_id)

    def absolute(self, address: str) -> str:
        return absolute(address, self._base)

    def gallery(self, attachment_ids: Iterable[int] | None) -> list[GalleryPicture]:
        return list(self._gallery(attachment_ids))

    def _gallery(self, attachment_ids: Iterable[int] | None) -> Iterator[GalleryPicture]:
        if attachment_ids is None:
            attachment_ids = self._survey.attachments_of.get(self._post_id, [])
        for number in attachment_ids:
            attachment = self._survey.attachments.get(number)
            if attachment is None or not IMAGE.search(path_of(attachment.address)):
                continue
            yield GalleryPicture(
                picture_id=self._media.cover_id(number),
                address=self.absolute(attachment.address),
                alt=one_line(attachment.alt, 250),
                caption=one_line(attachment.caption, 300),
            )

    def is_attachment_page(self, address: str) -> bool:
        return local_path(address) in self._survey.attachment_pages

    def reusable_block(self, block_id: int) -> str:
        return self._survey.shared_blocks.get(block_id, "")

    def accepts_embed(self, address: str) -> bool:
        return canonical_embed(address) is not None
