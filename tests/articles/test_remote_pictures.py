"""Pictures of other sites come into the library, or stay in the text as links."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse

from articles import pasting, picture_views, remote_pictures
from articles.html import clean_body
from articles.models import Article, JournalEntry, Picture, User
from articles.pictures import store_picture
from tests.articles.desk import ADD, typed
from tests.articles.images import encoded, jpeg, photo
from tests.articles.outside import outside
from tests.factories import make_picture, make_staff, make_user

pytestmark = pytest.mark.django_db

INSIDE = "http://127.0.0.1/a.png"


@pytest.fixture
def world():
    with outside() as world:
        yield world


@pytest.fixture
def writer() -> User:
    return make_staff("author")


def small(seed: int = 0) -> bytes:
    return encoded(photo(64, 48, seed), "PNG")


def taken(world, writer, body):
    return remote_pictures.take_in(
        clean_body(body), by=writer, label=pasting.label, network=world.network
    )


# --- What is copied -------------------------------------------------------------------------


def test_a_remote_picture_comes_into_the_library_with_its_description(world, writer):
    address = world.file("/a.png", small())
    copied = taken(world, writer, f'<p>甲</p><img src="{address}" alt="河口" width="640">')
    picture = Picture.objects.get()
    assert copied.body == (
        f'<p>甲</p><figure><img data-picture="{picture.pk}" alt="河口"></figure>'
    )
    assert (picture.alt, picture.uploaded_by) == ("河口", writer)
    assert JournalEntry.objects.get(action="picture.create").by == writer


def test_the_site_is_noted_for_colleagues_and_credited_by_nobody(world, writer):
    taken(world, writer, f'<img src="{world.file("/a.png", small())}">')
    picture = Picture.objects.get()
    assert picture.title == "pictures.example"
    assert (picture.credit, picture.alt) == ("", "")


def test_an_address_that_comes_twice_is_fetched_once(world, writer):
    address = world.file("/a.png", small())
    copied = taken(world, writer, f'<img src="{address}"><p>甲</p><img src="{address}">')
    assert len(world.requests) == 1
    assert copied.body.count("data-picture") == 2


def test_a_picture_within_a_sentence_a_cell_or_a_link_stays_there(world, writer):
    address = world.file("/a.png", small())
    copied = taken(
        world,
        writer,
        f'<p>甲<img src="{address}">乙</p><table><tr><td><img src="{address}"></td><td>丙</td></tr>'
        f'</table><a href="https://other.example/"><img src="{address}"></a>',
    )
    assert copied.body.count("data-picture") == 3
    assert "src=" not in copied.body
    assert copied.body == clean_body(copied.body)


def test_a_picture_of_this_library_is_found_not_fetched(world, writer, settings):
    picture = make_picture(alt="山路")
    own = [picture.rendition_url(480), settings.SITE_URL + picture.url]
    copied = taken(world, writer, "".join(f'<img src="{address}">' for address in own))
    assert copied.body.count(f'data-picture="{picture.pk}"') == 2
    assert world.dialled == []
    assert Picture.objects.count() == 1


def test_a_text_without_remote_pictures_costs_nothing(world, writer, django_assert_num_queries):
    body = '<p>甲</p><figure><img data-picture="7"></figure><p><img src="/old/a.png"></p>'
    with django_assert_num_queries(0):
        copied = taken(world, writer, body)
    assert (copied.body, copied.copies) == (clean_body(body), [])


# --- What is not ----------------------------------------------------------------------------


def bomb(answer):
    answer.send_response(200)
    answer.send_header("Content-Encoding", "gzip")
    answer.end_headers()
    answer.wfile.write(b"\x1f\x8b\x08" + b"\0" * 2000)


REFUSED = {
    "an SVG drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a page called jpg": b"<!doctype html><script>alert(1)</script>",
    "a picture that is also a page": small() + b"<script>alert(1)</script>",
    "half a picture": jpeg()[:2000],
    "nothing": b"",
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_only_pictures_are_pictures_whatever_they_are_called(world, writer, data):
    address = world.file("/a.jpg", data, Content_Type="image/jpeg")
    copied = taken(world, writer, f'<img src="{address}">')
    assert not Picture.objects.exists()
    assert pasting.failure(copied.copies[0]).startswith("pictures.example 上的图片未能复制：")
    assert address in copied.body


def test_a_compressed_bomb_is_never_unpacked(world, writer):
    copied = taken(world, writer, f'<img src="{world.page("/a.png", bomb)}">')
    assert copied.copies[0].why == "refused_by_library"
    assert not Picture.objects.exists()


def test_what_was_not_copied_stays_as_a_link_with_all_its_words(world, writer):
    address = world.says("/a.png", 403)
    copied = taken(
        world,
        writer,
        f'<figure><img src="{address}" alt="河口"><figcaption>退潮。</figcaption></figure>'
        f'<p>甲<img src="{address}">乙</p>',
    )
    link = f'<a href="{address}" rel="noopener">pictures.example 上的图片：河口</a>'
    assert copied.body.startswith(f"<p>{link}</p><p>退潮。</p><p>甲<a ")
    assert copied.body.endswith("乙</p>")
    assert "<img" not in copied.body
    assert copied.body == clean_body(copied.body)


def test_a_link_around_it_is_kept_beside_it(world, writer):
    address = world.says("/a.png", 404)
    body = f'<a href="https://other.example/story"><img src="{address}" alt="甲"></a>'
    copied = taken(world, writer, body)
    assert 'href="https://other.example/story"' in copied.body
    assert f'href="{address}"' in copied.body


WORDS = {
    "/refused": "防盗链",
    "/missing": "已经没有",
    "/inside": "不在公网",
    "/large": "20 MB",
}


def test_each_failure_says_why_in_words(world, writer, monkeypatch):
    monkeypatch.setattr(remote_pictures, "MAX_BYTES", 1000)
    world.says("/refused", 403)
    world.says("/missing", 404)
    world.leads("/inside", "http://10.0.0.1/")
    world.file("/large", b"x" * 1001)
    body = "".join(f'<img src="http://pictures.example{path}">' for path in WORDS)
    copied = taken(world, writer, body)
    said = [pasting.failure(copy) for copy in copied.copies]
    assert all(word in sentence for word, sentence in zip(WORDS.values(), said, strict=True))


def test_twenty_at_once_and_the_rest_is_named(world, writer):
    data = small()
    addresses = [world.file(f"/{n}.png", data) for n in range(22)]
    copied = taken(world, writer, "".join(f'<img src="{one}">' for one in addresses))
    assert [copy.why for copy in copied.copies] == [""] * 20 + ["too_many"] * 2
    assert len(world.requests) == 20
    assert copied.body.count("data-picture") == 20
    assert copied.body.count("<a ") == 2


def test_all_together_have_one_deadline(world, writer, monkeypatch):
    monkeypatch.setattr(remote_pictures, "ALL_TOGETHER_S", 0.3)
    addresses = [world.page(f"/{n}", lambda answer: world.enough.wait()) for n in range(9)]
    copied = taken(world, writer, "".join(f'<img src="{one}">' for one in addresses))
    assert {copy.why for copy in copied.copies} == {"too_slow"}
    assert copied.body.count("<a ") == 9


def test_one_person_copies_only_so_many_an_hour(world, writer, monkeypatch):
    monkeypatch.setattr(remote_pictures, "A_PERSON", 2)
    body = "".join(f'<img src="{world.file(f"/{n}.png", small(n))}">' for n in range(3))
    first, second = taken(world, writer, body), taken(world, make_staff("author"), body)
    assert [copy.why for copy in first.copies] == ["", "", "too_often"]
    assert [copy.why for copy in second.copies] == ["", "", "too_often"]


# --- While pasting --------------------------------------------------------------------------

COPY = reverse("admin:articles_picture_copy")


def asked(writer, network=None, **given):
    request = RequestFactory().post(COPY, given)
    request.user = writer
    return json.loads(picture_views.copy(request, network=network).content)


def test_the_editor_asks_for_each_address_and_is_answered_for_each(world, writer):
    good, bad = world.file("/a.png", small()), world.says("/b.png", 403)
    answer = asked(writer, world.network, address=[good, bad], alt=["河口", ""])
    picture = Picture.objects.get()
    assert answer["copies"][0] == {"address": good} | picture_views.facts(picture)
    assert picture.alt == "河口"
    failed = answer["copies"][1]
    assert failed["label"] == "pictures.example 上的图片"
    assert "防盗链" in failed["error"]


@pytest.mark.parametrize("address", [INSIDE, "http://[::1]/a.png", "file:///etc/passwd", "图"])
def test_the_address_of_this_machine_is_answered_with_a_sentence(client, writer, address):
    client.force_login(writer)
    copies = client.post(COPY, {"address": address}).json()["copies"]
    assert copies[0]["error"]
    assert not Picture.objects.exists()


def test_too_many_addresses_are_no_reason_to_work(client, writer):
    client.force_login(writer)
    assert client.post(COPY, {"address": [f"{INSIDE}?{n}" for n in range(200)]}).status_code == 400
    assert client.post(COPY).status_code == 400
    assert client.get(COPY).status_code == 405


@pytest.mark.parametrize("role", ["moderator", None])
def test_who_may_not_add_pictures_copies_none(client, role):
    client.force_login(make_staff(role) if role else make_user())
    assert client.post(COPY, {"address": INSIDE}).status_code == 403


def test_a_stranger_is_led_to_the_door(client):
    assert client.post(COPY, {"address": INSIDE}).status_code == 302


# --- While saving, without scripts ----------------------------------------------------------


def test_a_save_copies_keeps_a_link_for_what_failed_and_says_so(client, writer):
    client.force_login(writer)
    body = f'<p>甲</p><img src="{INSIDE}" alt="河口">'
    page = client.post(ADD, typed(body=body) | {"_move": "save"}, follow=True)
    said = page.content.decode()
    assert "127.0.0.1 上的图片未能复制：地址不在公网" in said
    assert "127.0.0.1 上的图片：河口" in said
    assert "<img" not in Article.objects.get().latest_revision.body


def test_the_same_text_saved_again_asks_nobody_again(world, writer):
    body = f'<p>甲</p><img src="{world.says("/a.png", 403)}">'
    first = pasting.tidy(body, by=writer, network=world.network)
    second = pasting.tidy(first.body, by=writer, network=world.network)
    assert first.failures
    assert (second.body, second.is_news) == (first.body, False)
    assert len(world.requests) == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_fetched_within_a_transaction(world, settings):
    writer = User.objects.create(username="w", is_staff=True, is_superuser=True)
    seen = []
    address = world.page("/a.png", lambda answer: seen.append(connection.in_atomic_block))
    pasting.tidy(f'<img src="{address}">', by=writer, network=world.network)
    assert seen == [False]
    assert not connection.in_atomic_block


def test_a_known_file_keeps_its_words(world, writer):
    known = store_picture(SimpleUploadedFile("a.png", small()), alt="旧的描述")
    taken(world, writer, f'<img src="{world.file("/a.png", small())}" alt="别的">')
    known.refresh_from_db()
    assert known.alt == "旧的描述"
