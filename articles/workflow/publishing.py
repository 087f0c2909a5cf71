"""Publishing: what readers get, and from when to when."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles import corrections, counters, journal, notifications
from articles.content import ArticleContent, Relations
from articles.models import Article, ArticleRevision, Event, User
from articles.workflow import live_row
from articles.workflow.gate import pass_the_gate
from articles.workflow.hiding import mirror_latest, state_before
from articles.workflow.moves import check, scheduled_changes
from articles.workflow.refusals import (
    AlreadyPublished,
    ChangeNotNamed,
    Embargoed,
    NotReadyToPublish,
)
from articles.workflow.reviewing import latest_of

State = ArticleRevision.State


@transaction.atomic
def publish(
    revision: ArticleRevision,
    *,
    by: User | None,
    at: datetime | None = None,
    override: str = "",
) -> Article:
    """Make the latest revision what readers see, now or from `at` on; return the live row.

    A first publication ahead of its time needs no job: the row is there and its time is asked.
    A change of what is public waits as an approved revision until publish_due() finds it due.
    `at` in the past dates the article, as imports do; without it a correction keeps the first
    date, because feeds and archives are sorted by it.
    `override` is the reason to publish against failing checks.
    Raises NotReadyToPublish, ChecksFailed, ChangeNotNamed, Embargoed, NotAllowed, OwnWork,
    AlreadyMoved.
    """
    row, revision = latest_of(revision)
    check("publish", row, by=by)
    pass_the_wall(row, at or timezone.now())
    if row.is_published and row.live_revision_id == revision.pk and at is None:
        raise AlreadyPublished
    content = ArticleContent.from_revision(revision)
    relations = ready(content)
    if by is not None and corrections.is_unnamed(row, revision):
        raise ChangeNotNamed
    pass_the_gate(row, content, by=by, override=override)
    if at is not None and at > timezone.now() and row.is_published:
        return _schedule_change(row, revision, by=by, at=at)
    return go_live(row, revision, content, relations, by=by, at=at)


@transaction.atomic
def unschedule(article: Article, *, by: User | None) -> Article:
    """Cancel what is ahead: the first publication, or else the scheduled change.

    The text stays approved. Raises NotAllowed, AlreadyMoved.
    """
    row = live_row.locked(article.pk)
    check("unschedule", row, by=by)
    was = row.state
    touched: set[str] = set()
    if row.is_scheduled:
        touched = live_row.keys_of(row)
        row.revisions.filter(pk=row.live_revision_id or 0).update(published_at=None)
        row.live_revision = None
        row.first_published_at = row.first_published_at if row.was_public else None
        row.published_at = row.first_published_at
        row.state = state_before(row, "schedule")
        mirror_latest(row)
        live_row.tell(row, touched)
    else:
        scheduled_changes(row).update(publish_at=None)
        row.save(update_fields=["saved_at"])
    data: dict[str, Any] = {"revision": row.latest_revision_id, "from": was, "to": row.state}
    journal.record("article.unschedule", row, by=by, **data)
    return row


def pass_the_wall(row: Article, at: datetime) -> None:
    """Raise Embargoed if the article may not be public at this time, whoever asks and how."""
    if row.embargo_until and at < row.embargo_until:
        raise Embargoed(row.embargo_until)


def ready(content: ArticleContent) -> Relations:
    """Return what the content names, or raise NotReadyToPublish with what it lacks."""
    relations = content.relations()
    if content.missing or relations.gone:
        raise NotReadyToPublish(content.missing, relations.gone)
    return relations


def go_live(
    row: Article,
    revision: ArticleRevision,
    content: ArticleContent,
    relations: Relations,
    *,
    by: User | None,
    at: datetime | None,
) -> Article:
    """Copy the revision, of the locked row, to what readers see; every publication ends here."""
    now = timezone.now()
    was = row.state
    shown_before = live_row.keys_of(row) if was == Article.State.PUBLISHED else set()
    told = corrections.record(row, revision, by=by, at=max(now, at or now))
    goes_live_at = _date(row, at, now)
    live_row.fill(row, content, relations)
    row.state, row.live_revision = Article.State.PUBLISHED, revision
    live_row.save(row, relations)
    row.revisions.filter(pk__lt=revision.pk).exclude(state=State.SUPERSEDED).update(
        state=State.SUPERSEDED, publish_at=None
    )
    revision.state, revision.publish_at = State.APPROVED, None
    revision.published_at, revision.published_by = max(now, goes_live_at), by
    revision.save(update_fields=["state", "publish_at", "published_at", "published_by"])
    counters.start_counter(row)
    live_row.tell(row, shown_before)
    journal.record(
        "article.schedule" if row.is_scheduled else "article.publish",
        row,
        by=by,
        revision=revision.pk,
        at=goes_live_at.isoformat(),
        **{"from": was, "to": row.state},
        **told,
    )
    _tell_writers(row, goes_live_at, by)
    return row


def _date(row: Article, at: datetime | None, now: datetime) -> datetime:
    """Set the times of publication, return when; a later correction keeps the first one."""
    first = row.first_published_at if row.was_public else None
    kept = row.published_at if row.published_at and row.published_at <= now else first
    # Without `at`: now at first; later as before, or as at first if it had been put off.
    when = at or (kept if first and kept else now)
    if row.embargo_until:  # set after it was withdrawn: nothing is dated before its wall
        when = max(when, row.embargo_until)
    row.published_at = when
    row.first_published_at = min(first, when) if first else when
    if row.expires_at and row.expires_at <= max(now, when):
        row.expires_at = None
    return when


def _schedule_change(
    row: Article, revision: ArticleRevision, *, by: User | None, at: datetime
) -> Article:
    scheduled_changes(row).exclude(pk=revision.pk).update(state=State.SUPERSEDED, publish_at=None)
    revision.state, revision.publish_at, revision.published_by = State.APPROVED, at, by
    revision.save(update_fields=["state", "publish_at", "published_by"])
    row.save(update_fields=["saved_at"])
    journal.record("article.schedule", row, by=by, revision=revision.pk, at=at.isoformat())
    _tell_writers(row, at, by)
    return row


def _tell_writers(row: Article, at: datetime, by: User | None) -> None:
    if at > timezone.now():
        when = f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
        notifications.notify(Event.SCHEDULED, row, by=by, reason=when)
    else:
        notifications.notify(Event.PUBLISHED, row, by=by)
