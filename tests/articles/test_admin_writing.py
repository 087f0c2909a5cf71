"""Writing in the admin: every save a revision, every step the person's own."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, ArticleRevision, JournalEntry, Tag
from articles.workflow import DeskState, desk_state, waiting_state
from portal.roles import AUTHOR, EDITOR
from tests.factories import (
    in_an_hour,
    make_author,
    make_category,
    make_draft,
    make_staff,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"


def address(article, page="change"):
    return reverse(f"admin:articles_article_{page}", args=[article.pk])


def desk_of(role):
    client = Client()
    client.user = make_staff(role)
    client.force_login(client.user)
    return client


def typed(article=None, **changes):
    """What the form would post for the article's latest text."""
    if article is not None:
        article.refresh_from_db()
    content = workflow.content_of(article) if article else None
    values = {
        "headline": content.headline if content else "新稿",
        "body": content.body if content else "<p>正文。</p>",
        "category": content.category_id or "" if content else make_category().pk,
        "language": "zh-hans",
        "origin": "own",
        "notice_mode": "default",
        "comments_open": "on",
        "base": article.latest_revision_id if article else "",
    }
    return values | changes


def save(client, article, move="save", **changes):
    """Post the form with the button `move`; return the article as it is then."""
    response = client.post(address(article), typed(article, **changes) | {"_move": move})
    assert response.status_code == 302, response.context["form"].errors
    return Article.objects.get(pk=article.pk)


def published():
    return workflow.publish(make_draft().latest_revision, by=None)


def buttons(response):
    return [response.context["primary"].name, *(one.name for one in response.context["others"])]


@pytest.fixture
def author():
    return desk_of(AUTHOR)


@pytest.fixture
def editor():
    return desk_of(EDITOR)


def test_an_author_writes_a_new_article_and_submits_it(author):
    response = author.post(ADD, typed(headline="第一篇", _move="submit"))
    article = Article.objects.get()
    assert response.url == address(article)
    assert (article.headline, article.created_by) == ("第一篇", author.user)
    assert desk_state(article) == DeskState.IN_REVIEW


def test_a_new_article_begins_with_the_writers_byline(author):
    make_author(name="林见川", user=author.user)
    form = author.get(ADD).context["form"]
    assert form["authors"].value() == "林见川"


def test_the_form_shows_the_latest_text_and_readers_keep_theirs(editor):
    article = published()
    before = article.headline
    save(editor, article, headline="还在改")
    assert editor.get(address(article)).context["form"]["headline"].value() == "还在改"
    article.refresh_from_db()
    assert article.headline == before
    assert waiting_state(article) == DeskState.DRAFT


def test_every_field_of_the_form_arrives_in_the_revision(editor):
    article = make_draft()
    tag, first, second = make_tag(name="退潮"), make_author(name="甲"), make_author(name="乙")
    sent = {
        "subheadline": "副标题",
        "excerpt": "摘要",
        "tags": "退潮",
        "authors": "乙、甲",
        "responsible_editor": "于存真",
        "editor_code": "zx0176",
        "origin": "reprinted",
        "source_name": "某报",
        "source_url": "example.com/a",
        "notice_mode": "custom",
        "notice_text": "转自 {source}",
        "indent_first_line": "on",
        "seo_title": "搜索标题",
        "seo_description": "搜索描述",
    }
    content = workflow.content_of(save(editor, article, **sent))
    assert content.tag_ids == (tag.pk,)
    assert content.author_ids == (second.pk, first.pk)
    assert content.source_url == "https://example.com/a"
    assert content.indent_first_line
    for name in (
        "subheadline",
        "excerpt",
        "editor_code",
        "source_name",
        "notice_text",
        "seo_title",
    ):
        assert getattr(content, name) == sent[name]


def test_new_tags_are_made_as_they_are_typed(author):
    make_tag(name="退潮")
    article = make_draft(by=author.user)
    article = save(author, article, tags="退潮, 屋顶光伏、AI；ai")
    assert [tag.name for tag in article.tags.order_by("pk")] == ["退潮", "屋顶光伏", "AI"]
    assert Tag.objects.get(name="AI").slug == "ai"


def test_a_name_that_two_authors_share_is_asked_for_again(editor):
    make_author(name="张伟", slug="zhang-1")
    make_author(name="张伟", slug="zhang-2")
    article = make_draft()
    response = editor.post(address(article), typed(article, authors="张伟"))
    assert "zhang-1、zhang-2" in response.context["form"].errors["authors"][0]
    article = save(editor, article, authors="zhang-2")
    assert [one.slug for one in article.ordered_authors] == ["zhang-2"]
    assert editor.get(address(article)).context["form"]["authors"].value() == "zhang-2"


