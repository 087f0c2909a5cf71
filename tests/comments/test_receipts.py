"""The writer alone sees what waits, by the receipt."""

import pytest
from django.utils import timezone

from comments import receipts, threads
from comments.models import Comment
from tests.comments.pages import ids_in, level_of, make_comments, page_of, piece_of
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def test_the_writer_sees_the_own_comment_marked_as_waiting(client):
    comment = make_comment(state="pending", body="我写的")
    receipt = receipts.receipt_for(comment)
    response = client.get(comment.article.get_absolute_url(), {"receipt": receipt})
    page = response.content.decode()
    assert "is-waiting" in page
    assert "你的评论正在等待审核，目前只有你能看到。" in page
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert "我写的" not in page_of(client, comment.article)


def test_an_answer_that_waits_stands_below_what_it_answers(client):
    parent = make_comment()
    make_comment(article=parent.article)
    comment = make_comment(parent=parent, state="pending")
    page = page_of(client, parent.article, receipt=receipts.receipt_for(comment))
    assert ids_in(page)[:2] == [parent.pk, comment.pk]
    assert level_of(page, comment) == 2


def test_an_answer_to_a_comment_on_another_page_says_whom_it_answers(client):
    article = make_article()
    parent = make_comments(threads.TALKS_A_PAGE + 1, article, state="approved")[-1]
    comment = make_comment(parent=parent, state="pending")
    page = page_of(client, article, receipt=receipts.receipt_for(comment))
    assert f'href="{parent.get_absolute_url()}">@{parent.name}' in piece_of(page, comment)


@pytest.mark.parametrize("state", ["approved", "rejected", "trash"])
def test_what_is_decided_does_not_wait(client, state):
    comment = make_comment(state=state)
    page = page_of(client, comment.article, receipt=receipts.receipt_for(comment))
    assert "is-waiting" not in page
    assert ids_in(page) == ([comment.pk] if state == "approved" else [])


def test_a_forged_foreign_or_old_receipt_shows_the_plain_page(client):
    comment = make_comment(state="pending")
    receipt = receipts.receipt_for(comment)
    foreign = receipts.receipt_for(make_comment(state="pending"))
    forged = [str(comment.pk), f"{comment.pk}.x", f"{receipt}x", "", ".", "\x00", "é" * 900]
    for wrong in [*forged, foreign, f"{comment.pk + 1}.{receipt.partition('.')[2]}"]:
        assert "is-waiting" not in page_of(client, comment.article, receipt=wrong)
    Comment.objects.update(created_at=timezone.now() - receipts.KEPT_FOR)
    assert "is-waiting" not in page_of(client, comment.article, receipt=receipt)
