"""Changing single fields of an article's newest text, from a list and not from its page."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Article, User
from articles.workflow import live_row
from articles.workflow.moves import may_make, scheduled_changes
from articles.workflow.publishing import publish
from articles.workflow.refusals import AlreadyMoved, MoveRefused
from articles.workflow.writing import content_of, create_article, save_revision

FILING = frozenset({"category_id", "tag_ids"})  # where a text is found, not what it says


@transaction.atomic
def revise(article: Article, *, by: User, base_id: int | None = None, **changes: Any) -> bool:
    """Save the newest text with these fields of ArticleContent; return whether readers wait for it.

    Where only its filing changes, a text that readers have as it is goes out again at once, and a
    scheduled one keeps its time, if this person may publish it. Everything else waits on top of
    what is public. `base_id` is the revision that the person saw. Raises AlreadyMoved if there is a
    newer one, and NotAllowed.
    """
    row = live_row.locked(article.pk)
    if base_id is not None and row.latest_revision_id != base_id:
        raise AlreadyMoved("revise")
    content = content_of(row)
    changed = replace(content, **changes)
    if changed == content:
        return False
    is_out = row.state == Article.State.PUBLISHED
    lay_bare = not row.has_changes_waiting and not scheduled_changes(row).exists()
    revision = save_revision(row, changed, by=by)
    if not is_out:
        return False
    if not (lay_bare and FILING.issuperset(changes) and may_make("publish", row, by)):
        return True
    try:
        with transaction.atomic():
            publish(revision, by=by, at=row.published_at if row.is_scheduled else None)
    except MoveRefused:  # a check, the rule of four eyes: then it waits for somebody to publish it
        return True
    return False


@transaction.atomic
def duplicate(article: Article, *, by: User, headline: str) -> Article:
    """Begin a new draft with the article's newest text under another headline; return it.

    Numbers, comments and placement stay with the original, but for an embargo: it was promised for
    the text, and the copy would be a way round it. Raises NotAllowed.
    """
    content = replace(content_of(article), headline=headline)
    copy = create_article(content, by=by, note=f"#{article.pk}")
    if article.embargo_until and article.embargo_until > timezone.now():
        copy.embargo_until = article.embargo_until
        copy.save(update_fields=["embargo_until"])
    return copy
