"""Who sees the queue, who decides, who deletes, who learns an address."""

import re

import pytest

from articles.models import JournalEntry
from comments.models import Comment
from portal.roles import AUTHOR, CHIEF, EDITOR
from tests.comments.desk import QUEUE, bulk, decide, member_of, messages, only_allowed
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def test_comments_are_deleted_from_the_trash_alone_and_with_the_permission(client):
    kept, trashed = make_comment(), make_comment(state="trash")
    client.force_login(member_of(CHIEF))
    assert client.post(f"{QUEUE}{kept.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{QUEUE}{trashed.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(Comment.objects.all()) == [kept]
    assert JournalEntry.objects.get().action == "comment.delete"


def test_a_moderator_cannot_delete(client, moderator):
    trashed = make_comment(state="trash")
    assert client.post(f"{QUEUE}{trashed.pk}/delete/", {"post": "yes"}).status_code == 403
    bulk(client, "delete_for_ever", [trashed], query="?state=trash")
    assert Comment.objects.filter(pk=trashed.pk).exists()


def test_deleting_many_spares_what_was_answered(client):
    client.force_login(member_of(CHIEF))
    answered, trashed = make_comment(state="trash"), make_comment(state="trash")
    make_comment(parent=answered)
    response = bulk(client, "delete_for_ever", [answered, trashed], query="?state=trash")
    assert len(messages(response)) == 2
    assert not Comment.objects.filter(pk=trashed.pk).exists()
    assert Comment.objects.filter(pk=answered.pk).exists()


def test_a_moderator_sees_comments_and_nothing_else(client, moderator):
    page = client.get("/admin/", follow=True).content.decode()
    models = set(re.findall(r'href="/admin/([a-z]+/[a-z]+)/', page))
    assert models <= {"comments/comment"}
    assert client.get("/admin/articles/article/").status_code == 403


@pytest.mark.parametrize("group", [EDITOR, AUTHOR])
def test_editors_and_authors_do_not_moderate(client, group):
    client.force_login(member_of(group))
    comment = make_comment(state="pending")
    assert client.get(QUEUE).status_code == 403
    assert client.get(f"{QUEUE}{comment.pk}/change/").status_code == 403
    assert decide(client, comment, "approve").status_code == 403
    comment.refresh_from_db()
    assert comment.state == "pending"


def test_who_may_only_look_has_no_buttons(client):
    client.force_login(only_allowed("view_comment"))
    comment = make_comment(state="pending")
    page = client.get(QUEUE).content.decode()
    assert comment.name in page
    assert 'name="decision"' not in page
    assert decide(client, comment, "approve").status_code == 403
    bulk(client, "approve", [comment])
    comment.refresh_from_db()
    assert comment.state == "pending"


def test_readers_are_sent_to_the_sign_in_page(client):
    comment = make_comment(state="pending")
    assert decide(client, comment, "approve", follow=False).status_code == 302
    comment.refresh_from_db()
    assert comment.state == "pending"


def test_a_decision_needs_a_post_and_a_token(client, moderator):
    comment = make_comment(state="pending")
    assert client.get(f"{QUEUE}{comment.pk}/decide/?decision=approve").status_code == 405
    client.handler.enforce_csrf_checks = True
    assert decide(client, comment, "approve").status_code == 403
    comment.refresh_from_db()
    assert comment.state == "pending"


def test_the_address_is_masked_without_the_permission(client):
    comment = make_comment(email="zhouxiaozhou@example.com")
    change = f"{QUEUE}{comment.pk}/change/"
    client.force_login(only_allowed("view_comment", "change_comment"))
    page = client.get(change).content.decode()
    assert "z***@example.com" in page
    assert "zhouxiaozhou" not in page
    client.force_login(only_allowed("view_comment", "view_address"))
    assert "zhouxiaozhou@example.com" in client.get(change).content.decode()
