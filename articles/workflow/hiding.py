"""Taking an article from the readers, for a while or for good, and putting it away."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from articles import corrections, journal, notifications
from articles.models import Article, Event, JournalEntry, PreviewLink, User
from articles.workflow import live_row
from articles.workflow.moves import check, scheduled_changes
from articles.workflow.writing import content_of

PUT_AWAY = (Article.State.ARCHIVED, Article.State.RETRACTED)


@transaction.atomic
def withdraw(article: Article, *, by: User | None, reason: str = "") -> Article:
    """Take a public article from the readers: its address answers 410.

    Scheduled changes go with it. Raises NotAllowed, AlreadyMoved, ReasonMissing.
    """
    row = live_row.locked(article.pk)
    check("withdraw", row, by=by, reason=reason)
    return hide(row, Article.State.WITHDRAWN, "withdraw", by=by, note=reason)


@transaction.atomic
def retract(article: Article, *, by: User | None, reason: str = "") -> Article:
    """Take back what was published: it leaves the readers as when withdrawn, and they are told why.

    Raises NotAllowed, AlreadyMoved, ReasonMissing.
    """
    row = live_row.locked(article.pk)
    check("retract", row, by=by, reason=reason)
    corrections.record_retraction(row, reason=reason, by=by, at=timezone.now())
    return hide(row, Article.State.RETRACTED, "retract", by=by, note=reason)


@transaction.atomic
def archive(article: Article, *, by: User | None) -> Article:
    """Put an article away that readers don't see. Raises NotAllowed, AlreadyMoved."""
    row = live_row.locked(article.pk)
    check("archive", row, by=by)
    return hide(row, Article.State.ARCHIVED, "archive", by=by)


@transaction.atomic
def unarchive(article: Article, *, by: User | None) -> Article:
    """Take an article out of the archive, to work on it. Raises NotAllowed, AlreadyMoved."""
    row = live_row.locked(article.pk)
    check("unarchive", row, by=by)
    return hide(row, hidden_state(row), "unarchive", by=by)


def hidden_state(row: Article) -> str:
    """Where an article is that readers don't see, and that was not put away."""
    return Article.State.WITHDRAWN if row.was_public else Article.State.UNPUBLISHED


def state_before(row: Article, move: str) -> str:
    """Where an article goes when its last `move` is undone; the journal knows what was put away."""
    made = JournalEntry.objects.filter(
        kind=Article._meta.label_lower, object_id=row.pk, action=f"article.{move}"
    )
    entry = made.order_by("-at", "-pk").first()
    was = entry.data.get("from") if entry else None
    return was if was in PUT_AWAY else hidden_state(row)


def hide(row: Article, state: str, name: str, *, by: User | None, note: str = "") -> Article:
    """Bring the locked row into a state that no reader sees, and say so wherever it was shown."""
    shown_before = live_row.keys_of(row)
    was, row.state = row.state, state
    scheduled_changes(row).update(publish_at=None)
    mirror_latest(row)
    live_row.tell(row, shown_before)
    data: dict[str, Any] = {"revision": row.latest_revision_id, "from": was, "to": state}
    journal.record(f"article.{name}", row, by=by, note=note, **data)
    if name in ("withdraw", "retract"):
        # What is taken from the readers is not left with guests; the desk may make new links.
        open_links = PreviewLink.objects.filter(article=row, revoked_at=None)
        open_links.update(revoked_at=timezone.now())
        notifications.notify(Event.WITHDRAWN, row, by=by, reason=note)
    return row


def mirror_latest(row: Article) -> None:
    """Let a row that no reader sees follow its newest revision."""
    content = content_of(row)
    relations = content.relations()
    live_row.fill(row, content, relations)
    live_row.save(row, relations)
