"""Links under which outsiders read a draft: what opens, what they get, and what comes back."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import retention, sharing, workflow
from articles.models import JournalEntry, Notification, PreviewNote, PreviewVisit, View
from tests.articles.desk import edited, fresh, published
from tests.factories import make_article, make_draft, make_picture, make_staff
from tests.page import attribute, find, text
from tests.page import page as parse

pytestmark = pytest.mark.django_db

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
OURS = {"Sec-Fetch-Site": "same-origin"}
NOTE = {"name": "顾问", "body": "第二段的数字请再核对。"}


@pytest.fixture
def editor():
    return make_staff("editor")


@pytest.fixture
def draft():
    return make_draft(headline="未发布的稿", body="<p>草稿正文。</p>")


@pytest.fixture
def link(draft, editor):
    return sharing.create_link(draft, by=editor, label="顾问")


def read(link, **headers):
    return Client(headers=BROWSER | headers).get(sharing.address_of(link))


def leave(link, data=NOTE, **headers):
    return Client(headers=OURS | headers).post(sharing.address_of(link), data)


# --- What opens -----------------------------------------------------------------------------


def test_whoever_has_the_link_reads_the_draft(link):
    response = read(link)
    assert response.status_code == 200
    words = text(parse(response))
    assert "未发布的稿" in words
    assert "草稿正文" in words
    assert "未发布 · 仅供审阅" in words


def test_a_link_follows_what_is_saved_and_a_pinned_one_does_not(draft, link, editor):
    pinned = sharing.create_link(draft, by=editor, revision=draft.latest_revision)
    edited(draft, body="<p>改过的正文。</p>")
    assert "改过的正文" in read(link).content.decode()
    assert "草稿正文" in read(pinned).content.decode()
    assert "改过的正文" not in read(pinned).content.decode()


def test_a_pinned_link_whose_text_was_tidied_away_shows_no_other(draft, editor):
    pinned = sharing.create_link(draft, by=editor, revision=draft.latest_revision)
    edited(draft)
    draft.revisions.filter(pk=pinned.revision_id).delete()
    assert read(pinned).status_code == 404


def test_a_text_that_an_open_link_shows_is_not_tidied_away(draft, editor):
    pinned = sharing.create_link(draft, by=editor, revision=draft.latest_revision)
    for number in range(2):
        edited(draft, subheadline=f"副题{number}")
    later = timezone.now() + timedelta(days=1)
    assert pinned.revision not in retention.forgettable(later)
    revoke(pinned)
    assert pinned.revision in retention.forgettable(later)


def revoke(link):
    sharing.revoke_link(link, by=link.created_by)


def embargo(link):
    until = timezone.now() + timedelta(hours=1)
    workflow.place(link.article, by=None, embargo_until=until)


def throw_away(link):
    workflow.trash(link.article, by=None)


def purge(link):
    throw_away(link)
    workflow.purge(fresh(link.article), by=None)


CLOSED = [revoke, embargo, throw_away, purge]


@pytest.mark.parametrize("close", CLOSED)
def test_what_is_closed_says_no_more_than_what_never_was(link, close):
    token = sharing.address_of(link)
    close(link)
    closed, never = Client().get(token), Client().get("/preview/1.nonsense/")
    assert (closed.status_code, never.status_code) == (404, 404)
    assert closed.content == never.content
    assert dict(closed.headers) == dict(never.headers)


def test_a_link_ends_by_itself(link, time_machine):
    assert link.expires_at - link.created_at == pytest.approx(timedelta(hours=48), abs=timedelta(1))
    time_machine.move_to(link.expires_at + timedelta(seconds=1))
    assert read(link).status_code == 404
    assert leave(link).status_code == 404


def test_an_embargo_that_has_ended_is_no_wall(link, time_machine):
    embargo(link)
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert read(link).status_code == 200


def test_the_token_of_one_opens_no_other(link, editor):
    other = sharing.create_link(make_draft(headline="另一篇"), by=editor)
    mine, theirs = (sharing.address_of(one).split("/")[2] for one in (link, other))
    swapped = f"{theirs.split('.')[0]}.{mine.split('.')[1]}"
    assert Client().get(f"/preview/{swapped}/").status_code == 404
    assert "另一篇" not in read(link).content.decode()


@pytest.mark.parametrize("token", ["1", "1.", ".", "0", "9" * 400, "一", "1:x", "-1.x", "%00"])
def test_nonsense_opens_nothing(token, link):
    for ending in ("", "media/pictures/ab/x.jpg"):
        assert Client().get(f"/preview/{token}/{ending}").status_code == 404


def test_nothing_in_the_database_opens_a_link(link, settings):
    before = sharing.address_of(link)
    settings.SECRET_KEY = "another" * 8
    assert sharing.address_of(link) != before


def test_only_who_may_edit_makes_and_ends_links(link, draft):
    for role in ("author", "moderator"):
        stranger = make_staff(role)
        with pytest.raises(workflow.NotAllowed):
            sharing.create_link(draft, by=stranger)
        with pytest.raises(workflow.NotAllowed):
            sharing.revoke_link(link, by=stranger)


def test_a_link_is_pinned_to_a_text_of_its_own_article_alone(draft, editor):
    with pytest.raises(workflow.NotAllowed):
        sharing.create_link(draft, by=editor, revision=make_draft().latest_revision)


def test_the_journal_knows_who_showed_what_and_until_when(link, editor):
    sharing.revoke_link(link, by=editor)
    sharing.revoke_link(link, by=editor)
    made, ended = JournalEntry.objects.filter(action__endswith="share").order_by("pk")
    assert (made.action, made.by, made.note) == ("article.share", editor, "顾问")
    assert made.data["until"] == link.expires_at.isoformat()
    assert (ended.action, ended.data["link"]) == ("article.unshare", link.pk)


# --- What they get --------------------------------------------------------------------------


def test_the_page_is_kept_by_no_cache_and_listed_by_no_crawler(link):
    for response in (read(link), leave(link, {}), leave(link), Client().get("/preview/1.x/")):
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "ETag" not in response
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert response["X-Frame-Options"] == "DENY"


def test_the_page_counts_nothing_and_takes_no_likes_or_comments(link):
    page = parse(read(link))
    assert not find(page, data_view_beacon=True)
    assert not find(page, "form", data_like=True)
    assert not find(page, id="comments")
    assert not find(page, "meta", property="og:title")
    assert not find(page, "link", rel="canonical")
    assert not View.objects.exists()


def test_a_colleague_who_is_signed_in_gets_the_same_page(link, editor):
    client = Client(headers=BROWSER)
    client.force_login(editor)
    response = client.get(sharing.address_of(link))
    assert response.content == read(link).content


def test_pictures_of_a_draft_are_seen_through_the_link_alone(editor):
    cover, inside, other = make_picture(), make_picture(), make_picture()
    body = f'<p>图</p><figure><img data-picture="{inside.pk}" alt="图"></figure>'
    link = sharing.create_link(make_draft(cover_id=cover.pk, body=body), by=editor)
    make_draft(cover_id=other.pk)
    html = read(link).content.decode()
    shown = set(re.findall(r"[^\s\"'(]*pictures/[0-9a-f]{2}/[^\s\"',)]+", html))
    assert len(shown) >= 4  # both, and what their srcsets offer
    assert all(address.startswith(sharing.address_of(link)) for address in shown)
    for address in shown:
        response = Client().get(address)
        assert response.status_code == 200, address
        assert response["Cache-Control"] == "private, no-store"
    for path in [*cover.files, *inside.files]:
        assert Client().get(f"/media/{path}").status_code == 404
    assert Client().get(f"{sharing.address_of(link)}media/{other.path}").status_code == 404
    revoke(link)
    assert {Client().get(address).status_code for address in shown} == {404}


def test_a_picture_that_left_the_draft_leaves_the_link(editor):
    picture = make_picture()
    article = make_draft(cover_id=picture.pk)
    link = sharing.create_link(article, by=editor)
    pinned = sharing.create_link(article, by=editor, revision=article.latest_revision)
    edited(article, cover_id=None)
    ours, theirs = (f"{sharing.address_of(one)}media/{picture.path}" for one in (link, pinned))
    assert (Client().get(ours).status_code, Client().get(theirs).status_code) == (404, 200)


def test_a_change_on_top_of_a_published_text_is_shown_to_the_holder_alone(editor):
    article = published(body="<p>旧文。</p>")
    edited(article, body="<p>新文。</p>")
    link = sharing.create_link(article, by=editor)
    assert "新文" in read(link).content.decode()
    assert "新文" not in Client().get(article.get_absolute_url()).content.decode()


def test_an_article_without_any_revision_is_shown_as_it_stands(editor):
    link = sharing.create_link(make_article(body="<p>旧系统来的。</p>"), by=editor)
    assert "旧系统来的" in read(link).content.decode()


def test_a_page_costs_a_bounded_number_of_queries(link):
    read(link)
    with CaptureQueriesContext(connection) as queries:
        read(link)
    assert len(queries) <= 24


# --- Who came -------------------------------------------------------------------------------


def test_a_visit_is_noted_by_network_once_in_a_while_and_without_an_address(link, time_machine):
    time_machine.move_to("2026-11-24T10:04:59Z", tick=False)
    for address in ("203.0.113.7", "203.0.113.9", "198.51.100.1"):
        for _ in range(2):
            Client(headers=BROWSER, REMOTE_ADDR=address).get(sharing.address_of(link))
    visits = PreviewVisit.objects.order_by("network")
    assert [one.network for one in visits] == ["198.51.100.0/24", "203.0.113.0/24"]
    assert {one.at.strftime("%H:%M:%S") for one in visits} == {"10:00:00"}
    time_machine.move_to("2026-11-24T10:11:00Z", tick=False)
    read(link)
    assert PreviewVisit.objects.count() == 3


@pytest.mark.parametrize("headers", [{"User-Agent": "Slackbot 1.0"}, {"Sec-Purpose": "prefetch"}])
def test_a_chat_that_unfurls_the_link_is_no_visitor(link, headers):
    assert read(link, **headers).status_code == 200
    assert Client().head(sharing.address_of(link)).status_code == 200
    assert not PreviewVisit.objects.exists()


def test_visits_are_forgotten_a_month_after_the_end(link, time_machine):
    read(link)
    later = link.expires_at + timedelta(days=29)
    assert sharing.forget_past_visits(later) == 0
    assert sharing.forget_past_visits(later + timedelta(days=2)) == 1


# --- What they write ------------------------------------------------------------------------


def test_a_visitor_leaves_a_note(link, editor):
    response = leave(link)
    assert response.status_code == 303
    assert "已转交编辑" in Client().get(response["Location"]).content.decode()
    note = PreviewNote.objects.get()
    assert (note.name, note.body) == (NOTE["name"], NOTE["body"])
    assert note.revision == link.article.latest_revision
    assert Notification.objects.get(user=editor).reason == "顾问: 第二段的数字请再核对。"
    assert JournalEntry.objects.get(action="article.preview_note").by is None


def test_visitors_do_not_read_each_others_notes(link):
    leave(link)
    assert NOTE["body"] not in read(link).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "", "body": "话"},
        {"name": "某人", "body": ""},
        {"name": "某人", "body": " \u202e "},
        {"name": "长" * 61, "body": "话"},
        {"name": "某人", "body": "长" * 2001},
        {"name": "某人", "body": "\x00"},
    ],
)
def test_a_wrong_note_comes_back_with_what_was_typed(link, wrong):
    response = leave(link, wrong)
    assert response.status_code == 422
    page = parse(response)
    assert find(page, role="alert")
    assert (attribute(find(page, id="note-name")[0], "value") or "") == wrong["name"]
    assert not PreviewNote.objects.exists()


def test_a_note_is_text_and_no_html(link):
    tag = "<script>alert(1)</script>"
    leave(link, {"name": tag, "body": tag})
    assert tag not in leave(link, {"name": tag, "body": ""}).content.decode()


def test_the_same_note_sent_twice_is_one(link):
    assert [leave(link).status_code for _ in range(2)] == [303, 303]
    assert PreviewNote.objects.count() == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 303),  # what browsers say of a page without a referrer, over http
        ({}, 303),
    ],
)
def test_another_site_leaves_no_note(link, headers, status):
    response = Client(headers=headers).post(sharing.address_of(link), NOTE)
    assert response.status_code == status
    assert PreviewNote.objects.exists() == (status == 303)


def test_too_many_notes_are_refused_with_the_text_kept(link):
    for number in range(5):
        assert leave(link, NOTE | {"body": f"第{number}条"}).status_code == 303
    response = leave(link, NOTE | {"body": "还有一条"})
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "还有一条" in response.content.decode()
    assert PreviewNote.objects.count() == 5


def test_other_methods_are_not_taken(link):
    assert Client().put(sharing.address_of(link)).status_code == 405
