"""The outbox: nothing is sent twice, nothing is lost, and nobody waits for a mail server."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail as post_office
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from articles import outbox, workflow
from articles.models import OutgoingMail, SiteProfile, User
from portal.roles import AUTHOR, CHIEF, EDITOR
from tests.articles.desk import desk_of
from tests.factories import make_draft, make_staff
from tests.threads import at_once

pytestmark = pytest.mark.django_db

SILENT = f"{__name__}.SilentServer"
REFUSING = f"{__name__}.RefusingServer"


class SilentServer(BaseEmailBackend):
    """A mail server that nobody reaches."""

    tries = 0

    def open(self):
        type(self).tries += 1
        raise ConnectionRefusedError("no route to mail.example")


class RefusingServer(BaseEmailBackend):
    """A mail server that takes mails to one of two addresses."""

    def send_messages(self, messages):
        for message in messages:
            if "gone" in message.to[0]:
                refused = {message.to[0]: (550, b"no such user gone@example.com")}
                raise smtplib.SMTPRecipientsRefused(refused)


@pytest.fixture
def colleague():
    return make_staff(AUTHOR, email="lin@example.com")


def post(user=None, *, subject="退回", **given):
    if user is None and "address" not in given:
        given["address"] = "reader@example.com"
    letter = outbox.letter(user=user, subject=subject, text="正文", **given)
    outbox.post([letter])
    return letter


def fresh(letter):
    return OutgoingMail.objects.get(pk=letter.pk)


def test_what_is_due_is_sent_once(colleague):
    post(colleague, unsubscribe_url="https://news.example/choices/")
    assert [outbox.send_due(), outbox.send_due()] == [1, 0]
    (sent,) = post_office.outbox
    assert (sent.to, sent.subject, sent.body) == (["lin@example.com"], "退回", "正文")
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert sent.extra_headers["List-Unsubscribe"] == "<https://news.example/choices/>"
    assert sent.extra_headers["Message-ID"].endswith("@127.0.0.1>")
    assert "multipart" not in sent.message().get_content_type()


def test_tick_sends_and_says_how_many(colleague, capsys):
    post(colleague)
    call_command("tick")
    assert "发出 1 封邮件" in capsys.readouterr().out
    assert len(post_office.outbox) == 1


def test_the_sender_is_the_site(colleague, settings):
    SiteProfile.objects.create(pk=1, name="潮间带\r\nBcc: x@example.com")
    post(colleague)
    outbox.send_due()
    sender = post_office.outbox[0].message()["From"]
    assert settings.DEFAULT_FROM_EMAIL in sender
    assert "\n" not in sender


def test_it_waits_for_its_time(colleague):
    letter = post(colleague)
    OutgoingMail.objects.update(due_at=timezone.now() + timedelta(minutes=5))
    assert outbox.send_due() == 0
    assert outbox.send_due(timezone.now() + timedelta(minutes=6)) == 1
    assert fresh(letter).sent_at


@pytest.mark.django_db(transaction=True)
def test_many_at_once_send_none_twice():
    for number in range(12):
        post(address=f"r{number}@example.com")
    counts = at_once(lambda _number: outbox.send_due(), range(4), threads=4)
    assert sum(counts) == 12
    assert len({sent.to[0] for sent in post_office.outbox}) == len(post_office.outbox) == 12


def test_what_was_undone_is_mailed_to_nobody(colleague):
    with transaction.atomic():
        post(colleague)
        transaction.set_rollback(True)
    assert outbox.send_due() == 0


@pytest.mark.parametrize("backend", [SILENT, "django.core.mail.backends.nosuch.EmailBackend"])
def test_no_mail_server_breaks_or_delays_a_save(settings, backend, colleague):
    settings.EMAIL_BACKEND = backend
    chief = make_staff(CHIEF)
    workflow.publish(make_draft(by=colleague).latest_revision, by=chief)
    assert OutgoingMail.objects.waiting().count() == 1


def test_a_failure_is_tried_again_later_and_later_and_at_last_given_up(settings, colleague):
    settings.EMAIL_BACKEND = SILENT
    letter, now = post(colleague), timezone.now()
    pauses = []
    while not fresh(letter).given_up_at:
        assert outbox.send_due(now) == 0
        now = fresh(letter).due_at + timedelta(seconds=1)
        pauses.append(fresh(letter).due_at - timezone.now())
    assert fresh(letter).attempts == len(outbox.PAUSES) + 1
    assert pauses[:-1] == sorted(pauses[:-1])
    assert "no route to mail.example" in fresh(letter).last_error
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert outbox.send_due(now + timedelta(days=9)) == 0
    assert outbox.try_again([letter]) == 1
    assert outbox.send_due() == 1


def test_a_silent_server_is_asked_once_a_run(settings):
    settings.EMAIL_BACKEND, SilentServer.tries = SILENT, 0
    for _ in range(3):
        post()
    outbox.send_due()
    assert SilentServer.tries == 1
    assert OutgoingMail.objects.filter(attempts=0).count() == 2


def test_one_refused_address_stops_no_other_and_is_not_written_down(settings):
    settings.EMAIL_BACKEND = REFUSING
    bad, good = post(address="gone@example.com"), post()
    assert outbox.send_due() == 1
    assert fresh(good).sent_at
    assert "550" in fresh(bad).last_error
    assert "@" not in fresh(bad).last_error


def test_a_process_that_dies_while_sending_loses_nothing(colleague):
    letter, now = post(colleague), timezone.now()
    assert outbox._claim(letter.pk, now)  # and killed
    assert outbox.send_due() == 0
    assert outbox.send_due(now + outbox.CLAIM + timedelta(minutes=1)) == 1


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_who_left_gets_nothing_more(colleague, change):
    post(colleague)
    User.objects.update(**change)
    assert outbox.send_due() == 0
    assert not OutgoingMail.objects.exists()


def test_an_address_that_no_header_holds_stops_no_other(colleague):
    bad, good = post(address="a@example.com\nBcc: b@example.com"), post(colleague)
    assert outbox.send_due() == 1
    assert fresh(good).sent_at
    assert not fresh(bad).sent_at


def test_what_is_done_is_forgotten_after_a_month(colleague):
    post(colleague)
    waiting = post(colleague)
    OutgoingMail.objects.filter(pk=waiting.pk).update(due_at=timezone.now() + timedelta(days=9))
    outbox.send_due()
    later = timezone.now() + timedelta(days=31)
    assert outbox.forget_old(later) == 1
    assert OutgoingMail.objects.get() == waiting


# --- Chiefs look after it -------------------------------------------------------------------


@pytest.fixture
def stuck(colleague):
    letter = post(colleague)
    OutgoingMail.objects.update(
        given_up_at=timezone.now(), attempts=8, last_error="SMTPRecipientsRefused: 550"
    )
    return letter


def test_the_dashboard_tells_chiefs_what_was_given_up_and_why(stuck):
    chief, editor = desk_of(CHIEF), desk_of(EDITOR)
    assert "1 封邮件没有发出：SMTPRecipientsRefused: 550" in chief.get("/admin/").content.decode()
    assert "SMTPRecipientsRefused" not in editor.get("/admin/").content.decode()


def test_a_chief_has_them_tried_again_and_reads_no_texts(stuck):
    chief = desk_of(CHIEF)
    path = "/admin/articles/outgoingmail/"
    page = chief.get(f"{path}?fate=given_up").content.decode()
    assert "退回" in page
    assert "lin@example.com" not in page
    assert "正文</" not in chief.get(f"{path}{stuck.pk}/change/").content.decode()
    chief.post(path, {"action": "try_again", "_selected_action": [stuck.pk]})
    assert outbox.send_due() == 1


def test_nobody_else_sees_the_outbox(stuck):
    path = "/admin/articles/outgoingmail/"
    assert desk_of(EDITOR).get(path).status_code == 403
    assert Client().get(path).status_code == 302
    chief = desk_of(CHIEF)
    assert chief.post(f"{path}{stuck.pk}/change/", {"subject": "改"}).status_code == 403
    assert chief.post(f"{path}{stuck.pk}/delete/", {"post": "yes"}).status_code == 403