def test_an_unknown_author_is_refused_and_what_was_typed_stays(editor):
    article = make_draft()
    response = editor.post(address(article), typed(article, headline="改", authors="查无此人"))
    assert response.status_code == 200
    assert response.context["form"]["headline"].value() == "改"
    assert article.revisions.count() == 1


def test_an_editor_publishes_what_was_just_typed(editor):
    article = make_draft()
    article = save(editor, article, "publish", headline="成稿")
    assert article.is_published
    assert article.headline == "成稿"
    assert article.live_revision.published_by == editor.user


def test_missing_fields_are_named_beside_them_and_nothing_is_published(editor):
    article = make_draft()
    sent = typed(article, headline="", category="", origin="reprinted", _move="publish")
    response = editor.post(address(article), sent)
    assert set(response.context["form"].errors) == {"headline", "category", "source_name"}
    article.refresh_from_db()
    assert article.state == Article.State.UNPUBLISHED


def test_a_draft_may_lack_everything_but_a_word(author):
    article = make_draft(by=author.user)
    assert save(author, article, headline="", category="").headline == ""
    response = author.post(address(article), typed(article, headline="", body=""))
    assert "headline" in response.context["form"].errors


def test_scheduling_wants_a_time_that_is_still_to_come(editor):
    article = make_draft()
    for at in ("", f"{timezone.localtime():%Y-%m-%dT%H:%M}"):
        sent = typed(article, publish_at=at, _move="schedule")
        assert "publish_at" in editor.post(address(article), sent).context["form"].errors
    at = timezone.localtime(in_an_hour()).replace(second=0, microsecond=0)
    article = save(editor, article, "schedule", publish_at=f"{at:%Y-%m-%dT%H:%M}")
    assert (desk_state(article), article.published_at) == (DeskState.SCHEDULED, at)
    page = editor.get(address(article))
    assert page.context["form"]["publish_at"].value() == timezone.make_naive(at)
    assert buttons(page)[0] == "schedule"
    assert "Asia/Shanghai (UTC+08:00)" in page.content.decode()


def test_the_whole_way_of_a_text(author, editor):
    article = save(author, make_draft(by=author.user), "submit")
    article = save(editor, article, "request_changes", note="数字请补来源")
    assert desk_state(article) == DeskState.SENT_BACK
    assert "数字请补来源" in author.get(address(article)).content.decode()
    article = save(author, article, "submit", body="<p>补了来源。</p>")
    article = save(editor, article, "approve")
    article = save(editor, article, "publish")
    article = save(editor, article, "withdraw", note="失实")
    assert desk_state(article) == DeskState.WITHDRAWN
    article = save(editor, article, "archive")
    article = save(editor, article, "unarchive")
    article = save(editor, article, "publish")
    assert article.is_published


@pytest.mark.parametrize(
    ("prepare", "authors", "editors"),
    [
        (lambda a: None, "submit", "submit"),
        (lambda a: workflow.submit(a.latest_revision, by=None), "take_back", "publish"),
        (
            lambda a: (
                workflow.submit(a.latest_revision, by=None),
                workflow.request_changes(a.latest_revision, by=None, reason=""),
            ),
            "submit",
            "submit",
        ),
        (
            lambda a: workflow.publish(a.latest_revision, by=None, at=in_an_hour()),
            "submit",
            "schedule",
        ),
        (lambda a: workflow.publish(a.latest_revision, by=None), "submit", "publish"),
        (
            lambda a: workflow.withdraw(workflow.publish(a.latest_revision, by=None), by=None),
            "submit",
            "publish",
        ),
        (lambda a: workflow.archive(a, by=None), "save", "unarchive"),
    ],
    ids=["draft", "in review", "sent back", "scheduled", "published", "withdrawn", "archived"],
)
def test_the_black_button_is_the_likeliest_step(author, editor, prepare, authors, editors):
    article = make_draft(by=author.user)
    prepare(article)
    assert buttons(author.get(address(article)))[0] == authors
    assert buttons(editor.get(address(article)))[0] == editors


def test_an_author_is_offered_no_step_of_an_editors(author):
    article = make_draft(by=author.user)
    assert set(buttons(author.get(address(article)))) == {"save", "submit"}
    form = author.get(address(article)).context["form"]
    assert not {"is_pinned", "is_featured", "publish_at", "expires_at"} & set(form.fields)


