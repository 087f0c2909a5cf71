"""The outbox: a mail is written with what it tells of, and sent later, by whoever comes first.

Whoever writes one stays in the transaction of the act, so there is no mail about what did not
happen, and no mail server can delay or break an act. ``manage.py tick`` sends what is due.
"""

import re
import smtplib
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Q
from django.utils import timezone

from articles.models import OutgoingMail, SiteProfile, User

# After each failure; the last one ends the second day, and then somebody has to look at it.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720, 1440))
# A claim holds longer than any conversation with the mail server (EMAIL_TIMEOUT a step). Whoever
# was killed in the middle of one leaves the mail to the next run after it.
CLAIM = timedelta(minutes=10)
A_RUN, A_RUN_S = 200, 40  # mails and seconds: tick comes again in a minute
KEPT = timedelta(days=30)  # sent or given up
FAULTS = (smtplib.SMTPException, OSError, ValueError)  # ValueError: no header can hold it
ADDRESS = re.compile(r"[^\s<>'\"]+@[^\s<>'\"]+")


def letter(
    *, subject: str, text: str, user: User | None = None, address: str = "", **given: Any
) -> OutgoingMail:
    """An unsaved mail to a colleague or to an address.

    The subject is one line whatever is in it, so that no headline writes headers.
    """
    return OutgoingMail(
        user=user,
        address=address,
        subject=_one_line(subject)[:200],
        text=text,
        due_at=timezone.now(),
        **given,
    )


def post(letters: Iterable[OutgoingMail]) -> None:
    """Put letters into the outbox, in the transaction that carries out what they tell of."""
    OutgoingMail.objects.bulk_create(letters)


def send_due(now: datetime | None = None) -> int:
    """Send what is due and return how many went out. At once from many machines: none twice.

    If the mail server does not answer, the others wait for the next run.
    """
    now = now or timezone.now()
    began = time.monotonic()
    ids = OutgoingMail.objects.due(now).order_by("due_at", "pk").values_list("pk", flat=True)
    sent = 0
    with _connection() as connection:
        for pk in list(ids[:A_RUN]):
            if time.monotonic() - began > A_RUN_S:
                break
            mail = _claim(pk, now)
            if mail is None or _has_nobody(mail):
                continue
            fault = _send(mail, connection)
            if fault is None:
                sent += 1
            elif _is_silence(fault):
                break
    return sent


def try_again(mails: Iterable[OutgoingMail]) -> int:
    """Let mails that were given up begin anew; return how many."""
    stuck = OutgoingMail.objects.given_up().filter(pk__in=[mail.pk for mail in mails])
    return stuck.update(given_up_at=None, attempts=0, due_at=timezone.now())


def forget_old(now: datetime | None = None) -> int:
    """Delete what was sent, or given up, a month ago; return how many."""
    past = (now or timezone.now()) - KEPT
    done = Q(sent_at__isnull=False) | Q(given_up_at__isnull=False)
    return OutgoingMail.objects.filter(done, created_at__lt=past).delete()[0]


def _claim(pk: int, now: datetime) -> OutgoingMail | None:
    """Take the mail for this process. Of two that try, one conditional UPDATE lets one through."""
    taken = OutgoingMail.objects.due(now).filter(pk=pk)
    if not taken.update(due_at=timezone.now() + CLAIM, attempts=F("attempts") + 1):
        return None
    return OutgoingMail.objects.select_related("user").filter(pk=pk).first()


def _send(mail: OutgoingMail, connection: Any) -> Exception | None:
    """Hand one claimed mail to the server, and note what came of it."""
    try:
        connection.open()  # does nothing while it is open
        connection.send_messages([_message(mail, connection)])
    except FAULTS as fault:
        connection.close()
        _note_fault(mail, fault)
        return fault
    mail.sent_at, mail.last_error = timezone.now(), ""
    mail.save(update_fields=["sent_at", "last_error"])
    return None


def _has_nobody(mail: OutgoingMail) -> bool:
    """Whether its account was closed or has lost its address; then the mail is dropped."""
    is_lost = not _address_of(mail)
    if is_lost:
        mail.delete()
    return is_lost


def _message(mail: OutgoingMail, connection: Any) -> EmailMessage:
    host = urlsplit(settings.SITE_URL).hostname
    headers = {
        "Auto-Submitted": "auto-generated",
        # The same for each attempt: who gets it twice after all can tell.
        "Message-ID": f"<outbox-{mail.pk}-{int(mail.created_at.timestamp())}@{host}>",
    }
    if mail.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
    sender = formataddr((_one_line(SiteProfile.load().name), settings.DEFAULT_FROM_EMAIL))
    to = [_address_of(mail)]
    return EmailMessage(mail.subject, mail.text, sender, to, headers=headers, connection=connection)


def _address_of(mail: OutgoingMail) -> str:
    if mail.user is None:
        return mail.address
    return (mail.address or mail.user.email) if mail.user.is_active else ""


def _note_fault(mail: OutgoingMail, fault: Exception) -> None:
    """Set the next attempt, or give up. Servers repeat the address in what they say: not kept."""
    now = timezone.now()
    words = ADDRESS.sub("…", f"{type(fault).__name__}: {fault}")
    mail.last_error = _one_line(words)[:300]
    if mail.attempts > len(PAUSES):
        mail.given_up_at = now
    else:
        mail.due_at = now + PAUSES[mail.attempts - 1]
    mail.save(update_fields=["last_error", "given_up_at", "due_at"])


def _is_silence(fault: Exception) -> bool:
    """Whether the server itself is not there, so that the next mail would fail as well."""
    gone = (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPHeloError)
    refused = isinstance(fault, smtplib.SMTPAuthenticationError)
    is_network = isinstance(fault, OSError) and not isinstance(fault, smtplib.SMTPException)
    return refused or is_network or isinstance(fault, gone)


@contextmanager
def _connection() -> Iterator[Any]:
    """One conversation with the mail server for the whole run, begun by its first mail."""
    connection = get_connection()
    try:
        yield connection
    finally:
        connection.close()


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
