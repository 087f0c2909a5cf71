"""What becomes of a picture that is taken in: orientation, colours, frames, sizes."""

import pytest
from django.core.files.storage import default_storage
from PIL import Image, ImageCms

from tests.articles.images import (
    BLUE,
    RED,
    animation,
    corners,
    encoded,
    is_like,
    jpeg,
    opened,
    photo,
    stored,
)

pytestmark = pytest.mark.django_db


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
