"""Taking pictures into the library: what is refused, what is left out, what is known already."""

import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from articles import pixels
from articles.models import Picture
from articles.pictures import PictureRefused, store_picture
from tests.articles.images import (
    animation,
    encoded,
    jpeg,
    jpeg_with_everything,
    opened,
    photo,
    stored,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db


# --- What is refused ------------------------------------------------------------------------


def png_header(width: int, height: int) -> bytes:
    """The first lines of a PNG that claims a size and brings no pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    nothing = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", nothing)


def endless_gif() -> bytes:
    return animation(frames=pixels.MAX_FRAMES + 1, size=(2, 2))


def endless_jpeg(filler: bytes = b"") -> bytes:
    """Goes over its pixels again and again: a few bytes of file, seconds of work for each."""
    data = encoded(photo(), "JPEG", progressive=True)
    last_scan = data[data.rfind(b"\xff\xda") : -2]
    return data[:-2] + (filler + last_scan) * pixels.MAX_SCANS + b"\xff\xd9"


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><title>x</title><script>alert(1)</script>"

REFUSED = {
    "an SVG drawing": SVG,
    "a web page": HTML,
    "a text": "只是文字".encode(),
    "nothing": b"",
    "a TIFF": encoded(photo(), "TIFF"),
    "a BMP": encoded(photo(), "BMP"),
    "a PDF": encoded(photo(), "PDF"),
    "an icon": encoded(photo(64, 64), "ICO"),
    "a GIF that is also a page": encoded(photo(), "GIF") + HTML,
    "a JPEG with a page in its comment": encoded(photo(), "JPEG", comment=HTML),
    "a PNG with PHP behind it": encoded(photo(), "PNG") + b"<?PHP system($_GET[0]);",
    "half a JPEG": half(jpeg()),
    "half a PNG": half(encoded(photo(), "PNG")),
    "half a WebP": half(encoded(photo(), "WEBP")),
    "half an animation": half(animation(frames=8)),
    "a bomb of 900 million pixels": png_header(30_000, 30_000),
    "a bomb of 51 million pixels": png_header(51_000, 1000),
    "an animation of too many frames": endless_gif(),
    "a JPEG of too many scans": endless_jpeg(),
    "too many scans behind other segments": endless_jpeg(b"\xff\xfe\x00\x04ab\xff\x01"),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_no_picture_no_row_no_file(data):
    with pytest.raises(PictureRefused) as refusal:
        stored(data)
    assert str(refusal.value.reason).endswith("。")  # a sentence, in the desk's language
    assert not Picture.objects.exists()
    assert not default_storage.exists("pictures")


@pytest.mark.parametrize("progressive", [True, False])
def test_what_looks_like_scans_but_is_something_else_is_no_reason(progressive):
    film = b"\xff\xda\x00\x08" * 1000  # some telephones hang a short film behind the photo
    tags = {"exif": b"Exif\0\0" + film[:400], "comment": film[:400]}
    data = encoded(photo(), "JPEG", progressive=progressive, **tags)
    assert pixels.decode(data + film).size == photo().size


def test_a_word_of_markup_turns_up_by_chance_in_a_large_photo():
    assert pixels.decode(jpeg() + b"<sVg").size == photo().size


def test_too_many_bytes_are_refused_before_anything_is_decoded(monkeypatch):
    monkeypatch.setattr(pixels, "MAX_BYTES", 1000)
    with pytest.raises(PictureRefused, match="20"):
        pixels.decode(encoded(photo(), "PNG"))


def test_an_animation_is_limited_by_the_pixels_of_all_its_frames(monkeypatch):
    monkeypatch.setattr(pixels, "MAX_ANIMATION_PIXELS", 4 * 60 * 40)
    assert len(pixels.decode(animation(frames=4)).frames) == 4
    with pytest.raises(PictureRefused):
        pixels.decode(animation(frames=5))


def test_whatever_bytes_come_the_answer_is_a_picture_or_a_refusal():
    seeds = [jpeg(orientation=6), encoded(photo(60, 40)), animation(), animation("WEBP")]
    for seed in seeds:
        for step in range(40):
            broken = bytearray(seed)
            at = len(seed) * step // 40
            broken[at : at + 3] = b"\xff\x00\xff"
            try:
                pixels.decode(bytes(broken)).encode()
            except PictureRefused:
                continue


# --- What is left out -----------------------------------------------------------------------


def test_place_camera_and_comments_are_gone_from_every_file():
    data = jpeg_with_everything()
    assert all(secret in data for secret in (b"SecretCamera", b"SecretXmp", b"SecretComment"))
    picture = stored(data)
    paths = [picture.path, *map(picture.rendition_path, picture.widths)]
    for path in paths:
        with default_storage.open(path) as file:
            written = file.read()
        assert b"Secret" not in written
        assert not opened(path).getexif()
        assert not {"exif", "xmp", "comment", "icc_profile"} & set(opened(path).info)


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_texts_inside_a_picture_are_gone(format):
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    picture = stored(encoded(photo(), format, exif=exif))
    with default_storage.open(picture.path) as file:
        assert b"SecretCamera" not in file.read()


def test_the_uploaders_file_name_and_path_are_kept_nowhere():
    picture = stored(encoded(photo()))
    assert "任意" not in picture.path + str(Picture.objects.values().get())


def test_what_hangs_behind_a_picture_is_cut_off():
    picture = stored(jpeg() + b"PK\x03\x04 something else entirely")
    with default_storage.open(picture.path) as file:
        assert b"something else" not in file.read()


# --- The same picture again -----------------------------------------------------------------


def test_the_same_file_is_the_same_row():
    data = jpeg()
    assert stored(data) == stored(data)
    assert Picture.objects.count() == 1


def test_another_picture_is_another_row():
    assert stored(encoded(photo(seed=1))) != stored(encoded(photo(seed=2)))


def test_words_are_filled_in_but_never_overwritten():
    data = jpeg()
    stored(data, alt="河边的船", title="船")
    again = stored(data, alt="另一句", caption="清晨的河", credit="摄影：某某")
    again.refresh_from_db()
    assert (again.alt, again.title) == ("河边的船", "船")
    assert (again.caption, again.credit) == ("清晨的河", "摄影：某某")


def test_a_decorative_picture_is_not_described_by_a_second_upload():
    data = jpeg()
    picture = stored(data)
    Picture.objects.filter(pk=picture.pk).update(is_decorative=True)
    assert stored(data, alt="河边的船").alt == ""


def test_lost_files_come_back_with_the_next_upload():
    data = jpeg()
    picture = stored(data)
    default_storage.delete(picture.path)
    default_storage.delete(picture.rendition_path(480))
    assert stored(data) == picture
    assert opened(picture.path).size == (640, 480)
    assert opened(picture.rendition_path(480)).width == 480


def test_words_too_long_for_their_fields_are_cut():
    picture = stored(jpeg(), alt="长" * 400)
    assert len(picture.alt) == 250
    assert picture.alt.endswith("…")


def test_who_uploaded_is_remembered():
    user = make_user()
    assert store_picture(SimpleUploadedFile("a.jpg", jpeg()), by=user).uploaded_by == user


def test_the_name_cannot_be_computed_without_the_sites_key(settings):
    data = jpeg()
    name = stored(data).name
    settings.SECRET_KEY = "another key"
    assert stored(data).name != name


@pytest.mark.django_db(transaction=True)
def test_many_at_once_with_the_same_file_make_one_row_and_no_stray_file():
    data = encoded(photo(900, 600))

    def upload(_: int) -> int:
        try:
            return stored(data).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        rows = set(pool.map(upload, range(16)))
    picture = Picture.objects.get()
    assert rows == {picture.pk}
    folder = f"pictures/{picture.name[:2]}"
    _, files = default_storage.listdir(folder)
    assert sorted(f"{folder}/{file}" for file in files) == sorted(picture.files)
