"""Comments of an export: threads, states and dates kept, addresses locked away at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from articles.networks import PREFIX_BITS
from comments.importing import ImportedComment, import_comments
from comments.models import Comment
from portal.wordpress.ledger import Ledger, fingerprint
from portal.wordpress.moments import moment
from portal.wordpress.records import ExportComment, ExportItem
from portal.wordpress.report import Report

State, Kind = Comment.State, Comment.Kind

STATES = {
    "1": State.APPROVED,
    "approve": State.APPROVED,
    "approved": State.APPROVED,
    "spam": State.SPAM,
    "trash": State.TRASH,
    "post-trashed": State.TRASH,
}
KINDS = {
    "": Kind.COMMENT,
    "comment": Kind.COMMENT,
    "pingback": Kind.PINGBACK,
    "trackback": Kind.PINGBACK,
}
ADDRESS_MAX_CHARS = 254  # RFC 5321, errata 1690


@dataclass(frozen=True, slots=True)
class _Answer:
    key: str
    comment: ExportComment
    item: ExportItem
    article: Article | None


class Answers:
    """Adds comments that are not there yet; those that are belong to the moderators."""

    def __init__(self, ledger: Ledger, report: Report, *, dry_run: bool) -> None:
        self._ledger = ledger
        self._report = report
        self._dry_run = dry_run

    def write(self, posts: list[tuple[ExportItem, Article | None]]) -> None:
        """Add the comments of these posts to their articles.

        A post without an article was purged here, or this is a dry run.
        """
        answers = list(self._wanted(posts))
        rows = self._ledger.known("comment", [answer.key for answer in answers])
        known = {key: row.object_id for key, row in rows.items()}
        fresh = [answer for answer in answers if answer.key not in known]
        if not self._dry_run:
            fresh = [answer for answer in fresh if answer.article]
        self._report.skipped("comments", len(answers) - len(fresh))
        self._report.created("comments", len(fresh))
        if fresh and not self._dry_run:
            imported = import_comments(_row(answer, known) for answer in fresh)
            for key, pk in imported.items():
                self._ledger.note("comment", key, pk)
            self._ledger.flush()

    def _wanted(self, posts: list[tuple[ExportItem, Article | None]]) -> Iterator[_Answer]:
        """Each comment once, with what it belongs to."""
        seen: set[str] = set()
        pairs = ((post, comment) for post in posts for comment in post[0].comments)
        for (item, article), comment in pairs:
            key = _key(item, comment)
            if comment.kind not in KINDS:
                self._report.warn(
                    _("Kind of comment that is not carried over: %(kind)s")
                    % {"kind": comment.kind},
                    f"#{item.id}",
                )
            if comment.kind not in KINDS or key in seen:
                self._report.skipped("comments")
                continue
            seen.add(key)
            yield _Answer(key, comment, item, article)


def _row(answer: _Answer, known: dict[str, int]) -> ImportedComment:
    comment, item = answer.comment, answer.item
    parent_key = str(comment.parent) if comment.parent else ""
    written_at = moment(comment.date_gmt, comment.date) or moment(item.date_gmt, item.date)
    return ImportedComment(
        key=answer.key,
        article_id=answer.article.pk if answer.article else 0,
        name=comment.author,
        body=comment.content,
        created_at=written_at or timezone.now(),
        state=STATES.get(comment.approved, State.PENDING),
        address=_mail_address(comment.email),
        url=comment.url,
        network=_network(comment.address),
        kind=KINDS[comment.kind],
        parent_key=parent_key,
        parent_id=known.get(parent_key),
    )


def _key(item: ExportItem, comment: ExportComment) -> str:
    """What names a comment within its site; answers name what they answer by its id."""
    if comment.id:
        return str(comment.id)
    return fingerprint(item.id, item.guid, comment.author, comment.date, comment.content)


def _mail_address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text if len(text) <= ADDRESS_MAX_CHARS else ""


def _network(address: str) -> str:
    """The prefix that may be kept: /24 of IPv4, /48 of IPv6; nothing of what is no address."""
    try:
        bits = PREFIX_BITS[ip_network(address).version]
        return str(ip_network(f"{address}/{bits}", strict=False))
    except ValueError:
        return ""
