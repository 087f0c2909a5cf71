"""What becomes of a comment: received once, decided once, by one function each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles import counters, freshness, journal, notifications, throttling
from articles.models import Article, Event, User
from comments.models import MAX_DEPTH, Comment, Correspondent

State = Comment.State

SAME_FORM_WITHIN = timedelta(minutes=10)  # the same text later is said on purpose
# Attempts and seconds. A network is a school or an office: many people, one prefix.
ADDRESS_LIMITS = ((5, 60), (30, 3600))
NETWORK_LIMITS = ((60, 60), (300, 3600))


class TooFast(Exception):
    """Too many comments from one address or network; worth another try after `retry_after_s`."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(retry_after_s)
        self.retry_after_s = retry_after_s


class AlreadyDecided(Exception):
    """Another moderator was faster: the comment is no longer as this one saw it.

    `comment` is as it is now, with who decided (`decided_by`, None for a command) and when.
    """

    def __init__(self, comment: Comment) -> None:
        super().__init__(comment.pk)
        self.comment = comment


class NotInTrash(Exception):
    """Only what lies in the trash can be deleted for good."""


class HasReplies(Exception):
    """Others have answered the comment; deleted, it would leave them hanging."""


@dataclass(frozen=True)
class Submission:
    """A comment as it was sent, checked and normalised by the form."""

    name: str
    address: str = field(repr=False)
    body: str
    url: str = ""
    parent: Comment | None = None
    wants_notice: bool = False
    is_trapped: bool = False
    network: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a decision about many comments came to."""

    decided: list[Comment]
    refused: list[AlreadyDecided]


def receive(submission: Submission, article: Article, *, by: User | None = None) -> Comment:
    """Store a reader's comment for moderation; that of a colleague (`by`) is published at once.

    The same text at the same place from the same address within ten minutes is the same comment:
    the first one is returned again. Raises TooFast.
    """
    with transaction.atomic():
        # Whoever sends the same form at the same time waits here, and then finds the first one.
        writer = Correspondent.with_address(submission.address)
        if before := _sent_before(submission, article, writer):
            return before
        if by is None:
            _hold_to_limits(writer, submission.network)
        comment = _placed(submission, article, writer)
        if by is not None:
            comment.state = State.APPROVED
            comment.by_user = comment.decided_by = by
            comment.decided_at = comment.created_at
        elif submission.is_trapped:
            comment.state = State.SPAM
        comment.save(force_insert=True)
        if comment.is_approved:
            counters.hold_counter(article.pk)
            _show_change(article.pk)
            _tell_writers(comment, by)
    return comment


# The verbs. `seen` is the state on the moderator's screen, that of the object if it is not given:
# who decides about something else than what is there gets AlreadyDecided, and changes nothing.


def approve(comment: Comment, *, by: User | None, seen: str = "") -> None:
    """Show the comment to readers. Raises AlreadyDecided."""
    _decide(comment, State.APPROVED, by=by, seen=seen)


def reject(comment: Comment, *, by: User | None, seen: str = "") -> None:
    """Keep the comment from readers. Raises AlreadyDecided."""
    _decide(comment, State.REJECTED, by=by, seen=seen)


def mark_spam(comment: Comment, *, by: User | None, seen: str = "") -> None:
    """Call it advertising. Raises AlreadyDecided."""
    _decide(comment, State.SPAM, by=by, seen=seen)


def trash(comment: Comment, *, by: User | None, seen: str = "") -> None:
    """Throw it away; from the trash it can come back or be deleted. Raises AlreadyDecided."""
    _decide(comment, State.TRASH, by=by, seen=seen)


def restore(comment: Comment, *, by: User | None, seen: str = "") -> None:
    """Take a decision back: the comment waits in the queue again. Raises AlreadyDecided."""
    _decide(comment, State.PENDING, by=by, seen=seen)


Verb = Callable[..., None]


def decide_all(
    comments: Iterable[Comment],
    verb: Verb,
    *,
    by: User | None,
    seen: Mapping[int, str] | None = None,
) -> Outcome:
    """Do `verb` to each comment in a transaction of its own; one refusal stops no other.

    `seen` says by id in which state the moderator saw them.
    """
    outcome = Outcome([], [])
    for comment in comments:
        try:
            verb(comment, by=by, seen=(seen or {}).get(comment.pk, ""))
        except AlreadyDecided as refusal:
            outcome.refused.append(refusal)
        else:
            outcome.decided.append(comment)
    return outcome


@transaction.atomic
def edit(comment: Comment, body: str, *, by: User) -> None:
    """Change a reader's text; the journal keeps what it was."""
    before = Comment.objects.select_for_update().get(pk=comment.pk).body
    if before == body:
        return
    comment.body = body
    comment.save(update_fields=["body"])
    journal.record("comment.edit", comment, by=by, before=before)
    if comment.is_approved:
        freshness.touch(*_pages(comment.article_id))


