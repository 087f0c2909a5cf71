"""Placement and the end: what touches the row alone, at once, and is journalled."""

from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction

from articles import freshness, journal, search
from articles.models import Article, Tombstone, User
from articles.workflow import live_row
from articles.workflow.moves import check


class Placement(TypedDict, total=False):
    """What place() can change."""

    is_pinned: bool
    is_featured: bool
    comments_open: bool
    expires_at: datetime | None


@transaction.atomic
def place(article: Article, *, by: User | None, **placement: Unpack[Placement]) -> Article:
    """Pin, feature, open or close to comments, set when it is withdrawn by itself.

    Writes and journals only what differs, and returns the row. Raises NotAllowed.
    """
    row = live_row.locked(article.pk)
    check("place", row, by=by)
    changed = {name: value for name, value in placement.items() if getattr(row, name) != value}
    if not changed:
        return row
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=[*changed, "saved_at"])
    if row.state == Article.State.PUBLISHED:
        freshness.touch(*live_row.keys_of(row))
    data: dict[str, Any] = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in changed.items()
    }
    journal.record("article.place", row, by=by, **data)
    return row


@transaction.atomic
def purge(article: Article, *, by: User | None, reason: str = "") -> None:
    """Delete an article for ever, with its history, comments and numbers.

    Its id stays taken. Raises NotAllowed, and AlreadyMoved while readers see it.
    """
    row = live_row.locked(article.pk)
    check("purge", row, by=by)
    keys = live_row.keys_of(row)
    Tombstone.objects.create(article_id=row.pk, was_public=row.was_public)
    search.remove(row.pk)
    journal.record("article.purge", row, by=by, note=reason, was=row.state)
    row.delete()
    freshness.touch(*keys)
