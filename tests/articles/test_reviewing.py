"""Writing and reviewing: every save is kept, a text goes to the editors and comes back."""

import pytest

from articles import workflow
from articles.models import (
    Article,
    ArticleCounter,
    ArticleRevision,
    JournalEntry,
)
from articles.workflow import (
    AlreadyMoved,
    DeskState,
    IdTaken,
    desk_state,
    waiting_state,
)
from portal.roles import AUTHOR, EDITOR
from tests.articles.desk import edited, fresh, published, purged
from tests.factories import (
    make_author,
    make_content,
    make_draft,
    make_staff,
    make_tag,
)

pytestmark = pytest.mark.django_db

State = ArticleRevision.State


def test_a_new_article_is_a_draft_that_no_reader_sees():
    article = make_draft(headline="新稿")
    assert fresh(article).headline == "新稿"
    assert desk_state(fresh(article)) == DeskState.DRAFT
    assert article not in Article.objects.published()
    assert ArticleCounter.objects.filter(article=article).exists()


def test_the_row_of_a_draft_follows_every_save():
    tag, author = make_tag(), make_author()
    article = make_draft()
    edited(article, headline="改过", tag_ids=(tag.pk,), author_ids=(author.pk,))
    row = fresh(article)
    assert (row.headline, list(row.tags.all()), row.ordered_authors) == ("改过", [tag], [author])


def test_a_change_to_a_published_article_waits_until_it_is_published():
    article = published(headline="读者看到的")
    revision = edited(article, headline="还在改")
    row = fresh(article)
    assert row.headline == "读者看到的"
    assert row.has_changes_waiting
    assert waiting_state(row) == DeskState.DRAFT
    workflow.publish(revision, by=None)
    row = fresh(article)
    assert row.headline == "还在改"
    assert not row.has_changes_waiting


def test_a_save_from_an_outdated_form_is_kept_aside():
    article = make_draft(headline="第一稿")
    seen = article.latest_revision
    newer = workflow.save_revision(article, make_content(headline="同事的"), by=None, base=seen)
    aside = workflow.save_revision(article, make_content(headline="我的"), by=None, base=seen)
    row = fresh(article)
    assert row.latest_revision == newer
    assert row.headline == "同事的"
    assert fresh(aside).headline == "我的"
    with pytest.raises(AlreadyMoved):
        workflow.publish(aside, by=None)


def test_restoring_makes_a_new_revision_and_rewinds_nothing():
    article = make_draft(headline="第一稿")
    first = article.latest_revision
    edited(article, headline="第二稿")
    restored = workflow.restore(first, by=None)
    assert fresh(article).headline == "第一稿"
    assert fresh(article).latest_revision == restored
    assert article.revisions.count() == 3


def test_an_id_that_another_article_has_or_had_is_refused():
    article = make_draft()
    with pytest.raises(IdTaken):
        workflow.create_article(make_content(), by=None, article_id=article.pk)
    purged(article)
    with pytest.raises(IdTaken):
        workflow.create_article(make_content(), by=None, article_id=article.pk)


def test_articles_after_one_with_a_wished_id_come_after_it():
    wished = make_draft().pk + 5000
    workflow.create_article(make_content(), by=None, article_id=wished)
    assert make_draft().pk > wished


def test_a_text_goes_to_review_and_comes_back_with_a_reason():
    author, editor = make_staff(AUTHOR), make_staff(EDITOR)
    article = make_draft(by=author)
    workflow.submit(article.latest_revision, by=author)
    assert desk_state(fresh(article)) == DeskState.IN_REVIEW
    workflow.request_changes(article.latest_revision, by=editor, reason="数字请补来源")
    assert desk_state(fresh(article)) == DeskState.SENT_BACK
    entry = JournalEntry.objects.get(action="article.request_changes")
    assert (entry.by, entry.note) == (editor, "数字请补来源")
    assert (entry.data["from"], entry.data["to"]) == ("in_review", "changes_requested")


def test_what_was_sent_back_stays_so_until_it_is_submitted_again():
    article = make_draft()
    workflow.submit(article.latest_revision, by=None)
    workflow.request_changes(article.latest_revision, by=None, reason="")
    revision = edited(article, headline="补好了")
    assert desk_state(fresh(article)) == DeskState.SENT_BACK
    workflow.submit(revision, by=None)
    assert desk_state(fresh(article)) == DeskState.IN_REVIEW


def test_a_text_in_review_is_taken_back_by_its_writers_save_and_not_by_a_reviewers():
    author, editor = make_staff(AUTHOR), make_staff(EDITOR)
    article = make_draft(by=author)
    workflow.submit(article.latest_revision, by=author)
    by_editor = workflow.save_revision(article, make_content(), by=editor)
    assert by_editor.state == State.IN_REVIEW
    by_author = workflow.save_revision(article, make_content(), by=author)
    assert by_author.state == State.DRAFT


def test_nobody_decides_about_a_text_that_has_changed_since():
    article = make_draft()
    seen = article.latest_revision
    workflow.submit(seen, by=None)
    edited(article, headline="后来又改")
    with pytest.raises(AlreadyMoved):
        workflow.approve(seen, by=None)


def test_of_two_reviewers_the_second_is_told():
    article = make_draft()
    workflow.submit(article.latest_revision, by=None)
    workflow.approve(article.latest_revision, by=None)
    with pytest.raises(AlreadyMoved):
        workflow.request_changes(article.latest_revision, by=None, reason="晚了")
    assert desk_state(fresh(article)) == DeskState.APPROVED