@pytest.mark.parametrize(
    "move", ["publish", "schedule", "approve", "withdraw", "archive", "place", "purge", "", "state"]
)
def test_a_forged_step_is_refused_and_nothing_is_saved(author, move):
    article = make_draft(by=author.user)
    sent = typed(article, headline="偷改", note="?", _move=move)
    assert author.post(address(article), sent).status_code == 403
    assert author.post(ADD, typed(_move=move)).status_code == 403
    assert article.revisions.count() == Article.objects.count() == 1


def test_state_and_placement_cannot_be_smuggled_in(author):
    article = make_draft(by=author.user)
    tricks = {
        "state": "published",
        "published_at": "2020-01-01 00:00",
        "is_pinned": "on",
        "is_featured": "on",
        "created_by": make_user().pk,
        "live_revision": 1,
    }
    article = save(author, article, **tricks)
    assert article.state == Article.State.UNPUBLISHED
    assert not any((article.is_pinned, article.is_featured, article.published_at))
    assert article.created_by == author.user


def test_placement_changes_at_once_and_for_editors_only(editor):
    article = published()
    article = save(editor, article, is_pinned="on", comments_open="")
    assert article.is_pinned
    assert not article.comments_open
    assert JournalEntry.objects.filter(action="article.place").count() == 1


def test_an_outdated_form_loses_nothing_and_moves_nothing(author, editor):
    article = make_draft(by=author.user)
    opened = typed(article)
    save(editor, article, headline="编辑先存了")
    response = author.post(
        address(article), opened | {"headline": "作者后存", "_move": "submit"}, follow=True
    )
    article.refresh_from_db()
    assert article.headline == "编辑先存了"
    assert desk_state(article) == DeskState.DRAFT
    assert ArticleRevision.objects.filter(article=article, headline="作者后存").exists()
    assert address(article, "history") in response.content.decode()


def test_a_step_that_came_too_late_keeps_the_text(author, editor):
    article = make_draft(by=author.user)
    save(author, article, "submit")
    opened = typed(article)
    workflow.approve(Article.objects.get(pk=article.pk).latest_revision, by=editor.user)
    sent = opened | {"headline": "退前改一字", "note": "原因", "_move": "request_changes"}
    response = editor.post(address(article), sent, follow=True)
    article.refresh_from_db()
    assert article.latest_revision.headline == "退前改一字"
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_a_step_without_a_changed_word_makes_no_revision(author):
    article = make_draft(by=author.user)
    save(author, article, "submit")
    assert article.revisions.count() == 1


def test_enter_in_a_field_presses_the_harmless_button(editor):
    html = editor.get(address(published())).content.decode()
    form = html[html.index('id="article_form"') :]
    assert form.index('name="_move" value="save"') < form.index('value="publish"')


def test_a_notice_takes_only_known_placeholders(editor):
    article = make_draft()
    sent = typed(article, notice_mode="custom", notice_text="转自 {spurce}")
    errors = editor.post(address(article), sent).context["form"].errors
    assert "spurce" in errors["notice_text"][0]


@pytest.mark.parametrize("hours", [-1, 1])
def test_an_article_ends_after_it_began(editor, hours):
    article = make_draft()
    at = timezone.localtime(in_an_hour())
    end = at + timedelta(hours=hours)
    sent = typed(
        article,
        _move="schedule",
        publish_at=f"{at:%Y-%m-%dT%H:%M}",
        expires_at=f"{end:%Y-%m-%dT%H:%M}",
    )
    response = editor.post(address(article), sent)
    assert (response.status_code == 302) == (hours > 0)


def test_the_body_is_cleaned_before_it_is_compared_and_stored(editor):
    article = save(editor, make_draft(), body='<p onclick="x()">文<script>alert(1)</script></p>')
    assert article.body == "<p>文</p>"


def test_the_form_takes_few_queries(editor, django_assert_max_num_queries):
    tags, authors = [make_tag() for _ in range(8)], [make_author() for _ in range(4)]
    article = make_draft(
        tag_ids=tuple(tag.pk for tag in tags), author_ids=tuple(one.pk for one in authors)
    )
    for number in range(40):
        save(editor, article, headline=f"第 {number} 稿")
    with django_assert_max_num_queries(25):
        editor.get(address(article))


def test_only_pages_with_the_editor_allow_inline_scripts(editor):
    article = make_draft()
    assert "'unsafe-inline'" in editor.get(address(article)).headers["Content-Security-Policy"]
    for path in ("/admin/", "/admin/articles/article/", address(article, "history")):
        assert "unsafe" not in editor.get(path).headers["Content-Security-Policy"]
