"""The desk's preview: the readers' page at three widths, and what is typed before it is saved."""

import pytest
from django.contrib.auth.models import Permission

from articles import autosaves, sharing, workflow
from articles.models import View
from portal.roles import AUTHOR, MODERATOR
from tests.articles.desk import address, desk_of, edited, fresh, published, typed
from tests.factories import make_draft
from tests.page import attribute, find, text
from tests.page import page as parse

pytestmark = pytest.mark.django_db


def widths(page):
    return [
        (text(one), attribute(one, "href"), attribute(one, "aria-current"))
        for one in find(page, "a", data_width=True)
    ]


def frame(page):
    (one,) = find(page, "iframe")
    return attribute(one, "class"), attribute(one, "src")


def test_the_switch_works_by_links(editor):
    article = make_draft()
    page = parse(editor.get(address(article, "preview")))
    assert widths(page) == [
        ("手机 390", "?width=390", None),
        ("平板 820", "?width=820", None),
        ("桌面 1440", "?width=1440", "true"),
    ]
    page = parse(editor.get(address(article, "preview"), {"width": 390}))
    assert widths(page)[0][2] == "true"
    assert frame(page) == (
        "screen__page screen__page--390",
        address(article, "preview_page"),
    )


@pytest.mark.parametrize("width", ["", "391", "x", "390px", "9" * 300, "-1"])
def test_other_widths_are_the_widest(editor, width):
    page = parse(editor.get(address(make_draft(), "preview"), {"width": width}))
    assert "screen__page--1440" in frame(page)[0]


def test_an_older_text_stays_chosen_at_every_width(editor):
    article = make_draft()
    first = article.latest_revision.pk
    edited(article)
    page = parse(editor.get(address(article, "preview"), {"revision": first}))
    assert widths(page)[0][1] == f"?width=390&revision={first}"
    assert frame(page)[1] == f"{address(article, 'preview_page')}?revision={first}"


def test_only_our_own_pages_frame_the_page_and_it_frames_no_other(editor):
    article = make_draft()
    shown = editor.get(address(article, "preview_page"))
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    around = editor.get(address(article, "preview"))
    assert around["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in around["Content-Security-Policy"]
    assert "frame-src 'self'" in around["Content-Security-Policy"]
    for response in (shown, around):
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
        assert "unsafe" not in response["Content-Security-Policy"]
        assert "style=" not in response.content.decode()


def test_what_readers_see_already_is_not_called_unpublished(editor):
    article = published(headline="线上的")
    assert "未发布" not in editor.get(address(article, "preview_page")).content.decode()
    edited(article, subheadline="还在改")
    assert "未发布" in editor.get(address(article, "preview_page")).content.decode()


# --- What is typed --------------------------------------------------------------------------


def preview(client, article):
    return client.get(address(article, "preview_page")).content.decode()


def test_what_is_typed_is_previewed_without_being_saved(editor):
    article = make_draft(body="<p>存过的。</p>")
    response = editor.post(
        address(article, "preview"), typed(article, body="<p>正在写的。</p>"), follow=True
    )
    assert response.redirect_chain == [(address(article, "preview"), 302)]
    assert "正在写的" in preview(editor, article)
    assert "尚未保存" in preview(editor, article)
    assert article.revisions.count() == 1
    assert "正在写的" not in preview(desk_of("editor"), article)


def test_what_is_typed_is_cleaned_like_what_is_saved(editor):
    article = make_draft()
    body = "<p onclick=evil(1)>字<script>evil(2)</script></p>"
    editor.post(address(article, "preview"), typed(article, body=body))
    assert "evil" not in preview(editor, article)


def test_a_field_that_no_form_takes_spoils_no_preview(editor):
    article = make_draft()
    half = typed(article, headline="好标题", source_url="https://", category="0", tags="甲、乙")
    editor.post(address(article, "preview"), half)
    assert "好标题" in preview(editor, article).replace("<wbr>", "")


def test_typing_nothing_at_all_shows_what_was_saved(editor):
    article = make_draft(body="<p>存过的。</p>")
    autosaves.keep(article, editor.user, {"headline": "", "body": ""}, base=None)
    assert "存过的" in preview(editor, article)


def test_what_a_colleague_saved_since_is_newer_than_what_was_typed(editor):
    article = make_draft(body="<p>存过的。</p>")
    editor.post(address(article, "preview"), typed(article, body="<p>搁下的。</p>"))
    edited(article, body="<p>同事后来存的。</p>")
    assert "同事后来存的" in preview(editor, article)


def test_an_older_text_is_shown_whatever_is_typed(editor):
    article = make_draft(body="<p>存过的。</p>")
    editor.post(address(article, "preview"), typed(article, body="<p>正在写的。</p>"))
    query = {"revision": article.latest_revision_id}
    assert "存过的" in editor.get(address(article, "preview_page"), query).content.decode()


def test_the_page_beside_the_form_leads_to_the_preview(editor):
    page = parse(editor.get(address(make_draft())))
    (button,) = find(page, "button", data_preview=True)
    assert attribute(button, "formtarget") == "_blank"


def test_nothing_previewed_is_counted(editor):
    article = published()
    preview(editor, article)
    assert not View.objects.exists()


# --- Who ------------------------------------------------------------------------------------

VIEWS = ["preview", "preview_page", "sharing"]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("role", "status"), [(AUTHOR, 404), (MODERATOR, 403)])
def test_others_drafts_are_previewed_and_shared_by_nobody_else(role, status, view):
    client, article = desk_of(role), make_draft()
    for method in ("get", "post"):
        response = getattr(client, method)(address(article, view), typed(article))
        expected = 405 if method == "post" and view == "preview_page" else status
        assert response.status_code == expected
    assert not article.preview_links.exists()
    assert autosaves.of(article, client.user) is None


