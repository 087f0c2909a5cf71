"""Writing the journal (操作记录): who did what, when, to what."""

from typing import Any

from django.db import models

from articles.models import JournalEntry, User


def record(
    action: str, obj: models.Model, *, by: User | None, note: str = "", **data: Any
) -> JournalEntry:
    """Note one act, in the transaction that carries it out.

    `action` is a stable word such as ``article.publish``. `data` takes what JSON takes, and never
    a reader's address. `by` is None for commands.
    """
    return JournalEntry.objects.create(
        action=action,
        by=by,
        by_name=by.display_name if by else "",
        kind=obj._meta.label_lower,
        object_id=obj.pk,
        object_name=str(obj)[:250],
        note=note[:500],
        data=data,
    )
