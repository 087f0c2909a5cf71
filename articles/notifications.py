"""Who is told of what: on the desk, and by mail where they chose so.

The verbs of the newsroom call notify() in their own transactions. Nobody is told of what they
did themselves, and nobody of what a command or an import did.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy

from articles import outbox
from articles.models import (
    Article,
    Event,
    JournalEntry,
    Notification,
    NotificationChoice,
    NotificationQuerySet,
    User,
)

MOST_SHOWN = 99  # the bell counts no further
KEPT_READ, KEPT = timedelta(days=90), timedelta(days=365)
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"

# What a mail is worth by itself: what asks the reader to do something, or ends their work.
BY_MAIL = {
    Event.ASSIGNED,
    Event.SENT_BACK,
    Event.APPROVED,
    Event.PUBLISHED,
    Event.UNSCHEDULED,
    Event.WITHDRAWN,
    Event.PREVIEW_NOTE,
}
BY_NOBODY = {Event.UNSCHEDULED, Event.PREVIEW_NOTE}  # a time that came, a visitor

SENTENCES = {
    Event.SUBMITTED: gettext_lazy("%(who)s submitted “%(article)s” for review."),
    Event.ASSIGNED: gettext_lazy("%(who)s assigned “%(article)s” to you."),
    Event.SENT_BACK: gettext_lazy("%(who)s sent “%(article)s” back."),
    Event.APPROVED: gettext_lazy("%(who)s approved “%(article)s”."),
    Event.SCHEDULED: gettext_lazy("%(who)s scheduled “%(article)s”."),
    Event.PUBLISHED: gettext_lazy("%(who)s published “%(article)s”."),
    Event.UNSCHEDULED: gettext_lazy(
        "“%(article)s” was to be published now, but it is not ready. It waits for you."
    ),
    Event.WITHDRAWN: gettext_lazy("%(who)s withdrew “%(article)s”."),
    Event.COMMENTED: gettext_lazy("A new comment on “%(article)s”."),
    Event.PREVIEW_NOTE: gettext_lazy("A visitor left a note on the preview of “%(article)s”."),
}


@dataclass(frozen=True)
class Choice:
    """How one person wants to hear of one event."""

    event: Event
    on_desk: bool
    by_mail: bool


def notify(
    event: Event,
    article: Article,
    *,
    by: User | None,
    reason: str = "",
    also: Iterable[User | None] = (),
) -> None:
    """Tell whom the event concerns, in the transaction that carries it out.

    `reason` is what was typed with it. `also` are people whom only the caller knows.
    """
    if by is None and event not in BY_NOBODY:
        return
    told = {user.pk: user for user in _concerned(event, article)}
    told |= {user.pk: user for user in also if user and user.is_active}
    if by:
        told.pop(by.pk, None)
    if not told:
        return
    wishes = _wishes(event, told)
    reason = reason.strip()[:500]
    Notification.objects.bulk_create(
        Notification(user=user, event=event, article=article, actor=by, reason=reason)
        for user in told.values()
        if wishes[user.pk].on_desk
    )
    written_to = [user for user in told.values() if wishes[user.pk].by_mail and user.email]
    if written_to:
        subject, text = _mail(event, article, by, reason)
        outbox.post(
            outbox.letter(user=user, subject=subject, text=text, unsubscribe_url=_choices_url())
            for user in written_to
        )


def sentence(event: str, article: Article | None, actor: User | None) -> str:
    """What happened, in the language that is spoken now."""
    who = actor.display_name if actor else gettext("Somebody")
    return str(SENTENCES[Event(event)]) % {"who": who, "article": article or "—"}


def reason_in_words(event: str, reason: str) -> str:
    """What was given as the reason; of what is not ready the names of what it lacks."""
    if event != Event.UNSCHEDULED:
        return reason
    fields = {field.name: field for field in Article._meta.get_fields()}
    lacking = [fields.get(name) for name in reason.split(", ")]
    if not all(lacking):
        return reason
    return gettext(", ").join(str(getattr(field, "verbose_name", field)) for field in lacking)


def address_of(event: str, article: Article) -> str:
    """Where one looks at it: the readers' page for a comment, else the desk's."""
    if event == Event.COMMENTED:
        return f"{article.get_absolute_url()}#comments"
    return reverse("admin:articles_article_change", args=[article.pk])


# The desk's side of it.


def of(user: User) -> NotificationQuerySet:
    """What this person was told, without articles that are not theirs to see any more."""
    told = Notification.objects.filter(user=user)
    if user.has_perm("articles.change_others_article"):
        return told
    theirs = Article.objects.written_by(user) | Article.objects.filter(assignee=user)
    return told.filter(article__in=theirs.values("pk"))


def unread_number(user: User) -> int:
    """For the bell: one query, and no further than MOST_SHOWN + 1."""
    return of(user).unread().order_by()[: MOST_SHOWN + 1].count()


def mark_read(notifications: QuerySet[Notification]) -> int:
    """Mark those as read that were not; return how many."""
    return notifications.filter(read_at=None).update(read_at=timezone.now())


def forget_old(now: datetime | None = None) -> int:
    """Delete what was read a season ago, and what lay unread for a year; return how many."""
    now = now or timezone.now()
    past = Q(created_at__lt=now - KEPT_READ, read_at__isnull=False) | Q(created_at__lt=now - KEPT)
    return Notification.objects.filter(past).delete()[0]


# Choices.


def events_for(user: User) -> list[Event]:
    """What can concern this person at all."""
    if not user.has_perm("articles.change_article"):
        return []
    is_reviewer = user.has_perm("articles.review_article")
    return [event for event in Event if is_reviewer or event != Event.SUBMITTED]


def choices_of(user: User) -> list[Choice]:
    """How this person hears of each event that can concern them."""
    chosen = {one.event: one for one in user.notification_choices.all()}
    return [
        Choice(event, chosen[event].on_desk, chosen[event].by_mail)
        if event in chosen
        else _default(event)
        for event in events_for(user)
    ]


@transaction.atomic
def choose(user: User, choices: Iterable[Choice]) -> None:
    """Keep the choices, those as the site has them by default as no row at all."""
    choices = list(choices)
    user.notification_choices.filter(event__in=[one.event for one in choices]).delete()
    NotificationChoice.objects.bulk_create(
        NotificationChoice(user=user, event=one.event, on_desk=one.on_desk, by_mail=one.by_mail)
        for one in choices
        if one != _default(one.event)
    )


def _default(event: Event) -> Choice:
    return Choice(event, on_desk=True, by_mail=event in BY_MAIL)


def _wishes(event: Event, told: Mapping[int, User]) -> dict[int, Choice]:
    rows = NotificationChoice.objects.filter(event=event, user__in=list(told))
    chosen = {row.user_id: Choice(event, row.on_desk, row.by_mail) for row in rows}
    return {pk: chosen.get(pk, _default(event)) for pk in told}


# Whom.


def _concerned(event: Event, article: Article) -> Iterable[User]:
    if event == Event.SUBMITTED:
        return _reviewers(article)
    if event == Event.ASSIGNED:
        return _staff(Q(pk=article.assignee_id))
    writers = Q(author__bylines__article=article) | Q(pk=article.created_by_id)
    if event in (Event.COMMENTED, Event.PREVIEW_NOTE):
        return _staff(writers)
    return _staff(writers | Q(pk__in=_submitter(article)))


def _reviewers(article: Article) -> Iterable[User]:
    """Who the article is assigned to, if they may decide; else everybody who may."""
    may = User.objects.with_perm("articles.review_article", backend=MODEL_BACKEND)
    may = may.filter(is_staff=True)
    return may.filter(pk=article.assignee_id) if article.assignee_id else may


def _submitter(article: Article) -> QuerySet:
    """Whoever submitted last: a colleague may have done it for the writer."""
    kind = Article._meta.label_lower
    asked = JournalEntry.objects.filter(kind=kind, object_id=article.pk, action="article.submit")
    return asked.order_by("-at", "-pk").values("by")[:1]


def _staff(who: Q) -> QuerySet[User]:
    return User.objects.filter(who, is_active=True, is_staff=True).distinct()


# Mails.


def _mail(event: Event, article: Article, by: User | None, reason: str) -> tuple[str, str]:
    """Subject and text, in the site's language: a mail knows no cookie of its reader."""
    with translation.override(settings.LANGUAGE_CODE):
        told = sentence(event, article, by)
        lines = [told, ""]
        if reason:
            lines += [reason_in_words(event, reason), ""]
        lines += [f"{settings.SITE_URL}{address_of(event, article)}", "", "-- "]
        lines += [gettext("Choose which mails you get: %(url)s") % {"url": _choices_url()}, ""]
    return told, "\n".join(lines)


def _choices_url() -> str:
    return f"{settings.SITE_URL}{reverse('admin:notification_choices')}"
