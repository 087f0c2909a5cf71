"""The picture library: files are taken in, replaced, and thrown away when nothing shows them."""

from collections.abc import Iterable
from io import BytesIO
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image

from articles import freshness, journal
from articles.crops import cropped
from articles.crypto import keyed_digest
from articles.models import Picture, User
from articles.picture_uses import Use, is_public, uses_of
from articles.pixels import EXTENSIONS, MAX_BYTES, PictureRefused, Pixels, decode

__all__ = [
    "PictureInUse",
    "PictureRefused",
    "check_replacement",
    "delete_picture",
    "focus_on",
    "replace_picture",
    "store_picture",
]


class PictureInUse(Exception):
    """A picture that something shows is not deleted; `uses` says what."""

    def __init__(self, uses: list[Use]) -> None:
        super().__init__(", ".join(use.name for use in uses))
        self.uses = uses


def store_picture(
    file: IO[bytes],
    *,
    by: User | None = None,
    alt: str = "",
    caption: str = "",
    credit: str = "",
    title: str = "",
    is_decorative: bool = False,
) -> Picture:
    """Take a picture into the library and return its row.

    The same file again is the same row: its words are not overwritten, only empty ones filled in,
    and files that the storage has lost are written anew. Text longer than its field is cut.
    Files are written before the row, so a row never points into the void; if the caller's
    transaction is rolled back they wait for the next upload of the same file.

    Raises PictureRefused, with a sentence for the uploader, for what is no picture or too large.
    """
    data = _read(file)
    name = _name_of(data)
    words = _fitting(alt=alt, caption=caption, credit=credit, title=title)
    words["is_decorative"] = is_decorative and not alt
    known = Picture.objects.filter(name=name).first()
    if known is None or not default_storage.exists(known.path):
        facts = _write_files(name, decode(data), known.focus if known else (50, 50))
        # Two processes with one file: both have written the same, the constraint keeps one row.
        known, is_new = Picture.objects.get_or_create(
            name=name, defaults=facts | words | {"uploaded_by": by}
        )
        if is_new:
            if by:  # an import or the demo site would only fill the journal
                journal.record("picture.create", known, by=by)
            return known
    return _with_missing_words(known, words)


def check_replacement(picture: Picture, file: IO[bytes]) -> tuple[int, int]:
    """The size in pixels that replace_picture() would give it; raises PictureRefused if it would.

    Raises PictureRefused, too, for the very file that is there.
    """
    data = _read(file)
    name = _name_of(data)
    if name == picture.name:
        raise PictureRefused(_("This is the file that is there already."))
    _refuse_other_picture(picture, name)
    return decode(data).size


def replace_picture(picture: Picture, file: IO[bytes], *, by: User | None = None) -> None:
    """Put another file under the same row: every page that shows the picture shows the new one.

    The old files are deleted, for whoever replaces a picture may have reason to. Words and focal
    point stay.

    Raises PictureRefused, also if the file is another picture of the library.
    """
    data = _read(file)
    name = _name_of(data)
    if name == picture.name:
        return
    facts = _write_files(name, decode(data), picture.focus)
    old_name, old_files = picture.name, picture.files
    was = [picture.width, picture.height]
    with transaction.atomic():
        _refuse_other_picture(picture, name)
        for field, value in (facts | {"name": name}).items():
            setattr(picture, field, value)
        picture.save(update_fields=["name", *facts])
        if is_public(picture):
            freshness.touch("site")
        now = [picture.width, picture.height]
        journal.record("picture.replace", picture, by=by, sizes=[was, now])
        transaction.on_commit(lambda: _delete_files(old_name, old_files))


