"""The steps of the writing page: each person's own, forged ones refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, ArticleRevision, JournalEntry
from articles.workflow import DeskState, desk_state
from tests.articles.desk import ADD, address, buttons, published, save, take_down, typed
from tests.factories import (
    in_an_hour,
    make_draft,
    make_user,
)

pytestmark = pytest.mark.django_db


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
    article = take_down(editor, article, "withdraw", "失实")
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
    assert set(buttons(author.get(address(article)))) == {"save", "submit", "trash"}
    form = author.get(address(article)).context["form"]
    hidden = {"is_pinned", "is_featured", "publish_at", "expires_at", "embargo_until"}
    assert not (hidden | {"assignee", "planned_for"}) & set(form.fields)


@pytest.mark.parametrize(
    "move",
    [
        "publish",
        "schedule",
        "approve",
        "withdraw",
        "archive",
        "retract",
        "place",
        "assign",
        "purge",
        "",
        "state",
    ],
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
    page = response.content.decode()
    assert "/merge/" in response.request["PATH_INFO"]
    assert "编辑先存了" in page
    assert "作者后存" in page


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
