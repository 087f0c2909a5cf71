"""The picture library: one verb that takes a file in."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from articles.crypto import keyed_digest
from articles.models import Picture, User
from articles.pixels import EXTENSIONS, MAX_BYTES, PictureRefused, Pixels, decode

__all__ = ["PictureRefused", "picture_name", "store_picture"]


def store_picture(
    file: File | BytesIO,
    *,
    by: User | None = None,
    alt: str = "",
    caption: str = "",
    credit: str = "",
    title: str = "",
) -> Picture:
    """Take a picture into the library and return its row.

    The same file again is the same row: its words are not overwritten, only empty ones filled in,
    and files that the storage has lost are written anew. Text longer than its field is cut.
    Files are written before the row, so a row never points into the void; if the caller's
    transaction is rolled back they wait for the next upload of the same file.

    Raises PictureRefused, with a sentence for the uploader, for what is no picture or too large.
    """
    data = _read(file)
    name = picture_name(data)
    words = {"alt": alt, "caption": caption, "credit": credit, "title": title}
    words = {field: _fitting(field, text) for field, text in words.items()}
    known = Picture.objects.filter(name=name).first()
    if known is None or not default_storage.exists(known.path):
        pixels = decode(data)
        written = _write_files(name, pixels)
        # Two processes with one file: both have written the same, the constraint keeps one row.
        known, is_new = Picture.objects.get_or_create(
            name=name, defaults=written | words | {"uploaded_by": by}
        )
        if is_new:
            return known
    return _with_missing_words(known, words)


def picture_name(data: bytes) -> str:
    """The name under which a file is kept: a digest of its bytes that nobody else can compute."""
    return keyed_digest("picture", data)


def _read(file: File | BytesIO) -> bytes:
    file.seek(0)
    return file.read(MAX_BYTES + 1)  # one too many is enough to be refused


def _write_files(name: str, pixels: Pixels) -> dict[str, Any]:
    """Write the file and its renditions; return the fields that describe them."""
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
    draft = Picture(name=name, **facts)
    for rendition_width, data in renditions.items():
        _write(draft.rendition_path(rendition_width), data)
    _write(draft.path, full)  # last: where it is, all the others are
    return facts


def _write(path: str, data: bytes) -> None:
    saved = default_storage.save(path, ContentFile(data))
    if saved != path:
        # A storage that renames instead of overwriting: the bytes under the name are the same.
        default_storage.delete(saved)


def _with_missing_words(picture: Picture, words: dict[str, str]) -> Picture:
    missing = {field: text for field, text in words.items() if text and not getattr(picture, field)}
    if picture.is_decorative:
        missing.pop("alt", None)  # somebody has decided that it says nothing
    if missing:
        # Only if nobody has decided that meanwhile: a decorative picture has no alt text.
        same = Picture.objects.filter(pk=picture.pk, is_decorative=picture.is_decorative)
        same.update(**missing)
        picture.refresh_from_db(fields=missing)
    return picture


def _fitting(field: str, text: str) -> str:
    limit = Picture._meta.get_field(field).max_length
    text = text.strip()
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
