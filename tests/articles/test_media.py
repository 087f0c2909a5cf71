"""Who gets a picture's file, and with which words on the envelope."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage

from articles.models import Article, Picture, SiteProfile
from portal.models import StandingPage
from tests.factories import (
    an_hour_ago,
    in_an_hour,
    make_article,
    make_author,
    make_picture,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture() -> Picture:
    return make_picture()


@pytest.fixture
def public(picture) -> Picture:
    make_article(cover=picture)
    return picture


def body_with(picture: Picture) -> str:
    return f'<figure><img data-picture="{picture.pk}" alt="图"></figure>'


def colleague(*permissions: str):
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


# --- Who ------------------------------------------------------------------------------------


def test_readers_get_the_pictures_of_published_articles(client, public):
    for url in [public.url, *(public.rendition_url(width) for width in public.widths)]:
        assert client.get(url).status_code == 200


def test_a_picture_within_the_text_is_public_with_its_article(client, picture):
    article = make_article()
    article.article_pictures.create(picture=picture)
    assert client.get(picture.url).status_code == 200
    Article.objects.update(state=Article.State.WITHDRAWN)
    assert client.get(picture.url).status_code == 404


HIDDEN = {
    "unpublished": {"state": Article.State.UNPUBLISHED},
    "withdrawn": {"state": Article.State.WITHDRAWN},
    "scheduled": {"published_at": in_an_hour()},
    "expired": {"expires_at": an_hour_ago(), "published_at": an_hour_ago().replace(year=2020)},
}


@pytest.mark.parametrize("given", HIDDEN.values(), ids=HIDDEN.keys())
def test_readers_do_not_get_the_pictures_of_other_articles(client, picture, given):
    make_article(cover=picture, **given)
    assert client.get(picture.url).status_code == 404
    assert client.get(picture.rendition_url(480)).status_code == 404


def test_a_picture_that_nothing_shows_is_for_the_newsroom_alone(client, picture):
    assert client.get(picture.url).status_code == 404
    client.force_login(colleague("view_picture"))
    response = client.get(picture.url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("permission", ["moderate_comment", "view_comment"])
def test_a_moderator_of_comments_is_no_reader_of_drafts(client, picture, permission):
    client.force_login(colleague(permission))
    assert client.get(picture.url).status_code == 404


def test_portraits_and_the_sites_own_pictures_are_public(client, picture):
    make_author(avatar=picture)
    qr = make_picture()
    SiteProfile.objects.create(pk=1, wechat_qr=qr)
    assert client.get(picture.url).status_code == 200
    assert client.get(qr.url).status_code == 200


@pytest.mark.parametrize(("is_published", "status"), [(True, 200), (False, 404)])
def test_standing_pages_show_their_pictures(client, picture, is_published, status):
    StandingPage.objects.create(
        title="关于", slug="about", body=body_with(picture), is_published=is_published
    )
    assert client.get(picture.url).status_code == status


# --- What -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "",
        "pictures/",
        "../portal.sqlite3",
        "pictures/../../portal.sqlite3",
        "pictures/ab/..%2f..%2fsecret",
        "pictures/%00",
        "pictures/ab/" + "ab" * 32 + ".jpg",
        "图片.jpg",
    ],
)
def test_nothing_else_is_served(client, path):
    assert client.get(f"/media/{path}").status_code in {400, 404}


def test_other_files_of_the_storage_stay_there(client, public):
    default_storage.save("pictures/secret.txt", default_storage.open(public.path))
    assert client.get("/media/pictures/secret.txt").status_code == 404


@pytest.mark.parametrize("change", ["-481.webp", "-480.png", ".gif", "-0480.webp", ".php"])
def test_only_the_files_of_the_row_exist(client, public, change):
    assert client.get(f"/media/pictures/{public.name[:2]}/{public.name}{change}").status_code == 404


def test_a_lost_file_is_a_404(client, public):
    default_storage.delete(public.path)
    assert client.get(public.url).status_code == 404


# --- How ------------------------------------------------------------------------------------


def test_a_file_is_served_as_what_it_is_and_can_do_nothing_else(client, public):
    response = client.get(public.rendition_url(480))
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(response.streaming_content).startswith(b"RIFF")


def test_caches_keep_a_public_file_for_ever(client, public):
    response = client.get(public.url)
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_who_has_the_file_is_told_so(client, public):
    etag = client.get(public.url)["ETag"]
    assert client.get(public.url, headers={"If-None-Match": etag}).status_code == 304


def test_a_head_request_says_how_long_the_file_is(client, public):
    response = client.head(public.url)
    assert response.status_code == 200
    assert int(response["Content-Length"]) == public.size


def test_files_are_read_not_written(client, public):
    assert client.post(public.url).status_code == 405


def test_a_public_file_takes_two_queries(client, public, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(public.url)
