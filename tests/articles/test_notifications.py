"""Who is told of what, where they read it, and how they choose."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from articles import notifications, sharing, workflow
from articles.models import (
    Article,
    Event,
    Notification,
    NotificationChoice,
    OutgoingMail,
    User,
)
from comments import moderation
from comments.models import Comment
from portal.roles import AUTHOR, CHIEF, EDITOR, MODERATOR
from tests.articles.desk import desk_of, edited, fresh
from tests.factories import in_an_hour, make_author, make_comment, make_draft, make_staff

pytestmark = pytest.mark.django_db

LIST, CHOICES = "/admin/notifications/", "/admin/notifications/choices/"


@pytest.fixture
def writer():
    return make_staff(AUTHOR, last_name="林", first_name="见川", email="lin@example.com")


@pytest.fixture
def chief():
    return make_staff(CHIEF, last_name="沈", first_name="知白", email="shen@example.com")


@pytest.fixture
def draft(writer):
    return make_draft(by=writer, headline="退潮之后")


def submitted(draft, by):
    workflow.submit(fresh(draft).latest_revision, by=by)
    return fresh(draft)


def told():
    return {(one.user, one.event) for one in Notification.objects.select_related("user")}


def reasons():
    return list(Notification.objects.order_by("pk").values_list("reason", flat=True))


# --- Who ------------------------------------------------------------------------------------


def test_what_is_submitted_is_told_to_all_who_may_review(draft, writer, chief):
    editor = make_staff(EDITOR)
    for role in (AUTHOR, MODERATOR):
        make_staff(role)
    make_staff(EDITOR, is_active=False)
    submitted(draft, writer)
    assert told() == {(chief, Event.SUBMITTED), (editor, Event.SUBMITTED)}


def test_what_is_assigned_is_submitted_to_the_assignee_alone(draft, writer, chief):
    make_staff(EDITOR)
    workflow.assign(draft, by=None, to=chief)
    submitted(draft, writer)
    assert told() == {(chief, Event.SUBMITTED)}


def test_who_gets_an_article_assigned_is_told(draft, chief):
    editor = make_staff(EDITOR)
    workflow.assign(draft, by=chief, to=editor)
    workflow.assign(draft, by=editor, to=None)
    assert told() == {(editor, Event.ASSIGNED)}


def test_what_is_sent_back_is_told_to_writers_and_submitter_with_the_reason(draft, writer, chief):
    signer, helper = make_staff(AUTHOR), make_staff(EDITOR)
    edited(draft, author_ids=(make_author(user=signer).pk,))
    submitted(draft, helper)
    Notification.objects.all().delete()
    workflow.request_changes(fresh(draft).latest_revision, by=chief, reason="数字请补来源")
    assert told() == {(one, Event.SENT_BACK) for one in (writer, signer, helper)}
    assert set(reasons()) == {"数字请补来源"}


def test_approval_publication_and_withdrawal_are_told_to_the_writer(draft, writer, chief):
    revision = submitted(draft, writer).latest_revision
    Notification.objects.all().delete()
    workflow.approve(revision, by=chief)
    article = workflow.publish(revision, by=chief)
    workflow.withdraw(article, by=chief, reason="有误")
    events = [Event.APPROVED, Event.PUBLISHED, Event.WITHDRAWN]
    assert list(Notification.objects.order_by("pk").values_list("event", flat=True)) == events
    assert {user for user, _event in told()} == {writer}
    assert reasons() == ["", "", "有误"]


def test_scheduling_is_told_at_once_and_the_minute_itself_to_nobody(draft, writer, chief):
    at = in_an_hour()
    workflow.publish(draft.latest_revision, by=chief, at=at)
    assert told() == {(writer, Event.SCHEDULED)}
    assert reasons() == [f"{timezone.localtime(at):%Y-%m-%d %H:%M}"]


def test_a_scheduled_change_is_told_when_tick_publishes_it(draft, writer, chief):
    article = workflow.publish(draft.latest_revision, by=None)
    change = edited(article, subheadline="副题")
    workflow.publish(change, by=None, at=in_an_hour())
    change.article.revisions.filter(pk=change.pk).update(published_by=chief)
    assert workflow.publish_due(timezone.now() + timedelta(hours=2)) == 1
    assert told() == {(writer, Event.PUBLISHED)}


def test_who_scheduled_what_is_not_ready_any_more_hears_of_it(draft, writer, chief):
    article = workflow.publish(draft.latest_revision, by=None)
    change = edited(article, subheadline="副题")
    workflow.publish(change, by=None, at=in_an_hour())
    change.article.revisions.filter(pk=change.pk).update(published_by=chief, headline="")
    assert workflow.publish_due(timezone.now() + timedelta(hours=2)) == 0
    assert told() == {(writer, Event.UNSCHEDULED), (chief, Event.UNSCHEDULED)}
    client = Client()
    client.force_login(chief)
    assert client.get(LIST).context["told"][0].reason == "标题"
    assert "\n标题\n" in OutgoingMail.objects.get(user=writer).text


def test_a_comment_is_told_to_the_writer_when_it_is_approved(draft, writer, chief):
    article = workflow.publish(draft.latest_revision, by=None)
    comment = make_comment(
        article=article,
        state=Comment.State.PENDING,
        name="小舟",
        body="好文",
        email="z@reader.example",
    )
    assert not Notification.objects.exists()
    moderation.approve(comment, by=chief)
    assert told() == {(writer, Event.COMMENTED)}
    assert reasons() == ["小舟: 好文"]
    moderation.trash(comment, by=chief)
    assert Notification.objects.count() == 1


def test_nobody_is_told_of_what_they_did_themselves(chief):
    draft = make_draft(by=chief)
    workflow.submit(draft.latest_revision, by=chief)
    workflow.publish(draft.latest_revision, by=chief)
    assert not Notification.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_commands_and_imports_tell_nobody(draft, writer, chief):
    submitted(draft, None)
    workflow.request_changes(fresh(draft).latest_revision, by=None, reason="")
    article = workflow.publish(fresh(draft).latest_revision, by=None)
    moderation.approve(make_comment(article=article, state=Comment.State.PENDING), by=None)
    workflow.withdraw(article, by=None)
    assert not Notification.objects.exists()


def test_what_is_refused_is_told_to_nobody(draft, writer):
    with pytest.raises(workflow.NotAllowed):
        workflow.approve(submitted(draft, writer).latest_revision, by=writer)
    assert (writer, Event.APPROVED) not in told()


# --- Mails ----------------------------------------------------------------------------------


def test_a_mail_says_who_did_what_why_and_where(draft, writer, chief, settings):
    submitted(draft, writer)
    workflow.request_changes(fresh(draft).latest_revision, by=chief, reason="数字请补来源")
    mail = OutgoingMail.objects.get(user=writer)
    assert mail.subject == "沈知白退回了《退潮之后》。"
    assert "数字请补来源" in mail.text
    assert f"{settings.SITE_URL}/admin/articles/article/{draft.pk}/change/" in mail.text
    assert mail.unsubscribe_url == f"{settings.SITE_URL}{CHOICES}"
    assert mail.address == ""  # asked when it is sent


def test_mails_speak_the_sites_language_whatever_the_sender_speaks(draft, writer, chief):
    revision = submitted(draft, writer).latest_revision
    with translation.override("en"):
        workflow.request_changes(revision, by=chief, reason="x")
    assert "退回" in OutgoingMail.objects.get(user=writer).subject


def test_a_headline_writes_no_mail_headers(writer, chief):
    draft = make_draft(by=writer)
    Article.objects.filter(pk=draft.pk).update(headline="甲\r\nBcc: all@example.com\x07\u2028乙")
    workflow.approve(submitted(draft, writer).latest_revision, by=chief)
    subject = OutgoingMail.objects.get(user=writer).subject
    assert subject.isprintable()
    assert "甲 Bcc: all@example.com 乙" in subject


def test_no_mail_holds_a_readers_address(draft, writer, chief):
    notifications.choose(writer, [notifications.Choice(Event.COMMENTED, True, True)])
    article = workflow.publish(draft.latest_revision, by=None)
    comment = make_comment(article=article, state=Comment.State.PENDING, email="z@reader.example")
    moderation.approve(comment, by=chief)
    mail = OutgoingMail.objects.get(user=writer)
    assert "reader.example" not in mail.text + mail.subject
    assert f"{article.get_absolute_url()}#comments" in mail.text


def test_who_has_no_address_gets_no_mail(draft, writer, chief):
    User.objects.filter(pk=writer.pk).update(email="")
    workflow.publish(draft.latest_revision, by=chief)
    assert told() == {(writer, Event.PUBLISHED)}
    assert not OutgoingMail.objects.exists()


# --- Choices --------------------------------------------------------------------------------


@pytest.mark.parametrize("on_desk", [True, False])
@pytest.mark.parametrize("by_mail", [True, False])
def test_everybody_chooses_desk_and_mail_event_by_event(draft, writer, chief, on_desk, by_mail):
    notifications.choose(writer, [notifications.Choice(Event.PUBLISHED, on_desk, by_mail)])
    workflow.publish(draft.latest_revision, by=chief)
    assert Notification.objects.filter(user=writer).exists() == on_desk
    assert OutgoingMail.objects.filter(user=writer).exists() == by_mail


def test_choosing_over_http_keeps_what_differs_from_the_sites_way():
    client = desk_of(AUTHOR)
    page = client.get(CHOICES).content.decode()
    assert "我的稿件被退回" in page
    assert "有稿件送审" not in page  # no reviewer
    desk = [event.value for event in Event if event != Event.SCHEDULED]
    client.post(CHOICES, {"desk": desk, "mail": ["sent_back", "submitted", "nonsense"]})
    choices = {one.event: one for one in notifications.choices_of(client.user)}
    assert not choices[Event.SCHEDULED].on_desk
    assert choices[Event.SENT_BACK].by_mail
    assert not choices[Event.PUBLISHED].by_mail
    assert not NotificationChoice.objects.filter(event__in=["submitted", "nonsense"]).exists()
    assert not NotificationChoice.objects.filter(event="sent_back").exists()


def test_a_moderator_has_nothing_to_choose_and_no_bell():
    client = desk_of(MODERATOR)
    assert client.get(CHOICES).status_code == 200
    assert "desk__bell" not in client.get("/admin/").content.decode()


# --- At the desk ----------------------------------------------------------------------------


@pytest.fixture
def reader_of_three(draft, chief):
    """A client of the chief, who was told of three articles; the oldest is read."""
    client = Client()
    client.force_login(chief)
    for number in range(3):
        one = make_draft(by=make_staff(AUTHOR), headline=f"稿{number}")
        submitted(one, one.created_by)
    oldest = Notification.objects.filter(user=chief).earliest("pk")
    notifications.mark_read(Notification.objects.filter(pk=oldest.pk))
    return client


def test_the_list_shows_what_is_unread_first(reader_of_three):
    rows = reader_of_three.get(LIST).context["told"]
    assert [row.is_unread for row in rows] == [True, True, False]
    assert ["稿2" in rows[0].sentence, "稿1" in rows[1].sentence] == [True, True]


def test_the_bell_counts_what_is_unread_on_every_page(reader_of_three):
    for path in ("/admin/", LIST, "/admin/articles/article/"):
        assert "通知，2 条未读" in reader_of_three.get(path).content.decode()


def test_opening_one_marks_it_as_read_and_leads_to_the_article(reader_of_three, chief):
    newest = Notification.objects.filter(user=chief).latest("pk")
    response = reader_of_three.post(reverse("admin:notification_open", args=[newest.pk]))
    assert response.url == f"/admin/articles/article/{newest.article_id}/change/"
    assert notifications.unread_number(chief) == 1


def test_all_that_was_seen_is_marked_and_what_came_since_is_not(reader_of_three, chief):
    newest = reader_of_three.get(LIST).context["told"][0].pk
    late = make_draft(by=make_staff(AUTHOR))
    submitted(late, late.created_by)
    reader_of_three.post("/admin/notifications/read/", {"newest": newest})
    assert notifications.unread_number(chief) == 1
    for nonsense in ("x", "9" * 5000, ""):
        path = "/admin/notifications/read/"
        assert reader_of_three.post(path, {"newest": nonsense}).status_code in (302, 400)


def test_nobody_opens_what_a_colleague_was_told(reader_of_three, chief):
    other = desk_of(CHIEF)
    newest = Notification.objects.filter(user=chief).latest("pk")
    path = reverse("admin:notification_open", args=[newest.pk])
    assert other.post(path).status_code == 404
    assert "稿2" not in other.get(LIST).content.decode()
    assert notifications.unread_number(chief) == 2
    assert Client().post(path).status_code == 302  # to the door


@pytest.mark.parametrize("path", ["read/", "1/open/"])
def test_reading_a_page_changes_nothing(reader_of_three, path):
    assert reader_of_three.get(f"{LIST}{path}").status_code == 405


def test_an_author_is_told_no_more_of_what_is_not_theirs(draft, writer, chief):
    workflow.publish(draft.latest_revision, by=chief)
    assert notifications.unread_number(writer) == 1
    Article.objects.filter(pk=draft.pk).update(created_by=chief)
    assert notifications.unread_number(writer) == 0


def test_the_list_costs_a_bounded_number_of_queries(reader_of_three):
    reader_of_three.get(LIST)
    with CaptureQueriesContext(connection) as few:
        reader_of_three.get(LIST)
    for _ in range(5):
        one = make_draft(by=make_staff(AUTHOR))
        submitted(one, one.created_by)
    with CaptureQueriesContext(connection) as many:
        reader_of_three.get(LIST)
    assert len(many) == len(few) <= 14


def test_a_visitors_note_reaches_who_made_the_link(draft, writer, chief):
    link = sharing.create_link(draft, by=chief)
    sharing.leave_note(link, name="顾问", body="很好", network="203.0.113.0/24")
    assert told() == {(writer, Event.PREVIEW_NOTE), (chief, Event.PREVIEW_NOTE)}


def test_old_ones_are_forgotten(reader_of_three, chief):
    now = timezone.now()
    assert notifications.forget_old(now + timedelta(days=89)) == 0
    assert notifications.forget_old(now + timedelta(days=91)) == 1
    assert notifications.forget_old(now + timedelta(days=366)) > 1