@transaction.atomic
def delete(comment: Comment, *, by: User) -> None:
    """Delete a comment for good. Raises NotInTrash, HasReplies."""
    row = Comment.objects.select_for_update().get(pk=comment.pk)
    if row.state != State.TRASH:
        raise NotInTrash
    if row.replies.exists():
        raise HasReplies
    journal.record("comment.delete", row, by=by, article=row.article_id)
    row.delete()


def _decide(comment: Comment, to: str, *, by: User | None, seen: str) -> None:
    """Move a comment from the state in which the moderator saw it; the object follows."""
    seen = seen or comment.state
    decided_at, decided_by = (None, None) if to == State.PENDING else (timezone.now(), by)
    with transaction.atomic():
        # Decisions about one article follow each other, so that each counts those before it.
        counters.hold_counter(comment.article_id)
        # One conditional UPDATE: of two moderators the database lets one through.
        unchanged = Comment.objects.filter(pk=comment.pk, state=seen).exclude(state=to)
        if not unchanged.update(state=to, decided_at=decided_at, decided_by=decided_by):
            current = Comment.objects.select_related("decided_by").filter(pk=comment.pk).first()
            raise AlreadyDecided(current or comment)
        comment.state, comment.decided_at, comment.decided_by = to, decided_at, decided_by
        journal.record(f"comment.{to}", comment, by=by, before=seen)
        if State.APPROVED in (seen, to):
            _show_change(comment.article_id)
        if to == State.APPROVED:
            _tell_writers(comment, by)


def _sent_before(submission: Submission, article: Article, writer: Correspondent) -> Comment | None:
    """The comment that the same form made a moment ago.

    One that readers see is found from its own network alone: else whoever sends its words under a
    guessed address learns from the answer whether the guess was right.
    """
    since = timezone.now() - SAME_FORM_WITHIN
    known_to_sender = ~Q(state=State.APPROVED) | Q(network=submission.network)
    return (
        Comment.objects.filter(correspondent=writer, article=article, created_at__gte=since)
        .filter(known_to_sender, parent=submission.parent, body=submission.body)
        .order_by("pk")
        .first()
    )


def _hold_to_limits(writer: Correspondent, network: str) -> None:
    limited = [("comment.address", writer.digest, limit) for limit in ADDRESS_LIMITS]
    limited += [("comment.network", network, limit) for limit in NETWORK_LIMITS]
    for what, who, (limit, window_s) in limited:
        verdict = throttling.allow(what, who, limit=limit, window_s=window_s)
        if not verdict:
            raise TooFast(verdict.retry_after_s)


def _placed(submission: Submission, article: Article, writer: Correspondent) -> Comment:
    parent = submission.parent
    return Comment(
        article=article,
        parent=parent,
        root_id=(parent.root_id or parent.pk) if parent else None,
        depth=min(parent.depth + 1, MAX_DEPTH) if parent else 0,
        name=submission.name,
        correspondent=writer,
        url=submission.url,
        body=submission.body,
        wants_notice=submission.wants_notice,
        network=submission.network,
    )


def _show_change(article_id: int) -> None:
    """Bring number and pages up to date with what is approved now; the counter is held."""
    counters.set_comments(article_id, Comment.objects.filter(article=article_id).counted().count())
    freshness.touch(*_pages(article_id))


def _tell_writers(comment: Comment, by: User | None) -> None:
    said = f"{comment.name}: {comment.body}"
    notifications.notify(Event.COMMENTED, comment.article, by=by, reason=said)


def _pages(article_id: int) -> tuple[str, ...]:
    return (f"article:{article_id}", "front")
