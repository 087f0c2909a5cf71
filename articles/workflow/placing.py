"""Placement: what touches the row alone, at once, and is journalled."""

from datetime import UTC, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction

from articles import freshness, journal, notifications
from articles.models import Article, Event, User
from articles.workflow import live_row
from articles.workflow.moves import check
from articles.workflow.refusals import PublishedEarlier

# The desk's own order: reviewers settle it, and no reader notices.
ASSIGNING = frozenset({"assignee", "planned_for"})


class Placement(TypedDict, total=False):
    """What place() can change."""

    is_pinned: bool
    is_featured: bool
    comments_open: bool
    expires_at: datetime | None
    embargo_until: datetime | None
    planned_for: datetime | None
    assignee: User | None


@transaction.atomic
def place(article: Article, *, by: User | None, **placement: Unpack[Placement]) -> Article:
    """Pin, feature, open or close to comments, assign, plan, set the embargo or the end.

    Writes and journals only what differs, and returns the row. Raises NotAllowed, AlreadyMoved,
    and PublishedEarlier for an embargo that ends after the publication.
    """
    row = live_row.locked(article.pk)
    changed = {name: value for name, value in placement.items() if getattr(row, name) != value}
    for move in {"assign" if name in ASSIGNING else "place" for name in changed or placement}:
        check(move, row, by=by)
    if not changed:
        return row
    _mind_the_wall(row, changed)
    was = {name: getattr(row, name) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=[*changed, "saved_at"])
    if row.state == Article.State.PUBLISHED and not ASSIGNING.issuperset(changed):
        freshness.touch(*live_row.keys_of(row))
    _record(row, was, changed, by)
    return row


def assign(article: Article, *, by: User | None, to: User | None) -> Article:
    """Say whose turn it is; None takes the article from whoever had it. Raises like place()."""
    return place(article, by=by, assignee=to)


def _mind_the_wall(row: Article, changed: dict[str, Any]) -> None:
    until = changed.get("embargo_until")
    out_at = row.published_at if row.state == Article.State.PUBLISHED else None
    if until and out_at and until > out_at:
        raise PublishedEarlier(out_at)


def _record(row: Article, was: dict[str, Any], now: dict[str, Any], by: User | None) -> None:
    revision = row.latest_revision_id
    if "assignee" in now:
        person = now["assignee"]
        data: dict[str, Any] = {"from": _plain(was["assignee"]), "to": _plain(person)}
        data |= {"assignee": person.pk if person else None, "revision": revision}
        journal.record("article.assign", row, by=by, **data)
        notifications.notify(Event.ASSIGNED, row, by=by)
    rest = {name: _plain(value) for name, value in now.items() if name != "assignee"}
    if rest:
        journal.record("article.place", row, by=by, **rest, revision=revision)


def _plain(value: Any) -> Any:
    if isinstance(value, User):
        return value.display_name
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
