"""Moderators at the queue: what they see, what one click does, what they are told."""

import pytest

from articles.models import JournalEntry
from comments import moderation
from comments.models import Comment
from tests.comments.desk import QUEUE, bulk, decide, messages, shown
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


def test_the_queue_has_what_waits_oldest_first(client, moderator):
    waiting = [make_comment(state="pending") for _ in range(3)]
    for state in Comment.State.values:
        if state != "pending":
            make_comment(state=state)
    assert shown(client) == [comment.pk for comment in waiting]


@pytest.mark.parametrize("state", Comment.State.values)
def test_every_state_has_its_list(client, moderator, state):
    comments = {value: make_comment(state=value) for value in Comment.State.values}
    assert shown(client, state=state) == [comments[state].pk]
    assert len(shown(client, state="all")) == len(Comment.State.values)


def test_a_row_says_what_is_needed_to_decide(client, moderator):
    article = make_article(headline="夜班里多了一位读片人")
    parent = make_comment(article=article, name="林见川", body="先走白天。")
    make_comment(article=article, email="zhou@example.com")
    make_comment(article=article, email="zhou@example.com", state="spam")
    make_comment(
        parent=parent, state="pending", email="zhou@example.com", name="小舟",
        body="一段\n\n<b>二段</b>", url="https://example.org/",
    )  # fmt: skip
    make_comment(article=article, state="pending", name="新来的", email="new@example.com")
    page = client.get(QUEUE).content.decode()
    for words in ["小舟", "<p>一段</p><p>&lt;b&gt;二段&lt;/b&gt;</p>", "https://example.org/",
                  "夜班里多了一位读片人", "先走白天。", "通过 1 · 驳回 1", "首次留言"]:  # fmt: skip
        assert words in page
    assert "example.com" not in page


@pytest.mark.parametrize(
    ("decision", "state"),
    [("approve", "approved"), ("reject", "rejected"), ("spam", "spam"), ("trash", "trash")],
)
def test_one_click_decides(client, moderator, decision, state):
    comment = make_comment(state="pending")
    response = decide(client, comment, decision)
    comment.refresh_from_db()
    assert (comment.state, comment.decided_by) == (state, moderator)
    assert len(messages(response)) == 1
    assert JournalEntry.objects.get().action == f"comment.{state}"


def test_a_decision_is_taken_back(client, moderator):
    comment = make_comment(state="spam")
    decide(client, comment, "restore", seen="spam")
    comment.refresh_from_db()
    assert comment.state == "pending"


def test_the_second_moderator_is_told_who_was_faster(client, moderator):
    comment = make_comment(state="pending", name="小舟")
    faster = make_user(last_name="林", first_name="见川")
    moderation.approve(Comment.objects.get(pk=comment.pk), by=faster)
    (message,) = messages(decide(client, comment, "reject"))
    comment.refresh_from_db()
    assert comment.state == "approved"
    for words in ["小舟", faster.display_name, "已通过", "刚刚"]:
        assert words in message


def test_after_a_click_the_same_list_comes_back(client, moderator):
    comment = make_comment(state="spam")
    fields = {"decision": "restore", "back": "state=spam&q=%E8%AF%84"}
    response = client.post(f"{QUEUE}{comment.pk}/decide/", fields)
    assert response["Location"] == f"{QUEUE}?state=spam&q=%E8%AF%84"


@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example/", "\r\nX: y", "x" * 9000]
)
def test_no_click_leads_away_from_the_list(client, moderator, back):
    comment = make_comment(state="pending")
    fields = {"decision": "approve", "back": back}
    response = client.post(f"{QUEUE}{comment.pk}/decide/", fields)
    assert response["Location"].startswith(f"{QUEUE}?")


def test_many_are_decided_at_once_and_reported(client, moderator):
    waiting = [make_comment(state="pending") for _ in range(3)]
    response = bulk(client, "approve", waiting)
    assert Comment.objects.approved().count() == 3
    assert messages(response) == ["3 条评论：已通过。"]


