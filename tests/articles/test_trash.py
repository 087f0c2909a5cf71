"""The trash and retraction: what is thrown away comes back, what is taken back says why."""

import pytest

from articles import workflow
from articles.models import Article, JournalEntry, SearchDocument, Tombstone
from articles.workflow import AlreadyMoved, DeskState, NotAllowed, ReasonMissing, desk_state
from portal.roles import AUTHOR, EDITOR
from tests.articles.desk import address, desk_of, edited, fresh, published, save, take_down, typed
from tests.factories import make_comment, make_draft, make_staff

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
TRASH = f"{LIST}?desk=trashed"


def approved():
    article = make_draft()
    workflow.submit(article.latest_revision, by=None)
    workflow.approve(article.latest_revision, by=None)
    return fresh(article)


@pytest.mark.parametrize(
    "make",
    [
        make_draft,
        approved,
        lambda: workflow.withdraw(published(), by=None),
        lambda: workflow.archive(make_draft(), by=None),
        lambda: workflow.archive(workflow.withdraw(published(), by=None), by=None),
    ],
    ids=["draft", "approved", "withdrawn", "archived", "archived once public"],
)
def test_it_comes_back_to_where_it_was_with_everything(make):
    article = make()
    comment = make_comment(article=article)
    before = (desk_state(article), article.headline, article.latest_revision_id)
    thrown = workflow.trash(article, by=None)
    assert desk_state(thrown) == DeskState.TRASHED
    row = workflow.untrash(thrown, by=None)
    assert (desk_state(row), row.headline, row.latest_revision_id) == before
    assert row.comments.get() == comment


def test_each_step_is_in_the_journal_from_where_to_where():
    article = make_draft()
    workflow.trash(article, by=None, reason="写重了")
    workflow.untrash(article, by=None)
    steps = JournalEntry.objects.filter(action__in=["article.trash", "article.untrash"])
    found = [(step.data["from"], step.data["to"], step.note) for step in steps.order_by("pk")]
    assert found == [("unpublished", "trashed", "写重了"), ("trashed", "unpublished", "")]
    assert {step.data["revision"] for step in steps} == {article.latest_revision_id}


def test_nothing_is_done_with_what_is_in_the_trash():
    article = make_draft()
    revision = article.latest_revision
    workflow.trash(article, by=None)
    for verb in (
        lambda: workflow.save_revision(article, workflow.content_of(article), by=None),
        lambda: workflow.submit(revision, by=None),
        lambda: workflow.publish(revision, by=None),
        lambda: workflow.place(article, by=None, is_pinned=True),
        lambda: workflow.assign(article, by=None, to=make_staff(EDITOR)),
        lambda: workflow.archive(article, by=None),
        lambda: workflow.trash(article, by=None),
    ):
        with pytest.raises(AlreadyMoved):
            verb()


def test_authors_throw_away_their_own_drafts_alone():
    author = make_staff(AUTHOR)
    own, others = make_draft(by=author), make_draft()
    was_public = workflow.withdraw(published(), by=None)
    Article.objects.filter(pk=was_public.pk).update(created_by=author)
    for article in (others, fresh(was_public)):
        with pytest.raises(NotAllowed):
            workflow.trash(article, by=author)
    workflow.untrash(workflow.trash(own, by=author), by=author)
    with pytest.raises(NotAllowed):
        workflow.purge(workflow.trash(own, by=author), by=author)


def test_from_the_page_and_back_in_two_presses(author):
    article = make_draft(by=author.user)
    article = save(author, article, "trash", headline="最后一改", note="写重了")
    assert (desk_state(article), article.headline) == (DeskState.TRASHED, "最后一改")
    page = author.get(address(article)).content.decode()
    assert "写重了" in page
    assert address(article, "untrash") in page
    assert address(article, "delete") not in page  # not an author's
    author.post(address(article, "untrash"))
    assert desk_state(fresh(article)) == DeskState.DRAFT


def test_what_was_typed_while_a_colleague_threw_it_away_is_not_lost(author):
    article = make_draft(by=author.user)
    opened = typed(article, headline="还在写")
    workflow.trash(article, by=None)
    page = author.post(address(article), opened | {"_move": "save"})
    assert page.status_code == 200
    assert "还在写" in page.content.decode()
    author.post(address(article), opened | {"_move": "untrash"})
    assert (desk_state(fresh(article)), fresh(article).headline) == (DeskState.DRAFT, "还在写")


def test_deleting_for_ever_is_a_second_page_and_begins_in_the_trash(editor):
    article = make_draft()
    assert editor.post(address(article, "delete"), {"reason": "旧稿"}).status_code == 403
    save(editor, article, "trash")
    assert address(article, "delete") in editor.get(address(article)).content.decode()
    assert editor.get(address(article, "delete")).status_code == 200
    answer = editor.post(address(article, "delete"), {"reason": "旧稿"})
    assert answer.url == TRASH
    assert not Article.objects.exists()
    assert Tombstone.objects.filter(pk=article.pk).exists()
    assert JournalEntry.objects.get(action="article.purge").note == "旧稿"


def test_a_retraction_needs_a_reason_and_leaves_all_lists(editor, client):
    article = published(headline="撤稿样张")
    with pytest.raises(ReasonMissing):
        workflow.retract(article, by=editor.user, reason=" ")
    article = take_down(editor, article, "retract", "数据有误")
    assert desk_state(article) == DeskState.RETRACTED
    assert not SearchDocument.objects.filter(pk=article.pk).exists()
    assert client.get(article.get_absolute_url()).status_code == 410
    for place in ("/", "/feed/", article.category.get_absolute_url()):
        assert "撤稿样张" not in client.get(place).content.decode()
    assert JournalEntry.objects.get(action="article.retract").note == "数据有误"


def test_a_retracted_article_can_be_mended_and_published_again():
    article = workflow.retract(published(), by=None, reason="数据有误")
    edited(article, body="<p>改正了。</p>")
    scheduled_and_back = workflow.unschedule(
        workflow.publish(
            fresh(article).latest_revision, by=None, at=fresh(article).saved_at.replace(year=2999)
        ),
        by=None,
    )
    assert desk_state(scheduled_and_back) == DeskState.RETRACTED
    assert workflow.publish(fresh(article).latest_revision, by=None).is_published


@pytest.mark.parametrize("move", ["withdraw", "retract"])
def test_one_press_takes_nothing_from_readers(editor, move):
    article = published()
    page = editor.post(address(article), typed(article, note="失实", _move=move))
    assert "失实" in page.content.decode()
    assert fresh(article).is_published
    assert editor.post(address(article, move), {"reason": ""}).status_code == 200
    assert fresh(article).is_published


def test_a_withdrawal_that_came_too_late_is_said_in_words(editor):
    article = workflow.withdraw(published(), by=None)
    page = editor.post(address(article, "withdraw"), {"reason": "失实"}, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]


def test_whose_turn_it_is_reviewers_say_and_authors_read(author, editor):
    article = make_draft(by=author.user)
    with pytest.raises(NotAllowed):
        workflow.assign(article, by=author.user, to=author.user)
    colleague = desk_of(EDITOR).user
    save(editor, article, assignee=colleague.pk, planned_for="2030-05-06T07:08")
    article = fresh(article)
    assert article.assignee == colleague
    entry = JournalEntry.objects.get(action="article.assign")
    assert (entry.data["from"], entry.data["to"]) == (None, colleague.display_name)
    page = author.get(address(article)).content.decode()
    assert colleague.display_name in page
    assert "2030-05-06 07:08" in page
    workflow.assign(article, by=editor.user, to=None)
    assert fresh(article).assignee is None
