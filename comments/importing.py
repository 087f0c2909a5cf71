"""Comments of another system, taken over as they were: dates, states, threads."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from articles import counters, crypto, freshness
from comments import text
from comments.models import MAX_DEPTH, Comment, Correspondent

BATCH = 500  # rows a statement
NAME_COLUMN_CHARS = 100
URL_COLUMN_CHARS = 300


@dataclass(frozen=True)
class ImportedComment:
    """One comment as the export says it. `body` is HTML, as the other system kept it.

    `key` names it among those imported together, `parent_key` what it answers there;
    `parent_id` is the answered comment if it is here already.
    """

    key: str
    article_id: int
    name: str
    body: str
    created_at: datetime
    state: str
    address: str = field(default="", repr=False)
    url: str = ""
    network: str = ""
    kind: str = Comment.Kind.COMMENT
    parent_key: str = ""
    parent_id: int | None = None


@transaction.atomic
def import_comments(rows: Iterable[ImportedComment]) -> dict[str, int]:
    """Store the comments, thread them and count them; return the id of each key.

    The caller sees to it that none comes twice. Ids follow the dates. An answer to what is not
    there, to itself in a circle, or to another article stands at the top of its thread.
    """
    ordered = sorted(rows, key=lambda row: row.created_at)
    writers = _correspondents(row.address for row in ordered)
    comments = [_comment(row, writers) for row in ordered]
    Comment.objects.bulk_create(comments, batch_size=BATCH)
    _thread(ordered, comments)
    for article_id in sorted({row.article_id for row in ordered}):
        counters.hold_counter(article_id)
        count = Comment.objects.filter(article=article_id).counted().count()
        counters.set_comments(article_id, count)
        freshness.touch(f"article:{article_id}")
    if ordered:
        freshness.touch("front")
    return {row.key: comment.pk for row, comment in zip(ordered, comments, strict=True)}


def _comment(row: ImportedComment, writers: dict[str, Correspondent]) -> Comment:
    url = text.one_line(row.url)
    is_kept = text.is_web_address(url) and len(url) <= URL_COLUMN_CHARS
    return Comment(
        article_id=row.article_id,
        kind=row.kind,
        name=text.one_line(row.name)[:NAME_COLUMN_CHARS] or _("Anonymous"),
        correspondent=writers.get(row.address.strip().casefold()),
        url=url if is_kept else "",
        body=text.from_html(row.body) or "…",
        state=row.state,
        network=row.network,
        created_at=row.created_at,
        decided_at=None if row.state == Comment.State.PENDING else row.created_at,
    )


@sensitive_variables("addresses", "wanted")
def _correspondents(addresses: Iterable[str]) -> dict[str, Correspondent]:
    """The rows of all these addresses, the missing ones made; by address without regard to case."""
    wanted: dict[str, str] = {}
    for address in map(str.strip, addresses):
        if address:
            wanted.setdefault(address.casefold(), address)
    digests = {crypto.address_digest(folded): folded for folded in wanted}
    found: dict[str, Correspondent] = {}
    known = list(digests)
    for start in range(0, len(known), BATCH):
        batch = known[start : start + BATCH]
        here = set(Correspondent.objects.filter(digest__in=batch).values_list("digest", flat=True))
        missing = [
            Correspondent(digest=digest, locked_address=crypto.lock(wanted[digests[digest]]))
            for digest in batch
            if digest not in here
        ]
        Correspondent.objects.bulk_create(missing, ignore_conflicts=True)
        for writer in Correspondent.objects.filter(digest__in=batch):
            found[digests[writer.digest]] = writer
    return found


def _thread(rows: list[ImportedComment], comments: list[Comment]) -> None:
    """Hang each answer below what it answers."""
    by_key = {row.key: comment for row, comment in zip(rows, comments, strict=True)}
    before = Comment.objects.in_bulk({row.parent_id for row in rows if row.parent_id})
    answered: dict[Comment, Comment] = {}
    for row, comment in zip(rows, comments, strict=True):
        parent = by_key.get(row.parent_key) or before.get(row.parent_id or 0)
        if parent and parent != comment and parent.article_id == comment.article_id:
            answered[comment] = parent
    for comment in comments:
        _hang(comment, answered)
    hung = [comment for comment in comments if comment.parent_id]
    Comment.objects.bulk_update(hung, ["parent", "root", "depth"], batch_size=BATCH)


def _hang(comment: Comment, answered: dict[Comment, Comment]) -> None:
    """Set parent, root and depth of a comment and of whatever is above it and not yet hung."""
    chain = {comment: None}  # in order, each once
    highest = comment
    while (above := answered.get(highest)) and above not in chain:
        chain[above] = None
        highest = above
    if above:  # the answers go round in a circle: it is cut where we came in
        answered.pop(highest)
    for child in reversed(chain):
        parent = answered.pop(child, None)
        if parent:
            child.parent, child.root_id = parent, parent.root_id or parent.pk
            child.depth = min(parent.depth + 1, MAX_DEPTH)
