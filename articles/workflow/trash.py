"""The trash: what is thrown away comes back unchanged, until somebody deletes it on purpose."""

from django.db import transaction

from articles import counters, freshness, journal, search
from articles.models import Article, Tombstone, User
from articles.workflow import live_row
from articles.workflow.hiding import hide, state_before
from articles.workflow.moves import check


@transaction.atomic
def trash(article: Article, *, by: User | None, reason: str = "") -> Article:
    """Put an article into the trash, whole. Raises NotAllowed, AlreadyMoved."""
    row = live_row.locked(article.pk)
    check("trash", row, by=by)
    return hide(row, Article.State.TRASHED, "trash", by=by, note=reason)


@transaction.atomic
def untrash(article: Article, *, by: User | None) -> Article:
    """Put an article back to where it was thrown away. Raises NotAllowed, AlreadyMoved."""
    row = live_row.locked(article.pk)
    check("untrash", row, by=by)
    return hide(row, state_before(row, "trash"), "untrash", by=by)


@transaction.atomic
def purge(article: Article, *, by: User | None, reason: str = "") -> None:
    """Delete an article for ever, with its history, comments and numbers: from the trash alone.

    Its id stays taken. Raises NotAllowed, AlreadyMoved.
    """
    row = live_row.locked(article.pk)
    check("purge", row, by=by)
    keys = live_row.keys_of(row)
    Tombstone.objects.create(article_id=row.pk, was_public=row.was_public)
    search.remove(row.pk)
    counters.reopen_days_of(row)
    journal.record("article.purge", row, by=by, note=reason, was=state_before(row, "trash"))
    row.delete()
    freshness.touch(*keys)
