"""A reader's address is kept locked, and comes out nowhere: a canary in every comment."""

import base64
import hashlib
import logging
import re

import pytest
from django.apps import apps

from articles import crypto
from comments import moderation, privacy
from comments.models import Comment, Correspondent
from tests.crawling import crawl, everything_in
from tests.factories import make_article, make_user

CANARIES = 50
STARTS = ["/", "/search/?q=canary", "/archive/", "/robots.txt", "/sitemap.xml", "/healthz"]


def address_of(number):
    return f"Canary{number:02}zq@nest{number:02}zq.example"


def forms_of(address):
    """Everything that would give an address away, as lower-case text."""
    for spelling in (address, address.lower()):
        raw = spelling.encode()
        yield spelling.lower()
        yield spelling.partition("@")[0].lower()
        for digest in ("md5", "sha1", "sha256"):
            yield hashlib.new(digest, raw).hexdigest()
        yield base64.b64encode(raw).decode().rstrip("=").lower()
        yield base64.urlsafe_b64encode(raw).decode().rstrip("=").lower()


NEEDLES = {form for number in range(CANARIES) for form in forms_of(address_of(number))}


def canaries_in(text):
    text = text.lower()
    return [needle for needle in NEEDLES if needle in text]


@pytest.fixture
def commented(client):
    """Two articles with comments of all states, each with an address of its own."""
    articles = [make_article(), make_article()]
    answers = []
    for number in range(CANARIES):
        article = articles[number % 2]
        form = {"name": f"读者{number}", "email": address_of(number), "body": f"评论{number}"}
        approved = article.comments.approved().last()
        if approved and number % 3 == 0:
            form["parent"] = approved.pk
        headers = {"Sec-Fetch-Site": "same-origin"}
        if number % 2:
            headers["Accept"] = "application/json"
        response = client.post(
            f"/article/{article.pk}/comments/",
            form,
            headers=headers,
            REMOTE_ADDR=f"198.51.{number}.7",
        )
        assert response.status_code == (201 if number % 2 else 303)
        answers.append(everything_in(response))
        decide(Comment.objects.latest("pk"), number)
    return answers


def decide(comment, number):
    moderator = make_user()
    verbs = [moderation.approve, moderation.approve, moderation.reject, moderation.mark_spam, None]
    if verb := verbs[number % len(verbs)]:
        verb(comment, by=moderator)
        moderation.edit(comment, f"{comment.body}。", by=moderator)


@pytest.mark.once("sqlite")
@pytest.mark.django_db
def test_no_public_byte_tells_an_address(client, commented, caplog):
    caplog.set_level(logging.DEBUG)
    own = [answer.split("receipt=")[1].split()[0] for answer in commented if "receipt=" in answer]
    receipts = [f"/article/{article}.html?receipt={r}" for r in own for article in (1, 2)]
    seen = crawl(client, [*STARTS, *receipts])
    assert {path for path in seen if re.search(r"/comments/\d+/reply/$", path)}
    assert {path for path in seen if path.endswith("/comments/feed/")}
    for path, answer in seen.items():
        assert not canaries_in(path)
        assert not canaries_in(answer), path
    for answer in commented:
        assert not canaries_in(answer)
    assert not canaries_in(caplog.text)


@pytest.mark.django_db
def test_no_row_of_the_database_tells_an_address(commented):
    assert Correspondent.objects.count() == CANARIES
    for model in apps.get_models():
        for row in model._base_manager.values():
            assert not canaries_in(repr(row)), model


@pytest.mark.django_db
def test_the_key_opens_what_it_locked():
    writer = Correspondent.with_address(" Zhou@Example.com ")
    assert writer.address == "Zhou@Example.com"
    assert Correspondent.with_address("zhou@example.COM") == writer
    assert b"example" not in bytes(writer.locked_address).lower()


@pytest.mark.django_db
def test_an_address_whose_key_is_lost_is_none(settings):
    writer = Correspondent.with_address("zhou@example.com")
    settings.ADDRESS_KEYS = [crypto.new_address_key()]
    assert privacy.address_of(Correspondent.objects.get(pk=writer.pk)) == ""


@pytest.mark.parametrize(
    ("address", "mask"),
    [
        ("zhou@example.com", "z***@example.com"),
        ("z@example.com", "z***@example.com"),
        ("no address", "n***"),
        ("", ""),
    ],
)
def test_a_mask_leaves_the_first_sign_and_the_host(address, mask):
    assert privacy.masked(address) == mask


@pytest.mark.django_db
def test_networks_are_stored_as_prefixes(client):
    article = make_article()
    form = {"name": "小舟", "email": "zhou@example.com", "body": "好文。"}
    for address, network in [("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2::3", None)]:
        client.post(f"/article/{article.pk}/comments/", form, REMOTE_ADDR=address)
        stored = Comment.objects.latest("pk").network
        assert stored == (network or "2001:db8:1::/48")
        form["body"] += "又及。"