@pytest.mark.parametrize("view", VIEWS)
def test_readers_are_shown_the_door(client, view):
    assert "/login/" in client.get(address(make_draft(), view)).url


@pytest.fixture
def own():
    """An author and an article of theirs."""
    client = desk_of(AUTHOR)
    return client, make_draft(by=client.user)


def test_an_author_shares_the_own_draft(own):
    client, article = own
    data = {"label": "顾问", "hours": "24"}
    page = client.post(address(article, "sharing"), data, follow=True)
    link = article.preview_links.get()
    shown = page.content.decode()
    assert (link.label, link.is_pinned, link.created_by) == ("顾问", False, client.user)
    assert page.context["shared"][0].address in shown
    assert "/preview/" in client.get(page.context["shared"][0].address).request["PATH_INFO"]


@pytest.mark.parametrize("hours", ["", "1", "100000", "x"])
def test_a_link_is_good_for_one_of_three_times(own, hours):
    client, article = own
    response = client.post(address(article, "sharing"), {"hours": hours})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not article.preview_links.exists()


def test_a_link_is_pinned_to_what_is_saved_now(own):
    client, article = own
    client.post(address(article, "sharing"), {"hours": "48", "is_pinned": "on"})
    assert article.preview_links.get().revision == article.latest_revision


def revoke_path(link):
    return f"{address(link.article, 'sharing')}{link.pk}/revoke/"


def test_a_link_is_revoked_by_post_and_through_its_own_article(own):
    client, article = own
    client.post(address(article, "sharing"), {"hours": "48"})
    link = article.preview_links.get()
    other = make_draft(by=client.user)
    assert client.get(revoke_path(link)).status_code == 405
    elsewhere = f"{address(other, 'sharing')}{link.pk}/revoke/"
    assert client.post(elsewhere).status_code == 404
    assert desk_of(AUTHOR).post(revoke_path(link)).status_code == 404
    assert not fresh(link).revoked_at
    page = client.post(revoke_path(link), follow=True).content.decode()
    assert fresh(link).revoked_at
    assert "链接已作废" in page


def test_the_links_page_shows_visits_notes_and_walls(own, time_machine):
    client, article = own
    link = sharing.create_link(article, by=client.user, label="顾问")
    sharing.record_visit(link, network="203.0.113.0/24")
    sharing.leave_note(link, name="某人", body="<b>两处</b>存疑", network="203.0.113.0/24")
    page = client.get(address(article, "sharing")).content.decode()
    for words in ("1 次访问", "203.0.113.0/24", "&lt;b&gt;两处&lt;/b&gt;存疑", "顾问"):
        assert words in page
    beside = client.get(address(article)).content.decode()
    assert "&lt;b&gt;两处&lt;/b&gt;存疑" in beside
    assert "1 个链接有效" in beside
    workflow.place(article, by=None, embargo_until=link.expires_at)
    assert "禁发" in client.get(address(article, "sharing")).content.decode()


def test_a_colleague_who_may_only_look_shares_nothing():
    client, article = desk_of(MODERATOR), make_draft()
    looking = ["view_article", "change_others_article"]
    client.user.user_permissions.set(Permission.objects.filter(codename__in=looking))
    assert client.get(address(article, "preview")).status_code == 200
    assert client.get(address(article, "sharing")).status_code == 403
    assert client.post(address(article, "preview"), typed(article)).status_code == 403