def test_of_many_those_that_a_colleague_decided_are_reported_and_left(client, moderator):
    waiting = [make_comment(state="pending", name=f"读者{n}") for n in "甲乙丙"]
    moderation.reject(Comment.objects.get(pk=waiting[1].pk), by=make_user(first_name="同事"))
    done, refused = messages(bulk(client, "approve", waiting))
    assert done == "2 条评论：已通过。"
    assert "读者乙" in refused
    assert "同事" in refused
    waiting[1].refresh_from_db()
    assert waiting[1].state == "rejected"


def test_more_than_two_hundred_at_once_are_refused_whole(client, moderator):
    article = make_article()
    Comment.objects.bulk_create(
        Comment(article=article, name="读者", body=f"评论{n}") for n in range(201)
    )
    one = Comment.objects.first()
    response = bulk(client, "spam", [one], select_across="1")
    assert "一次最多处理 200 条评论" in messages(response)[0]
    assert not Comment.objects.filter(state="spam").exists()


@pytest.mark.parametrize("ticked", ["x", "1e3", "\x00", str(2**70), "-1"])
def test_ticks_that_are_no_ids_are_refused(client, moderator, ticked):
    fields = {"action": "approve", "_selected_action": [ticked]}
    assert client.post(QUEUE, fields).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        {"state": "nonsense"}, {"kind": "x"}, {"p": "x"}, {"o": "9"}, {"correspondent": "x"},
        {"article": str(2**70)}, {"q": "\x00"}, {"q": "'\"%_\\"},
    ],
)  # fmt: skip
def test_no_address_of_the_list_fails(client, moderator, query):
    client.raise_request_exception = False
    assert client.get(QUEUE, query).status_code < 500


def test_search_finds_names_and_words(client, moderator):
    found = make_comment(state="pending", name="药房", body="夜里断网怎么办")
    make_comment(state="pending")
    assert shown(client, q="断网") == shown(client, q="药房") == [found.pk]


def test_the_comments_of_one_article_or_writer_are_listed(client, moderator):
    one, other = (make_comment(state="pending", email=f"{n}@example.com") for n in "ab")
    assert shown(client, article=one.article_id) == [one.pk]
    assert shown(client, correspondent=other.correspondent_id, state="all") == [other.pk]


def test_the_list_costs_the_same_however_long_it_is(client, moderator, django_assert_num_queries):
    def fill(number):
        parent = make_comment()
        for n in range(number):
            make_comment(parent=parent, state="pending", email=f"r{n}@example.com")

    fill(2)
    client.get(QUEUE)  # the first page of a session notes when it was seen
    with django_assert_num_queries(8):
        client.get(QUEUE)
    fill(48)
    with django_assert_num_queries(8):
        client.get(QUEUE)


def test_a_text_is_edited_in_the_open(client, moderator):
    comment = make_comment(body="粗话", state="approved")
    change = f"{QUEUE}{comment.pk}/change/"
    client.post(change, {"body": " 好\u200b话\r\n\r\n\r\n\r\n。 "})
    comment.refresh_from_db()
    assert comment.body == "好话\n\n。"
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.by, entry.data) == ("comment.edit", moderator, {"before": "粗话"})
    assert "评论：编辑" in client.get(f"{QUEUE}{comment.pk}/history/").content.decode()


def test_nothing_but_the_text_can_be_edited(client, moderator):
    comment = make_comment(state="pending", name="小舟")
    fields = {"body": "好", "name": "别人", "state": "approved", "url": "https://evil.example/"}
    client.post(f"{QUEUE}{comment.pk}/change/", fields)
    comment.refresh_from_db()
    assert (comment.name, comment.state, comment.url) == ("小舟", "pending", "")


def test_an_empty_text_is_refused(client, moderator):
    comment = make_comment(body="原文")
    response = client.post(f"{QUEUE}{comment.pk}/change/", {"body": " \u200b"})
    assert response.status_code == 200
    comment.refresh_from_db()
    assert comment.body == "原文"


def test_comments_are_never_added_in_the_admin(client):
    client.force_login(make_user(is_superuser=True))
    assert client.get(f"{QUEUE}add/").status_code == 403
