"""Who has the writing page of an article open. Nobody is locked out: the others are told."""

from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article, EditingSession, User

# The page says so every twelve seconds; three of these may get lost on the way.
GONE_AFTER = timedelta(seconds=45)


def seen(article: Article, user: User, now: datetime | None = None) -> None:
    """This person is at the article; after a longer silence the visit begins anew."""
    now = now or timezone.now()
    visits = EditingSession.objects.filter(article=article, user=user)
    if visits.filter(seen_at__gt=now - GONE_AFTER).update(seen_at=now):
        return
    try:
        EditingSession.objects.bulk_create(
            [EditingSession(article=article, user=user, opened_at=now, seen_at=now)],
            update_conflicts=True,
            unique_fields=["article", "user"],
            update_fields=["opened_at", "seen_at"],
        )
    except IntegrityError:
        return  # purged meanwhile: nobody is there


def left(article: Article, user: User) -> None:
    """This person has closed the page."""
    EditingSession.objects.filter(article=article, user=user).delete()


def others_at(
    article: Article, user: User, now: datetime | None = None
) -> QuerySet[EditingSession]:
    """The colleagues who are at the article, whoever came first first."""
    since = (now or timezone.now()) - GONE_AFTER
    there = EditingSession.objects.filter(article=article, seen_at__gt=since)
    return there.exclude(user=user).select_related("user").order_by("opened_at", "pk")


def forget_past(now: datetime | None = None) -> int:
    """Delete the rows of those who left without a word; return how many."""
    past = (now or timezone.now()) - GONE_AFTER
    return EditingSession.objects.filter(seen_at__lte=past).delete()[0]
