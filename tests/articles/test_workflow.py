"""What the desk can do with an article, and what readers get by it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.content import ArticleContent
from articles.freshness import versions
from articles.models import (
    Article,
    ArticleCounter,
    ArticleRevision,
    JournalEntry,
    SearchDocument,
    Tombstone,
)
from articles.workflow import (
    AlreadyMoved,
    DeskState,
    IdTaken,
    NotAllowed,
    NotReadyToPublish,
    ReasonMissing,
    desk_state,
    in_desk_state,
    waiting_state,
)
from portal.roles import AUTHOR, CHIEF, EDITOR, MODERATOR
from tests.factories import (
    in_an_hour,
    make_author,
    make_category,
    make_content,
    make_draft,
    make_picture,
    make_staff,
    make_tag,
)

pytestmark = pytest.mark.django_db

State = ArticleRevision.State


def published(**content):
    article = make_draft(**content)
    return workflow.publish(article.latest_revision, by=None)


def edited(article, **changes):
    """The article's latest text with changes, as one more revision."""
    article.refresh_from_db()
    content = workflow.content_of(article)
    values = {name: getattr(content, name) for name in ArticleContent.__dataclass_fields__}
    return workflow.save_revision(article, ArticleContent(**values | changes), by=None)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# Writing


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
    workflow.purge(article, by=None)
    with pytest.raises(IdTaken):
        workflow.create_article(make_content(), by=None, article_id=article.pk)


def test_articles_after_one_with_a_wished_id_come_after_it():
    wished = make_draft().pk + 5000
    workflow.create_article(make_content(), by=None, article_id=wished)
    assert make_draft().pk > wished


# Reviewing


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


# Publishing


def test_publishing_copies_everything_to_the_live_row():
    parent = make_category()
    category = make_category(parent=parent)
    tags, authors = [make_tag(), make_tag()], [make_author(), make_author()]
    cover, inside = make_picture(), make_picture()
    article = make_draft(
        headline="潮汐电站并网，一年发电三亿度",
        body=f'<p>{"海" * 900}。</p><figure><img data-picture="{inside.pk}"></figure>',
        category_id=category.pk,
        tag_ids=tuple(tag.pk for tag in tags),
        author_ids=tuple(author.pk for author in reversed(authors)),
        cover_id=cover.pk,
    )
    row = workflow.publish(article.latest_revision, by=None)
    assert row in Article.objects.published()
    assert row.live_revision == row.latest_revision
    assert 'class="ph"' in row.headline_html
    assert row.teaser.startswith("海")
    assert row.reading_minutes == 3
    assert row.ordered_authors == list(reversed(authors))
    assert {link.picture_id for link in row.article_pictures.all()} == {cover.pk, inside.pk}
    assert SearchDocument.objects.filter(pk=row.pk).exists()
    shown_by = [f"article:{row.pk}", "front", f"category:{category.pk}", f"category:{parent.pk}"]
    shown_by += [f"tag:{tag.pk}" for tag in tags] + [f"author:{one.pk}" for one in authors]
    assert all(versions(*shown_by).values())


def test_moving_to_another_category_tells_the_old_one_too():
    old, new = make_category(), make_category()
    article = published(category_id=old.pk)
    before = versions(f"category:{old.pk}")
    workflow.publish(edited(article, category_id=new.pk), by=None)
    assert versions(f"category:{old.pk}") != before
    assert versions(f"category:{new.pk}")[f"category:{new.pk}"] > 0


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ({"headline": "  "}, "headline"),
        ({"body": "<p> &nbsp;</p>"}, "body"),
        ({"category_id": None}, "category"),
        ({"origin": "reprinted"}, "source_name"),
    ],
)
def test_what_readers_need_must_be_there(content, missing):
    article = make_draft(**content)
    with pytest.raises(NotReadyToPublish) as refusal:
        workflow.publish(article.latest_revision, by=None)
    assert refusal.value.missing == (missing,)
    assert article not in Article.objects.published()


def test_a_relation_that_is_gone_is_named_and_nothing_is_published():
    article = published()
    revision = edited(article, tag_ids=(make_tag().pk,), author_ids=(10**9,))
    with pytest.raises(NotReadyToPublish) as refusal:
        workflow.publish(revision, by=None)
    assert refusal.value.gone == ("authors",)
    assert fresh(article).live_revision != revision


