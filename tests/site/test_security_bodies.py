"""Bodies made to fill the disk or the memory are refused before they are read."""

import pytest
from django.test import Client

from comments.models import Comment
from portal.roles import AUTHOR
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db

MB = 1024 * 1024
FORM = 'multipart/form-data; boundary="b"'


class Unread:
    """The body of a request: whoever reads it fails the test."""

    def read(self, *_size):
        pytest.fail("The body was read.")

    readline = read


def post(client, path, length, content_type=FORM):
    return client.generic(
        "POST", path, content_type=content_type, CONTENT_LENGTH=length, **{"wsgi.input": Unread()}
    )


@pytest.mark.parametrize("length", [5 * MB + 1, 300 * MB, "9" * 400])
@pytest.mark.parametrize("content_type", [FORM, "application/x-www-form-urlencoded", "text/x"])
def test_no_reader_fills_the_disk(client, length, content_type):
    path = f"/article/{make_article().pk}/comments/"
    answer = post(client, path, length, content_type)
    assert answer.status_code == 413
    assert "内容过大" in answer.content.decode()
    assert "'none'" in answer.headers["Content-Security-Policy"]
    assert not Comment.objects.exists()


@pytest.mark.parametrize("is_known", [True, False])
def test_the_desk_may_send_pictures_and_not_films(is_known):
    client = Client(enforce_csrf_checks=True)
    if is_known:
        client.force_login(make_staff(AUTHOR))
    answer = post(client, "/admin/articles/picture/upload/", 64 * MB + 1)
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["", "0", "-1", "1e9", "x"])
def test_a_length_that_is_none_harms_nothing(client, length):
    answer = client.generic("GET", "/", CONTENT_LENGTH=length)
    assert answer.status_code == 200
