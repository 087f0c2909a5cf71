"""Adding to the picture library and choosing from it: who may, and what is answered."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import JournalEntry, Picture, User
from articles.picture_forms import PictureChooser
from tests.articles.images import jpeg
from tests.factories import make_picture, make_staff, make_user

pytestmark = pytest.mark.django_db

LIBRARY = reverse("admin:articles_picture_changelist")
ADD = reverse("admin:articles_picture_add")
UPLOAD = reverse("admin:articles_picture_upload")
CHOOSE = reverse("admin:articles_picture_choose")


def change(picture: Picture) -> str:
    return reverse("admin:articles_picture_change", args=[picture.pk])


def show(picture: Picture) -> str:
    return reverse("admin:articles_picture_show", args=[picture.pk])


@pytest.fixture
def author(client) -> User:
    user = make_staff("author")
    client.force_login(user)
    return user


def a_file(data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("DSC_0001.jpg", data or jpeg(), content_type="image/jpeg")


# --- Uploading ------------------------------------------------------------------------------


def test_an_upload_answers_what_the_editor_needs(client, author):
    answer = client.post(UPLOAD, {"upload": a_file(), "alt": "河口", "caption": "退潮。"})
    picture = Picture.objects.get()
    assert answer.status_code == 200
    assert answer.json() == {
        "uploaded": 1,
        "id": picture.pk,
        "url": picture.rendition_url(800),
        "width": 640,
        "height": 480,
        "alt": "河口",
        "isDecorative": False,
        "caption": "退潮。",
        "credit": "",
    }
    assert picture.uploaded_by == author
    assert JournalEntry.objects.get(action="picture.create").by == author


def test_an_upload_is_described_or_decorative_on_purpose(client, author):
    answer = client.post(UPLOAD, {"upload": a_file()})
    assert answer.status_code == 422
    assert answer.json()["errors"] == {"alt": ["请描述这张图片，或标记为装饰图。"]}
    assert not Picture.objects.exists()
    assert client.post(UPLOAD, {"upload": a_file(), "is_decorative": "on"}).status_code == 200
    assert Picture.objects.get().is_decorative


def test_several_files_at_once_are_described_later(client, author):
    answer = client.post(UPLOAD, {"upload": a_file(), "describe_later": "1"})
    assert answer.status_code == 200
    assert list(Picture.objects.without_description()) == [Picture.objects.get()]


def test_a_refused_file_is_answered_with_a_sentence(client, author):
    answer = client.post(UPLOAD, {"upload": a_file(b"<svg/>"), "alt": "x"})
    assert answer.status_code == 422
    said = answer.json()
    assert said["uploaded"] == 0
    assert "JPEG" in said["error"]["message"]
    assert list(said["errors"]) == ["file"]


def test_an_upload_without_a_file_is_refused(client, author):
    answer = client.post(UPLOAD, {"alt": "x"})
    assert answer.status_code == 422
    assert "file" in answer.json()["errors"]


@pytest.mark.parametrize("role", ["moderator", None])
def test_who_may_not_add_pictures_uploads_none(client, role):
    client.force_login(make_staff(role) if role else make_user())
    answer = client.post(UPLOAD, {"upload": a_file(), "alt": "x"})
    assert answer.status_code == 403
    assert answer.json()["error"]["message"]
    assert not Picture.objects.exists()


def test_a_stranger_uploads_none_and_is_led_to_the_door(client):
    answer = client.post(UPLOAD, {"upload": a_file(), "alt": "x"})
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/admin/login/")
    assert not Picture.objects.exists()


def test_an_account_that_left_the_staff_uploads_none(client, author):
    User.objects.update(is_staff=False)
    assert client.post(UPLOAD, {"upload": a_file(), "alt": "x"}).status_code == 302
    assert not Picture.objects.exists()


def test_an_upload_without_its_token_is_refused(author):
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    assert client.post(UPLOAD, {"upload": a_file(), "alt": "x"}).status_code == 403
    assert not Picture.objects.exists()


def test_reading_the_upload_address_does_nothing(client, author):
    assert client.get(UPLOAD).status_code == 405


def test_the_upload_page_takes_a_picture_with_its_words(client, author):
    answer = client.post(ADD, {"file": a_file(), "alt": "河口", "credit": "某某"}, follow=True)
    picture = Picture.objects.get()
    assert answer.redirect_chain[-1][0] == change(picture)
    assert (picture.alt, picture.credit) == ("河口", "某某")


def test_the_upload_page_keeps_what_was_typed(client, author):
    answer = client.post(ADD, {"file": a_file(b"no picture"), "alt": "河口"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "河口" in page
    assert "JPEG" in page


# --- Choosing -------------------------------------------------------------------------------


def test_the_chooser_shows_searches_and_pages(client, author):
    pictures = [make_picture(alt=f"图片{n:02}", size=(48, 32)) for n in range(26)]
    first = client.get(CHOOSE).content.decode()
    assert first.count("data-picture=") == 24
    assert "1 / 2" in first
    assert client.get(CHOOSE, {"page": 2}).content.decode().count("data-picture=") == 2
    assert client.get(CHOOSE, {"page": 3}).status_code == 404
    hit = client.get(CHOOSE, {"q": "图片07"}).content.decode()
    assert f'data-picture="{pictures[7].pk}"' in hit
    assert hit.count("data-picture=") == 1


def test_the_dialog_and_its_refusals_speak_the_language_of_the_desk(client, author):
    client.cookies["admin_language"] = "en"
    assert "Search the library" in client.get(CHOOSE).content.decode()
    refused = client.post(UPLOAD, {"upload": a_file()}).json()
    assert refused["errors"] == {"alt": ["Describe the picture, or mark it as decorative."]}


def test_the_editor_shows_a_picture_by_its_number(client, author):
    picture = make_picture()
    answer = client.get(show(picture))
    assert (answer.status_code, answer["Location"]) == (302, picture.rendition_url(800))
    assert client.get(show(Picture(pk=999_999))).status_code == 404
    client.logout()
    assert client.get(show(picture))["Location"].startswith("/admin/login/")


def test_the_field_for_one_picture_works_without_scripts():
    picture = make_picture(alt="河口")
    html = PictureChooser().render("cover", picture.pk)
    assert f'<input type="number" name="cover" value="{picture.pk}"' in html
    assert LIBRARY in html
    assert 'alt="河口"' in html
    assert "<script" not in html


@pytest.mark.parametrize("value", [None, "", "x", "-1", "٣", 999_999, "1" * 30])
def test_the_field_for_one_picture_bears_any_value(value):
    assert "picture-field" in PictureChooser().render("cover", value)
