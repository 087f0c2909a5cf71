"""A comment arrives: it waits, or is published, or is the one that came before."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.models import FreshnessVersion
from comments import moderation
from comments.models import Comment
from comments.moderation import Submission, TooFast
from tests.factories import make_article, make_comment, make_user
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def submission(**given):
    values = {"name": "小舟", "address": "zhou@example.com", "body": "好文。"} | given
    return Submission(**{"network": "192.0.2.0/24"} | values)


def comments_of(article):
    article.refresh_from_db()
    return article.counter.comments


def test_a_readers_comment_waits_for_a_moderator():
    article = make_article()
    comment = moderation.receive(submission(), article)
    assert comment.state == Comment.State.PENDING
    assert comments_of(article) == 0
    assert not FreshnessVersion.objects.exists()


def test_a_colleagues_comment_is_published_at_once():
    article, colleague = make_article(), make_user()
    comment = moderation.receive(submission(), article, by=colleague)
    assert (comment.state, comment.by_user) == (Comment.State.APPROVED, colleague)
    assert comments_of(article) == 1
    assert FreshnessVersion.objects.filter(key=f"article:{article.pk}").exists()


def test_who_fills_in_the_hidden_field_is_kept_as_spam():
    comment = moderation.receive(submission(is_trapped=True), make_article())
    assert comment.state == Comment.State.SPAM


def test_an_answer_knows_its_thread_and_its_depth():
    first = make_comment()
    second = moderation.receive(submission(parent=first), first.article)
    third = moderation.receive(submission(parent=second), first.article)
    assert [(c.parent, c.root, c.depth) for c in (second, third)] == [
        (first, first, 1),
        (second, first, 2),
    ]


def test_depth_has_an_end_however_long_the_talk():
    comment = make_comment()
    for number in range(6):
        sent = submission(parent=comment, address=f"r{number}@example.com")
        comment = moderation.receive(sent, comment.article)
    assert comment.depth == 3


def test_the_same_form_twice_is_one_comment():
    article = make_article()
    first = moderation.receive(submission(), article)
    assert moderation.receive(submission(address="ZHOU@example.com"), article) == first
    assert article.comments.count() == 1


def test_nobody_learns_who_wrote_a_public_comment_by_sending_it_again():
    article = make_article()
    first = moderation.receive(submission(), article)
    moderation.approve(first, by=None)
    assert moderation.receive(submission(), article) == first  # its writer, who was impatient
    guess = moderation.receive(submission(network="198.51.100.0/24"), article)
    assert (guess.state, guess.pk > first.pk) == (Comment.State.PENDING, True)


@pytest.mark.parametrize(
    "other",
    [
        {"body": "别的话。"},
        {"address": "someone-else@example.com"},
    ],
)
def test_another_text_or_address_is_another_comment(other):
    article = make_article()
    first = moderation.receive(submission(), article)
    assert moderation.receive(submission(**other), article) != first


def test_the_same_text_elsewhere_is_another_comment():
    article = make_article()
    parent = make_comment(article=article)
    places = [(article, None), (article, parent), (make_article(), None)]
    made = {moderation.receive(submission(parent=parent), article).pk for article, parent in places}
    assert len(made) == 3


def test_the_same_text_after_ten_minutes_is_said_on_purpose():
    article = make_article()
    first = moderation.receive(submission(), article)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert moderation.receive(submission(), article) != first


def test_one_address_may_write_five_comments_a_minute():
    article = make_article()
    with time_machine.travel("2026-03-01T08:00:10Z", tick=False):
        for number in range(5):
            moderation.receive(submission(body=f"第{number}条"), article)
        with pytest.raises(TooFast) as refusal:
            moderation.receive(submission(body="又一条"), article)
    assert 1 <= refusal.value.retry_after_s <= 60
    assert article.comments.count() == 5


def test_one_network_may_write_sixty_comments_a_minute():
    article = make_article()
    with time_machine.travel("2026-03-01T08:00:10Z", tick=False):
        for number in range(60):
            moderation.receive(submission(address=f"r{number}@example.com"), article)
        with pytest.raises(TooFast):
            moderation.receive(submission(address="r60@example.com"), article)
        moderation.receive(
            submission(address="r60@example.com", network="198.51.100.0/24"), article
        )


def test_sending_the_same_form_again_is_never_too_fast():
    article = make_article()
    first = moderation.receive(submission(), article)
    assert {moderation.receive(submission(), article) for _ in range(40)} == {first}


def test_colleagues_are_never_too_fast():
    article, colleague = make_article(), make_user()
    for number in range(12):
        moderation.receive(submission(body=f"第{number}条"), article, by=colleague)
    assert comments_of(article) == 12


@pytest.mark.django_db(transaction=True)
def test_sixteen_equal_forms_at_once_are_one_comment():
    article = make_article()
    received = at_once(lambda number: moderation.receive(submission(), article).pk, range(16))
    assert len(set(received)) == 1
    assert article.comments.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sixteen_different_comments_at_once_are_sixteen():
    article = make_article()

    def send(number):
        return moderation.receive(
            submission(address=f"r{number}@example.com", body=f"第{number}条"), article
        ).pk

    assert len(set(at_once(send, range(16)))) == 16
    assert article.comments.count() == 16


@pytest.mark.django_db(transaction=True)
def test_limits_are_exact_when_sixteen_write_at_once():
    article = make_article()

    def send(number):
        try:
            return moderation.receive(submission(body=f"第{number}条"), article).pk
        except TooFast:
            return None

    with time_machine.travel("2026-03-01T08:00:10Z", tick=False):
        answers = at_once(send, range(16))
    assert len([answer for answer in answers if answer]) == 5
    assert article.comments.count() == 5


def test_the_address_stands_in_no_representation():
    sent = submission()
    comment = moderation.receive(sent, make_article())
    shown = f"{sent!r} {comment!r} {comment} {comment.correspondent!r} {vars(comment)}"
    assert "zhou@example" not in shown
