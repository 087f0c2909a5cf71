"""Taking pictures into the library: what is refused, what is kept, what never is."""

import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image, ImageCms

from articles import pixels
from articles.models import Picture
from articles.pictures import PictureRefused, store_picture
from tests.articles.images import (
    BLUE,
    RED,
    animation,
    corners,
    encoded,
    jpeg,
    jpeg_with_everything,
    photo,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def stored(data: bytes, **words: str) -> Picture:
    return store_picture(SimpleUploadedFile("任意 name.bin", data), **words)


def opened(path: str) -> Image.Image:
    with default_storage.open(path) as file:
        image = Image.open(BytesIO(file.read()))
        image.load()
        return image


def is_like(pixel: tuple[int, ...], colour: tuple[int, ...], tolerance: int = 12) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(pixel[:3], colour, strict=True))


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
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_no_picture_no_row_no_file(data):
    with pytest.raises(PictureRefused) as refusal:
        stored(data)
    assert str(refusal.value.reason).endswith("。")  # a sentence, in the desk's language
    assert not Picture.objects.exists()
    assert not default_storage.exists("pictures")


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


# --- What is kept ---------------------------------------------------------------------------


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_picture_stands_upright_whichever_way_the_camera_was_held(orientation):
    upright = corners(400, 200)
    back = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    held = upright.transpose(back) if back is not None else upright
    picture = stored(jpeg(held, orientation=orientation))
    assert (picture.width, picture.height) == (400, 200)
    image = opened(picture.path)
    assert is_like(image.getpixel((50, 50)), RED)
    assert is_like(image.getpixel((350, 150)), (255, 255, 255))


def test_a_broken_orientation_is_no_reason_to_refuse():
    exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x63\0\xff\xff\xff\xff\x06\0"
    assert stored(encoded(photo(), "JPEG", exif=exif)).width == 640


def profile_with_red_and_blue_swapped() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")


@pytest.mark.parametrize(("format", "mode"), [("JPEG", "RGB"), ("PNG", "RGB"), ("WEBP", "RGBA")])
def test_colours_of_another_profile_are_brought_to_srgb(format, mode):
    image = Image.new("RGB", (100, 100), RED).convert(mode)
    if mode == "RGBA":
        image.putalpha(128)
    picture = stored(encoded(image, format, icc_profile=profile_with_red_and_blue_swapped()))
    assert is_like(opened(picture.path).getpixel((50, 50)), BLUE, tolerance=20)


def test_a_profile_that_does_not_fit_its_pixels_is_passed_over():
    data = encoded(Image.new("RGB", (100, 100), RED), "PNG", icc_profile=b"no profile at all")
    assert is_like(opened(stored(data).path).getpixel((5, 5)), RED)


PLAIN = corners(300, 200)
MODES = {
    "ink of four colours": encoded(PLAIN.convert("CMYK"), "JPEG"),
    "grey": encoded(PLAIN.convert("L"), "PNG"),
    "black and white": encoded(PLAIN.convert("1"), "PNG"),
    "sixteen bits": encoded(PLAIN.convert("I").point(lambda v: v * 256).convert("I;16"), "PNG"),
    "a palette": encoded(PLAIN.quantize(8), "PNG"),
    "a still GIF": encoded(PLAIN, "GIF"),
}


@pytest.mark.parametrize("data", MODES.values(), ids=MODES.keys())
def test_every_way_to_write_colours_becomes_rgb(data):
    image = opened(stored(data).path)
    assert image.mode == "RGB"
    assert is_like(image.getpixel((250, 150)), (255, 255, 255))
    assert sum(image.getpixel((50, 50))) < 500


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_transparency_stays(format):
    image = corners(600, 400).convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    picture = stored(encoded(image, format))
    for path in [picture.path, picture.rendition_path(480)]:
        written = opened(path)
        assert written.mode == "RGBA"
        assert written.getpixel((5, 2))[3] < 10
        assert written.getpixel((5, written.height - 2))[3] > 245


def test_an_alpha_channel_that_hides_nothing_is_dropped():
    assert opened(stored(encoded(photo().convert("RGBA"))).path).mode == "RGB"


@pytest.mark.parametrize(("came", "kept"), [("GIF", "gif"), ("WEBP", "webp"), ("PNG", "webp")])
def test_an_animation_keeps_its_frames_and_its_pace(came, kept):
    picture = stored(animation(came, frames=5))
    image = opened(picture.path)
    assert (picture.format, image.n_frames, image.info["loop"]) == (kept, 5, 0)
    image.seek(3)
    image.load()
    assert image.info["duration"] == 80
    assert is_like(image.convert("RGB").getpixel((10, 10)), (120, 90, 160), tolerance=30)


def test_an_animation_is_also_kept_as_webp_where_that_is_lighter():
    frames = [photo(320, 240, seed=n * 9) for n in range(6)]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=90, loop=0)
    picture = stored(data)
    assert picture.widths == [320]
    assert opened(picture.rendition_path(320)).n_frames == 6
    assert default_storage.size(picture.rendition_path(320)) < picture.size
    assert stored(animation()).widths == []  # flat colours are lighter as GIF


def test_the_second_picture_that_phones_hide_in_a_jpeg_is_passed_over():
    image, depth = photo(640, 480), photo(320, 240)
    data = encoded(image, "MPO", save_all=True, append_images=[depth])
    picture = stored(data)
    assert (picture.format, picture.width) == ("jpg", 640)


# --- Sizes ----------------------------------------------------------------------------------


def test_a_picture_as_large_as_a_phones_is_taken_and_fitted():
    picture = stored(jpeg(photo(8000, 6000)))
    assert (picture.width, picture.height) == (2400, 1800)
    assert opened(picture.path).size == (2400, 1800)
    assert picture.widths == [480, 800, 1200, 1600]


def test_a_turned_picture_is_fitted_by_the_width_that_readers_see():
    picture = stored(jpeg(photo(3000, 2000), orientation=6))
    assert (picture.width, picture.height) == (2000, 3000)


def test_a_long_strip_stays_legible():
    picture = stored(encoded(Image.new("RGB", (800, 12_000), RED)))
    assert (picture.width, picture.height) == (800, 12_000)
    assert opened(picture.rendition_path(480)).size == (480, 7200)


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (10, [10]),
        (480, [480]),
        (500, [500]),
        (1000, [480, 800, 1000]),
        (1600, [480, 800, 1200, 1600]),
        (2000, [480, 800, 1200, 1600]),
    ],
)
def test_renditions_are_never_wider_than_the_picture(width, widths):
    picture = stored(encoded(photo(width, 100)))
    assert picture.widths == widths
    for rendition in widths:
        image = opened(picture.rendition_path(rendition))
        assert (image.format, image.width) == ("WEBP", rendition)


def test_a_drawing_in_few_colours_stays_crisp():
    picture = stored(encoded(corners(600, 400)))
    rendition = opened(picture.rendition_path(600)).convert("RGB")
    assert len(rendition.getcolors()) == 2


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
    expected = [picture.path, *map(picture.rendition_path, picture.widths)]
    assert sorted(f"{folder}/{file}" for file in files) == sorted(expected)
