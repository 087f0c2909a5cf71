"""The focal point: chosen once, kept in sight wherever the picture is cropped."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from articles import crops
from articles.models import FreshnessVersion, Picture
from articles.pictures import PictureRefused, focus_on
from tests.articles.images import BLUE, RED, encoded, is_like, opened, stored
from tests.factories import make_article, make_author, make_picture, make_staff

pytestmark = pytest.mark.django_db


def change(picture: Picture) -> str:
    return reverse("admin:articles_picture_change", args=[picture.pk])


def red_and_blue(width: int = 1000, height: int = 400) -> bytes:
    """Red at the left, blue at the right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return encoded(image)


SIDES = st.integers(1, 5000)
PERCENT = st.integers(0, 100)


@given(SIDES, SIDES, PERCENT, PERCENT, st.sampled_from([*crops.RATIOS]))
def test_a_crop_is_the_largest_of_its_ratio_and_holds_the_point(width, height, x, y, ratio):
    left, top, right, bottom = crops.box((width, height), ratio, (x, y))
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert right - left == width or bottom - top == height
    assert left <= width * x / 100 <= right
    assert top <= height * y / 100 <= bottom


def test_every_upload_has_crops_of_each_ratio():
    picture = stored(red_and_blue())
    for crop, (across, down) in zip(picture.crops, crops.RATIOS.values(), strict=True):
        file = opened(picture.crop_path(crop.ratio))
        assert (file.format, file.size) == ("JPEG", (crop.width, crop.height))
        assert abs(crop.width / crop.height - across / down) < 0.01


def test_the_crops_follow_the_point_and_the_old_ones_go(django_capture_on_commit_callbacks):
    picture = stored(red_and_blue())
    old = picture.crop_paths
    with django_capture_on_commit_callbacks(execute=True):
        focus_on(picture, 0, 50)
    assert is_like(opened(picture.crop_path("1x1")).getpixel((380, 200)), RED, 20)
    focus_on(picture, 100, 50)
    assert is_like(opened(picture.crop_path("1x1")).getpixel((20, 200)), BLUE, 20)
    assert not any(default_storage.exists(path) for path in old)


def test_what_is_transparent_becomes_white():
    picture = stored(encoded(Image.new("RGBA", (64, 64), (0, 0, 0, 0))))
    assert is_like(opened(picture.crop_path("1x1")).getpixel((9, 9)), (255, 255, 255))


def test_a_lost_file_moves_no_point():
    picture = make_picture(size=(48, 32))
    default_storage.delete(picture.path)
    with pytest.raises(PictureRefused):
        focus_on(picture, 10, 10)
    picture.refresh_from_db()
    assert picture.focus == (50, 50)


def test_the_point_is_within_the_picture():
    picture = make_picture(size=(48, 32))
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(focal_x=101)


# --- At the desk ----------------------------------------------------------------------------


@pytest.fixture
def editor(client):
    user = make_staff("editor")
    client.force_login(user)
    return user


def test_the_point_is_chosen_in_numbers_and_readers_pages_follow(client, editor):
    picture = make_picture()
    article = make_article(cover=picture)
    client.post(change(picture), {"alt": "人像", "focal_x": "28", "focal_y": "0"})
    picture.refresh_from_db()
    assert (picture.focus, picture.alt) == ((28, 0), "人像")
    assert all(default_storage.exists(path) for path in picture.files)
    assert FreshnessVersion.objects.filter(key="site").exists()
    client.logout()
    assert "focus-x-30 focus-y-0" in client.get("/").content.decode()
    page = client.get(article.get_absolute_url()).content.decode()
    share = picture.share_crop
    assert f'property="og:image" content="http://127.0.0.1:8000{share.url}"' in page
    assert f'content="{share.width}"' in page
    assert client.get(share.url).status_code == 200
    written = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page)
    said = json.loads(written[1])
    assert said["image"] == [f"http://127.0.0.1:8000{crop.url}" for crop in picture.crops]


@pytest.mark.parametrize(("x", "kept"), [("101", 50), ("-1", 50), ("x", 50), ("", 50), ("7", 7)])
def test_a_number_beyond_the_picture_is_refused_and_none_changes_nothing(client, editor, x, kept):
    picture = make_picture(size=(48, 32))
    client.post(change(picture), {"alt": "图", "focal_x": x})
    picture.refresh_from_db()
    assert picture.focal_x == kept


# --- For readers ----------------------------------------------------------------------------


CLASSES = [
    ((50, 50), ""),
    ((46, 54), ""),
    ((0, 100), "focus-x-0 focus-y-100"),
    ((44, 50), "focus-x-40"),
    ((45, 55), "focus-y-60"),
    ((96, 94), "focus-x-100 focus-y-90"),
]


@pytest.mark.parametrize(("focus", "classes"), CLASSES)
def test_the_stylesheet_is_told_in_tenths(focus, classes):
    assert crops.focus_classes(focus) == classes


def test_the_stylesheet_knows_every_class():
    css = Path(finders.find("css/components/focus.css")).read_text(encoding="utf-8")
    told = {
        name for percent in range(101) for name in crops.focus_classes((percent, percent)).split()
    }
    assert told == set(re.findall(r"^\.(focus-[xy]-\d+) ", css, re.MULTILINE))


def test_a_portrait_keeps_its_face(client):
    picture = make_picture(size=(48, 32), focal_x=20)
    author = make_author(slug="lin", avatar=picture)
    make_article(authors=[author])
    assert 'class="face face--l focus-x-20"' in client.get("/author/lin/").content.decode()


def test_crops_of_drafts_are_for_the_newsroom_alone(client):
    picture = make_picture(size=(48, 32))
    assert client.get(picture.share_crop.url).status_code == 404
    make_article(cover=picture)
    assert client.get(picture.share_crop.url).status_code == 200
    for other in ("-16x9-50-51.jpg", "-16x9-50-50.png", "-9x16-50-50.jpg", "-16x9-050-50.jpg"):
        address = picture.share_crop.url.replace("-16x9-50-50.jpg", other)
        assert client.get(address).status_code == 404
