"""Taking articles from the readers, who may move them, and the desk's word for it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import (
    Article,
    ArticleRevision,
    JournalEntry,
    SearchDocument,
    Tombstone,
)
from articles.workflow import (
    AlreadyMoved,
    DeskState,
    NotAllowed,
    ReasonMissing,
    desk_state,
    in_desk_state,
    waiting_state,
)
from portal.roles import AUTHOR, CHIEF, EDITOR, MODERATOR
from tests.articles.desk import edited, fresh, published, purged
from tests.factories import (
    in_an_hour,
    make_author,
    make_content,
    make_draft,
    make_staff,
)

pytestmark = pytest.mark.django_db

State = ArticleRevision.State


def test_a_withdrawn_article_is_gone_for_readers_and_once_public():
    article = published()
    row = workflow.withdraw(article, by=None, reason="失实")
    assert row not in Article.objects.published()
    assert row.was_public
    assert not SearchDocument.objects.filter(pk=row.pk).exists()
    assert JournalEntry.objects.get(action="article.withdraw").note == "失实"


def test_a_withdrawn_article_comes_back_with_its_first_date():
    article = published(body="<p>原文。</p>")
    first = fresh(article).published_at
    row = workflow.withdraw(article, by=None)
    row = workflow.publish(row.latest_revision, by=None)
    assert row.published_at == first
    assert row.updated_at is None


def test_what_was_put_off_after_it_had_been_public_answers_as_gone():
    article = published()
    row = workflow.withdraw(article, by=None)
    row = workflow.publish(row.latest_revision, by=None, at=in_an_hour())
    assert row.was_public
    assert row not in Article.objects.published()
    row = workflow.publish(row.latest_revision, by=None)
    assert row in Article.objects.published()


def test_archived_articles_come_back_where_they_were():
    draft, withdrawn = make_draft(), workflow.withdraw(published(), by=None)
    assert desk_state(workflow.archive(draft, by=None)) == DeskState.ARCHIVED
    assert desk_state(workflow.unarchive(draft, by=None)) == DeskState.DRAFT
    workflow.archive(withdrawn, by=None)
    assert desk_state(workflow.unarchive(withdrawn, by=None)) == DeskState.WITHDRAWN


def test_a_purged_article_leaves_a_tombstone_and_nothing_else():
    article = workflow.withdraw(published(), by=None)
    purged(article)
    assert not Article.objects.filter(pk=article.pk).exists()
    assert Tombstone.objects.get().was_public
    assert not ArticleRevision.objects.filter(article_id=article.pk).exists()


@pytest.mark.parametrize("verb", [workflow.trash, workflow.purge])
def test_what_readers_see_or_will_see_can_be_thrown_away_by_nobody(verb):
    scheduled = make_draft()
    workflow.publish(scheduled.latest_revision, by=None, at=in_an_hour())
    for article in (published(), scheduled):
        with pytest.raises(AlreadyMoved):
            verb(article, by=None)


def test_nothing_is_deleted_that_was_not_thrown_away_before():
    with pytest.raises(AlreadyMoved):
        workflow.purge(make_draft(), by=None)


def test_an_article_that_was_purged_meanwhile_refuses_every_step():
    article = make_draft()
    revision = article.latest_revision
    purged(fresh(article))
    for verb in (
        lambda: workflow.save_revision(article, make_content(), by=None),
        lambda: workflow.publish(revision, by=None),
        lambda: workflow.place(article, by=None, is_pinned=True),
        lambda: workflow.purge(article, by=None),
    ):
        with pytest.raises(AlreadyMoved):
            verb()


def test_placement_is_immediate_and_journalled_once():
    article = published()
    edited(article, headline="还在改")
    workflow.place(article, by=None, is_pinned=True, comments_open=True)
    workflow.place(article, by=None, is_pinned=True)
    assert fresh(article).is_pinned
    assert fresh(article).has_changes_waiting
    assert JournalEntry.objects.get(action="article.place").data == {
        "is_pinned": True,
        "revision": fresh(article).latest_revision_id,
    }


def test_an_end_that_has_passed_does_not_hide_what_is_published_again(time_machine):
    article = published()
    workflow.place(article, by=None, expires_at=in_an_hour())
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    row = fresh(article)
    assert desk_state(row) == DeskState.WITHDRAWN
    row = workflow.publish(row.latest_revision, by=None)
    assert row in Article.objects.published()


@pytest.mark.parametrize("role", [AUTHOR, MODERATOR])
@pytest.mark.parametrize(
    "verb",
    [
        lambda article, by: workflow.publish(article.latest_revision, by=by),
        lambda article, by: workflow.approve(article.latest_revision, by=by),
        lambda article, by: workflow.request_changes(article.latest_revision, by=by, reason="?"),
        lambda article, by: workflow.place(article, by=by, is_pinned=True),
        lambda article, by: workflow.archive(article, by=by),
        lambda article, by: workflow.purge(article, by=by),
    ],
)
def test_only_editors_decide(role, verb):
    user = make_staff(role)
    article = make_draft()
    Article.objects.filter(pk=article.pk).update(created_by=user)
    workflow.submit(article.latest_revision, by=None)
    with pytest.raises(NotAllowed):
        verb(article, user)


def test_an_author_cannot_touch_the_article_of_another():
    author, article = make_staff(AUTHOR), make_draft(by=make_staff(AUTHOR))
    with pytest.raises(NotAllowed):
        workflow.save_revision(article, make_content(), by=author)
    with pytest.raises(NotAllowed):
        workflow.submit(article.latest_revision, by=author)


def test_who_signs_an_article_may_write_on_it():
    author = make_staff(AUTHOR)
    article = make_draft(author_ids=(make_author(user=author).pk,))
    assert workflow.save_revision(article, make_content(), by=author)


@pytest.mark.parametrize("role", [CHIEF, EDITOR])
def test_editors_send_back_and_withdraw_only_with_a_reason(role):
    editor = make_staff(role)
    article = make_draft()
    workflow.submit(article.latest_revision, by=None)
    with pytest.raises(ReasonMissing):
        workflow.request_changes(article.latest_revision, by=editor, reason=" ")
    with pytest.raises(ReasonMissing):
        workflow.withdraw(published(), by=editor, reason="")


def all_kinds():
    draft, sent_back = make_draft(), make_draft()
    workflow.submit(sent_back.latest_revision, by=None)
    workflow.request_changes(sent_back.latest_revision, by=None, reason="")
    approved = make_draft()
    workflow.submit(approved.latest_revision, by=None)
    workflow.approve(approved.latest_revision, by=None)
    waiting = published()
    workflow.submit(edited(waiting), by=None)
    due = published()
    workflow.publish(edited(due), by=None, at=in_an_hour())
    reworked = workflow.withdraw(published(), by=None)
    edited(reworked)
    archived = workflow.archive(make_draft(), by=None)
    scheduled = make_draft()
    workflow.publish(scheduled.latest_revision, by=None, at=in_an_hour())
    thrown_away = make_draft()
    workflow.submit(thrown_away.latest_revision, by=None)
    workflow.trash(thrown_away, by=None)
    retracted = workflow.retract(published(), by=None)
    kinds = [draft, sent_back, approved, waiting, due, reworked, archived, scheduled, published()]
    kinds += [thrown_away, retracted]
    return [fresh(article) for article in kinds]


def test_query_and_object_agree_on_the_desks_word():
    for article in all_kinds():
        shown = {desk_state(article), waiting_state(article)} - {None}
        if article.state != Article.State.UNPUBLISHED:
            shown.discard(DeskState.DRAFT)  # a draft on top is its writer's business alone
        found = {
            state
            for state in DeskState
            if in_desk_state(Article.objects.all(), state).filter(pk=article.pk).exists()
        }
        assert found == shown
