"""What comes in is read as UTF-8, and a question for the head alone gets no body."""

from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest

from comments.models import Comment
from portal.wsgi import application
from tests.factories import make_article

CHARSETS = ["base64", "undefined", "idna", "utf-16", "nonsense", '"utf-8"']


def ask(path, **environ):
    """Return the status that the application server would send."""
    answer = {}
    path, _mark, query = path.partition("?")
    environ = {"PATH_INFO": path, "QUERY_STRING": query} | environ
    setup_testing_defaults(environ)
    page = application(environ, lambda status, headers: answer.update(status=status))
    page.close()
    return int(answer["status"].split()[0])


@pytest.mark.django_db(transaction=True)
def test_no_page_fails_over_a_claimed_charset():
    path = make_article().get_absolute_url()
    for charset in CHARSETS:
        content_type = f"text/plain; charset={charset}"
        assert ask(f"{path}?receipt=%E4", CONTENT_TYPE=content_type) == 200


@pytest.mark.django_db(transaction=True)
def test_a_form_is_read_as_utf8_whatever_it_claims():
    path = f"/article/{make_article().pk}/comments/"
    body = "name=小舟&email=zhou@example.com&body=好文。".encode()
    for charset in CHARSETS:
        form = {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": f"application/x-www-form-urlencoded; charset={charset}; x=y",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_SEC_FETCH_SITE": "same-origin",
            "wsgi.input": BytesIO(body),
        }
        assert ask(path, **form) == 303
    assert Comment.objects.get().body == "好文。"


@pytest.mark.django_db(transaction=True)
def test_head_answers_with_the_length_of_the_body_and_without_it():
    answer = {}
    environ = {"PATH_INFO": make_article().get_absolute_url(), "REQUEST_METHOD": "HEAD"}
    setup_testing_defaults(environ)
    body = application(environ, lambda status, headers: answer.update(headers))
    assert b"".join(body) == b""
    assert int(answer["Content-Length"]) > 1000
