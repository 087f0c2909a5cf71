"""What the form takes, what it mends, what it refuses."""

import pytest

from comments.models import Comment
from tests.comments.readers import JSON, SAME_SITE, address_of, post
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "email",
    [
        "zhou", "zhou@", "@example.com", "zhou@localhost", "a b@example.com", "zhou@example..com",
        '"zhou"@example.com', "zhou@[127.0.0.1]", "zhou@example.com, li@example.com",
        "zhou@example.com\nBcc: li@example.com", f"{'z' * 65}@example.com",
        f"zhou@{'e' * 250}.com", "<zhou@example.com>",
    ],
)  # fmt: skip
def test_what_is_no_mail_address_is_refused(client, email):
    response = post(client, make_article(), headers=SAME_SITE | JSON, email=email)
    assert set(response.json()["errors"]) == {"email"}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Zhou@Example.com ", "Zhou@Example.com"),
        ("zhou\uff20example。com", "zhou@example.com"),
        ("z+news@sub.example.co", "z+news@sub.example.co"),
    ],
)
def test_what_a_keyboard_does_to_a_mail_address_is_mended(client, typed, stored):
    post(client, make_article(), email=typed)
    assert Comment.objects.get().correspondent.address == stored


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "//example.org",
        "https://bank.example@evil.example/", "http://", "not a site", "https://exa mple.org",
        "mailto:zhou@example.org", f"https://example.org/{'a' * 300}", "https://example.org:99999/",
    ],
)  # fmt: skip
def test_only_web_addresses_are_taken_as_website(client, url):
    response = post(client, make_article(), headers=SAME_SITE | JSON, url=url)
    assert set(response.json()["errors"]) == {"url"}


@pytest.mark.parametrize(
    ("field", "limit", "sign"), [("name", 40, "名"), ("body", 4000, "字"), ("body", 4000, "👍")]
)
def test_lengths_are_counted_in_characters(client, field, limit, sign):
    article = make_article()
    long = post(client, article, headers=SAME_SITE | JSON, **{field: sign * (limit + 1)})
    assert set(long.json()["errors"]) == {field}
    fits = post(client, article, headers=SAME_SITE | JSON, **{field: sign * limit})
    assert fits.status_code == 201


def test_the_mail_address_is_not_published_by_mistake(client):
    given = {"name": "ZHOU@example.com", "url": "https://example.org/?m=zhou@example.com"}
    response = post(client, make_article(), headers=SAME_SITE | JSON, **given)
    assert set(response.json()["errors"]) == {"name", "url"}


def test_what_cannot_be_seen_does_not_reach_the_database(client):
    post(client, make_article(), name="小\u202e舟\u200b", body="一\r\n\r\n\r\n\r\n二\x07 ")
    comment = Comment.objects.get()
    assert (comment.name, comment.body) == ("小舟", "一\n\n二")


@pytest.mark.parametrize("field", ["name", "email", "body", "url"])
@pytest.mark.parametrize("damage", ["a\x00b", "\ufffd"])
def test_damaged_text_is_refused_with_a_word(client, field, damage):
    response = post(client, make_article(), headers=SAME_SITE | JSON, **{field: damage})
    assert response.status_code == 422
    assert set(response.json()["errors"]) == {field}


FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"
PART = b"--x\r\nContent-Disposition: form-data; name="


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"name=\xff\xfe&email=a@example.com&body=%ED%A0%80", FORM),
        ("name=小舟&body=好".encode("gbk"), FORM),
        (b"not multipart at all", PARTS),
        (PART + b'"name"\r\n\r\n\x80', PARTS),
        (PART + b'"body"; filename="a"\r\n\r\na\r\n--x--', PARTS),
        (b"", "multipart/form-data"),
        (b"{}", "application/json"),
        (b"<xml/>", "text/xml"),
        (b"a=1&" * 2000, FORM),
        (b"parent=" + b"9" * 5000, FORM),
        (b"body=" + b"a" * 6_000_000, FORM),
        (b"body=" + b"%F0%9F%91%8D" * 40_000, FORM),
    ],
)
def test_whatever_is_sent_the_answer_is_a_4xx(client, body, content_type):
    client.raise_request_exception = False
    url = address_of(make_article())
    response = client.generic("POST", url, body, content_type, headers=SAME_SITE)
    assert 400 <= response.status_code < 500
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "parent", ["0", "-1", "x", "1.5", str(2**63), "9" * 400, "99999999", "\x00", "1e3"]
)
def test_an_impossible_parent_is_refused(client, parent):
    response = post(client, make_article(), headers=SAME_SITE | JSON, parent=parent)
    assert response.status_code == 422
    assert set(response.json()["errors"]) == {"parent"}