def focus_on(picture: Picture, x: int, y: int) -> None:
    """Keep this point (per cent from the left and from the top) in sight wherever it is cropped.

    Raises PictureRefused if the storage has lost the file that the crops are made from.
    """
    old_crops = picture.crop_paths
    picture.focal_x, picture.focal_y = x, y
    if picture.crop_paths == old_crops:
        return
    try:
        with default_storage.open(picture.path) as file:
            image = Image.open(BytesIO(file.read()))
    except FileNotFoundError:
        raise PictureRefused(_("The picture's file is lost. Upload it again.")) from None
    image.seek(0)
    _write_crops(picture, image.convert("RGBA" if image.has_transparency_data else "RGB"))
    with transaction.atomic():
        picture.save(update_fields=["focal_x", "focal_y"])
        if is_public(picture):
            freshness.touch("site")
        transaction.on_commit(lambda: _delete_crops(picture, old_crops))


def delete_picture(picture: Picture, *, by: User | None) -> None:
    """Delete row and files.

    Raises PictureInUse if an article, a draft, a profile or a page shows it.
    """
    name, files = picture.name, picture.files
    with transaction.atomic():
        if uses := uses_of(picture):
            raise PictureInUse(uses)
        journal.record("picture.delete", picture, by=by)
        picture.delete()
        transaction.on_commit(lambda: _delete_files(name, files))


def _name_of(data: bytes) -> str:
    """A digest of the bytes that nobody else can compute."""
    return keyed_digest("picture", data)


def _refuse_other_picture(picture: Picture, name: str) -> None:
    if Picture.objects.filter(name=name).exclude(pk=picture.pk).exists():
        raise PictureRefused(_("This file is in the library already, as another picture."))


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(MAX_BYTES + 1)  # one too many is enough to be refused


def _write_files(name: str, pixels: Pixels, focus: tuple[int, int]) -> dict[str, Any]:
    """Write the file, its renditions and crops; return the fields that describe them."""
    full = pixels.encode()
    renditions = pixels.encode_renditions(full)
    width, height = pixels.size
    facts: dict[str, Any] = {
        "format": EXTENSIONS[pixels.format],
        "width": width,
        "height": height,
        "size": len(full),
        "widths": sorted(renditions),
    }
    draft = Picture(name=name, focal_x=focus[0], focal_y=focus[1], **facts)
    for rendition_width, data in renditions.items():
        _write(draft.rendition_path(rendition_width), data)
    _write_crops(draft, pixels.frames[0])
    _write(draft.path, full)  # last: where it is, all the others are
    return facts


def _write_crops(picture: Picture, image: Image.Image) -> None:
    for ratio, data in cropped(image, picture.focus):
        _write(picture.crop_path(ratio), data)


def _write(path: str, data: bytes) -> None:
    saved = default_storage.save(path, ContentFile(data))
    if saved != path:
        # A storage that renames instead of overwriting: the bytes under the name are the same.
        default_storage.delete(saved)


def _delete_files(name: str, paths: Iterable[str]) -> None:
    # Somebody may have uploaded the same file again meanwhile.
    if not Picture.objects.filter(name=name).exists():
        _delete(paths)


def _delete_crops(picture: Picture, paths: Iterable[str]) -> None:
    """Delete crops of an earlier focal point, unless a colleague has gone back to it."""
    point = Picture.objects.filter(pk=picture.pk).first()
    _delete(set(paths).difference(point.crop_paths if point else ()))


def _delete(paths: Iterable[str]) -> None:
    for path in paths:
        default_storage.delete(path)


def _with_missing_words(picture: Picture, words: dict[str, Any]) -> Picture:
    """Fill in what nobody has said yet; a decision about the description is never overturned."""
    missing = {field: word for field, word in words.items() if word and not getattr(picture, field)}
    if picture.is_described:
        missing.pop("alt", None)
        missing.pop("is_decorative", None)
    if missing:
        as_seen = Picture.objects.filter(pk=picture.pk)
        as_seen.filter(alt=picture.alt, is_decorative=picture.is_decorative).update(**missing)
        picture.refresh_from_db(fields=missing)
    return picture


def _fitting(**words: str) -> dict[str, Any]:
    """The words, each cut to the length of its field."""
    fitting: dict[str, Any] = {}
    for field, text in words.items():
        limit: int = Picture._meta.get_field(field).max_length  # type: ignore[union-attr, assignment]
        text = text.strip()
        fitting[field] = text if len(text) <= limit else f"{text[: limit - 1]}…"
    return fitting
