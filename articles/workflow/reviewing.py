"""Reviewing: a text goes to the editors and comes back."""

from django.db import transaction

from articles import journal, notifications
from articles.models import Article, ArticleRevision, Event, User
from articles.workflow import live_row
from articles.workflow.moves import check
from articles.workflow.refusals import AlreadyMoved

State = ArticleRevision.State
EVENTS = {
    "submit": Event.SUBMITTED,
    "request_changes": Event.SENT_BACK,
    "approve": Event.APPROVED,
}


@transaction.atomic
def submit(revision: ArticleRevision, *, by: User | None) -> None:
    """Ask the editors for their word. Raises NotAllowed, AlreadyMoved."""
    _move("submit", revision, State.IN_REVIEW, by=by)


@transaction.atomic
def take_back(revision: ArticleRevision, *, by: User | None) -> None:
    """Take a text out of review, to go on writing. Raises NotAllowed, AlreadyMoved."""
    _move("take_back", revision, State.DRAFT, by=by)


@transaction.atomic
def request_changes(revision: ArticleRevision, *, by: User | None, reason: str) -> None:
    """Send a text back to its writer. Raises NotAllowed, AlreadyMoved, ReasonMissing."""
    _move("request_changes", revision, State.CHANGES_REQUESTED, by=by, reason=reason)


@transaction.atomic
def approve(revision: ArticleRevision, *, by: User | None) -> None:
    """Say that a text may be published. Raises NotAllowed, AlreadyMoved."""
    _move("approve", revision, State.APPROVED, by=by)


def latest_of(revision: ArticleRevision) -> tuple[Article, ArticleRevision]:
    """Lock the article of this revision; return its row and the revision, both loaded afresh.

    Raises AlreadyMoved if a newer revision is there: nobody decides about a text unseen.
    """
    row = live_row.locked(revision.article_id)
    fresh = row.latest_revision
    if fresh is None or fresh.pk != revision.pk:
        raise AlreadyMoved
    return row, fresh


def _move(
    name: str, revision: ArticleRevision, state: str, *, by: User | None, reason: str = ""
) -> None:
    row, fresh = latest_of(revision)
    check(name, row, by=by, reason=reason)
    was, fresh.state = fresh.state, state
    fresh.save(update_fields=["state"])
    row.save(update_fields=["saved_at"])
    revision.state = state
    data = {"revision": fresh.pk, "from": was, "to": state}
    journal.record(f"article.{name}", row, by=by, note=reason, **data)
    if event := EVENTS.get(name):
        said = fresh.note if event == Event.SUBMITTED else reason
        notifications.notify(event, row, by=by, reason=said)