def test_a_correction_keeps_the_first_date_and_says_when_it_was_made():
    article = published()
    first = fresh(article).published_at
    assert fresh(article).updated_at is None
    workflow.publish(edited(article, body="<p>更正。</p>"), by=None)
    row = fresh(article)
    assert row.published_at == first
    assert row.updated_at > first


def test_filing_anew_is_no_update_of_the_text():
    article = published()
    workflow.publish(edited(article, tag_ids=(make_tag().pk,)), by=None)
    assert fresh(article).updated_at is None


def test_a_scheduled_article_appears_by_itself():
    article = make_draft()
    row = workflow.publish(article.latest_revision, by=None, at=in_an_hour())
    assert desk_state(row) == DeskState.SCHEDULED
    assert not row.was_public
    assert row not in Article.objects.published()
    assert row in Article.objects.published(at=in_an_hour() + timedelta(minutes=1))


def test_a_schedule_can_be_moved_and_cancelled():
    article = make_draft()
    workflow.publish(article.latest_revision, by=None, at=in_an_hour())
    later = in_an_hour() + timedelta(hours=3)
    row = workflow.publish(fresh(article).latest_revision, by=None, at=later)
    assert (row.published_at, row.first_published_at) == (later, later)
    row = workflow.unschedule(row, by=None)
    assert desk_state(row) == DeskState.APPROVED
    assert (row.published_at, row.first_published_at) == (None, None)


def test_a_change_scheduled_on_a_public_article_waits_for_its_time(time_machine):
    article = published(headline="旧")
    revision = edited(article, headline="新")
    workflow.publish(revision, by=None, at=in_an_hour())
    row = fresh(article)
    assert (row.headline, waiting_state(row)) == ("旧", DeskState.SCHEDULED)
    assert workflow.publish_due() == 0
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert workflow.publish_due() == 1
    assert workflow.publish_due() == 0
    assert fresh(article).headline == "新"


def test_a_draft_begun_on_top_of_a_scheduled_change_does_not_stop_it(time_machine):
    article = published(headline="旧")
    workflow.publish(edited(article, headline="定时"), by=None, at=in_an_hour())
    edited(article, headline="还没写完")
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert workflow.publish_due() == 1
    assert fresh(article).headline == "定时"
    assert fresh(article).has_changes_waiting


def test_publishing_a_newer_text_drops_the_older_scheduled_one(time_machine):
    article = published(headline="旧")
    workflow.publish(edited(article, headline="定时"), by=None, at=in_an_hour())
    workflow.publish(edited(article, headline="抢先"), by=None)
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert workflow.publish_due() == 0
    assert fresh(article).headline == "抢先"


def test_a_due_change_that_is_not_ready_any_more_is_unscheduled_and_noted(time_machine):
    article = published()
    tag = make_tag()
    workflow.publish(edited(article, tag_ids=(tag.pk,)), by=None, at=in_an_hour())
    tag.delete()
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert workflow.publish_due() == 0
    assert JournalEntry.objects.get(action="article.unschedule").note == "tags"
    assert workflow.publish_due() == 0


def test_imports_may_date_an_article_in_the_past():
    article = make_draft()
    long_ago = timezone.now() - timedelta(days=3000)
    row = workflow.publish(article.latest_revision, by=None, at=long_ago)
    assert (row.published_at, row.first_published_at) == (long_ago, long_ago)
    assert row.updated_at is None


# Withdrawing


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
    workflow.purge(article, by=None)
    assert not Article.objects.filter(pk=article.pk).exists()
    assert Tombstone.objects.get().was_public
    assert not ArticleRevision.objects.filter(article_id=article.pk).exists()


def test_what_readers_see_cannot_be_purged():
    with pytest.raises(AlreadyMoved):
        workflow.purge(published(), by=None)


def test_an_article_that_was_purged_meanwhile_refuses_every_step():
    article = make_draft()
    revision = article.latest_revision
    workflow.purge(fresh(article), by=None)
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
    assert JournalEntry.objects.get(action="article.place").data == {"is_pinned": True}


def test_an_end_that_has_passed_does_not_hide_what_is_published_again(time_machine):
    article = published()
    workflow.place(article, by=None, expires_at=in_an_hour())
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    row = fresh(article)
    assert desk_state(row) == DeskState.WITHDRAWN
    row = workflow.publish(row.latest_revision, by=None)
    assert row in Article.objects.published()


# Who may


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


# The desk's word for it


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
    kinds = [draft, sent_back, approved, waiting, due, reworked, archived, scheduled, published()]
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
