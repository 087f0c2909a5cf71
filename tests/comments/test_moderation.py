"""Moderators decide: once, together, with everything that hangs on it."""

import pytest

from articles.models import FreshnessVersion, JournalEntry
from comments import moderation
from comments.models import Comment
from comments.moderation import AlreadyDecided, HasReplies, NotInTrash
from comments.proof import recount
from tests.factories import make_article, make_comment, make_user
from tests.threads import at_once

pytestmark = pytest.mark.django_db

State = Comment.State
VERBS = {
    State.APPROVED: moderation.approve,
    State.REJECTED: moderation.reject,
    State.SPAM: moderation.mark_spam,
    State.TRASH: moderation.trash,
    State.PENDING: moderation.restore,
}
CHANGES = [(before, to) for before in VERBS for to in VERBS if before != to]


def comments_of(article):
    article.counter.refresh_from_db()
    return article.counter.comments


@pytest.mark.parametrize(("before", "to"), CHANGES)
def test_every_decision_is_stored_counted_and_journalled(before, to):
    moderator, comment = make_user(), make_comment(state=before)
    VERBS[to](comment, by=moderator)
    seen = comment.state
    comment.refresh_from_db()
    assert comment.state == seen == to
    assert comments_of(comment.article) == (to == State.APPROVED)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.by, entry.object_id) == (f"comment.{to}", moderator, comment.pk)
    assert entry.data == {"before": before}


@pytest.mark.parametrize(("before", "to"), CHANGES)
def test_pages_are_renewed_when_readers_see_a_difference(before, to):
    comment = make_comment(state=before)
    VERBS[to](comment, by=make_user())
    touched = set(FreshnessVersion.objects.values_list("key", flat=True))
    is_seen = State.APPROVED in (before, to)
    assert touched == ({f"article:{comment.article_id}", "front"} if is_seen else set())


def test_a_decision_says_who_and_when_and_a_restored_comment_is_undecided():
    moderator, comment = make_user(), make_comment(state=State.PENDING)
    moderation.approve(comment, by=moderator)
    comment.refresh_from_db()
    assert comment.decided_by == moderator
    assert comment.decided_at is not None
    moderation.restore(comment, by=moderator)
    comment.refresh_from_db()
    assert (comment.decided_by, comment.decided_at) == (None, None)


def test_the_second_moderator_learns_who_was_faster_and_changes_nothing():
    comment = make_comment(state=State.PENDING)
    as_second_sees_it = Comment.objects.get(pk=comment.pk)
    first = make_user(username="first")
    moderation.approve(comment, by=first)
    with pytest.raises(AlreadyDecided) as refusal:
        moderation.reject(as_second_sees_it, by=make_user())
    assert refusal.value.comment.decided_by == first
    assert refusal.value.comment.decided_at is not None
    comment.refresh_from_db()
    assert comment.state == State.APPROVED
    assert JournalEntry.objects.count() == 1


def test_deciding_the_same_again_is_refused():
    comment = make_comment()
    with pytest.raises(AlreadyDecided):
        moderation.approve(comment, by=make_user())


def test_a_pingback_is_decided_but_not_counted():
    pingback = make_comment(kind=Comment.Kind.PINGBACK, state=State.PENDING)
    moderation.approve(pingback, by=None)
    assert comments_of(pingback.article) == 0


def test_a_decision_about_many_reports_each():
    waiting = [make_comment(state=State.PENDING) for _ in range(3)]
    moderation.reject(Comment.objects.get(pk=waiting[1].pk), by=make_user())
    outcome = moderation.decide_all(waiting, moderation.approve, by=make_user())
    assert outcome.decided == [waiting[0], waiting[2]]
    assert [refusal.comment.pk for refusal in outcome.refused] == [waiting[1].pk]


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_once_one_wins():
    moderators = [make_user(), make_user()]
    verbs = [moderation.approve, moderation.reject]
    for _round in range(8):
        comment = make_comment(state=State.PENDING)
        seen = [Comment.objects.get(pk=comment.pk) for _ in moderators]

        def decide(number, seen=seen):
            try:
                verbs[number](seen[number], by=moderators[number])
            except AlreadyDecided as refusal:
                return refusal.comment.decided_by

        answers = at_once(decide, range(2))
        comment.refresh_from_db()
        winner = moderators.index(comment.decided_by)
        assert comment.state == [State.APPROVED, State.REJECTED][winner]
        assert answers[winner] is None
        assert answers[1 - winner] == comment.decided_by


@pytest.mark.django_db(transaction=True)
def test_the_number_is_exact_when_many_decide_about_one_article_at_once():
    article = make_article()
    waiting = [make_comment(article=article, state=State.PENDING) for _ in range(16)]
    at_once(lambda number: moderation.approve(waiting[number], by=None), range(16))
    assert comments_of(article) == 16
    assert recount(check=True) == []


def test_a_moderators_edit_is_journalled_with_what_was_there():
    moderator, comment = make_user(), make_comment(body="粗话")
    moderation.edit(comment, "……", by=moderator)
    comment.refresh_from_db()
    assert comment.body == "……"
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.by, entry.data) == ("comment.edit", moderator, {"before": "粗话"})
    assert FreshnessVersion.objects.filter(key=f"article:{comment.article_id}").exists()


def test_an_edit_that_changes_nothing_leaves_no_trace():
    comment = make_comment()
    moderation.edit(comment, comment.body, by=make_user())
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("state", [s for s in State.values if s != State.TRASH])
def test_only_the_trash_can_be_emptied(state):
    comment = make_comment(state=state)
    with pytest.raises(NotInTrash):
        moderation.delete(comment, by=make_user())
    assert Comment.objects.filter(pk=comment.pk).exists()


def test_a_comment_with_answers_is_not_deleted():
    comment = make_comment(state=State.TRASH)
    make_comment(parent=comment)
    with pytest.raises(HasReplies):
        moderation.delete(comment, by=make_user())


def test_deleting_is_journalled():
    comment = make_comment(state=State.TRASH)
    moderation.delete(comment, by=make_user())
    assert not Comment.objects.exists()
    assert JournalEntry.objects.get().action == "comment.delete"


def test_recount_finds_and_mends_a_wrong_number():
    comment = make_comment()
    make_comment(article=comment.article, state=State.PENDING)
    comment.article.counter.comments = 7
    comment.article.counter.save()
    (drift,) = recount(check=True)
    assert (drift.stored, drift.counted) == (7, 1)
    assert comments_of(comment.article) == 7
    recount()
    assert comments_of(comment.article) == 1
    assert recount(check=True) == []
