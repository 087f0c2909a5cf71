"""Drafts shown to people without an account: links that end, who came, and what they wrote.

A link's token is its id, signed under a salt of its own: nothing in the database opens anything.
"""

from datetime import UTC, datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from articles import journal, notifications, throttling
from articles.models import (
    Article,
    ArticleRevision,
    Event,
    PreviewLink,
    PreviewNote,
    PreviewVisit,
    User,
)
from articles.workflow import NotAllowed, may_edit

HOURS = (24, 48, 168)  # what a link may be good for
DEFAULT_HOURS = 48
A_VISIT_S = 600  # who reloads within ten minutes is still reading
VISITS_KEPT = timedelta(days=30)  # after the link's end
SAME_NOTE_WITHIN = timedelta(minutes=10)
# Attempts and seconds, for one network at one link, and for everybody at one link.
NETWORK_LIMIT, LINK_LIMIT = (5, 600), (60, 3600)

SALT = "articles.preview_link"


class LinkClosed(Exception):
    """The token opens nothing: whether it never did, or does no more, is nobody's business."""


class TooManyNotes(Exception):
    """Worth another try after `retry_after_s`."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(retry_after_s)
        self.retry_after_s = retry_after_s


@transaction.atomic
def create_link(
    article: Article,
    *,
    by: User,
    hours: int = DEFAULT_HOURS,
    label: str = "",
    revision: ArticleRevision | None = None,
) -> PreviewLink:
    """Let whoever has the link read the draft for some hours; pinned, if a revision is given.

    Raises NotAllowed.
    """
    _let_pass(article, by)
    if revision is not None and revision.article_id != article.pk:
        raise NotAllowed("share")
    link = PreviewLink.objects.create(
        article=article,
        is_pinned=revision is not None,
        revision=revision,
        label=label,
        created_by=by,
        expires_at=timezone.now() + timedelta(hours=hours),
    )
    data = {"link": link.pk, "until": link.expires_at.isoformat()}
    if revision:
        data["revision"] = revision.pk
    journal.record("article.share", article, by=by, note=label, **data)
    return link


@transaction.atomic
def revoke_link(link: PreviewLink, *, by: User) -> None:
    """Close the link for good; again changes nothing. Raises NotAllowed."""
    _let_pass(link.article, by)
    if PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
        journal.record("article.unshare", link.article, by=by, note=link.label, link=link.pk)


def address_of(link: PreviewLink) -> str:
    """The path of the page that the link opens."""
    return reverse("articles:shared_preview", args=[_signer().sign(str(link.pk))])


def open_link(token: str) -> PreviewLink:
    """The link of this token, its article and the text to show loaded along. Raises LinkClosed."""
    try:
        pk = int(_signer().unsign(token))  # signed: it is a number of ours
    except signing.BadSignature:
        raise LinkClosed from None
    related = ("article__category__parent", "article__cover", "article__latest_revision")
    links = PreviewLink.objects.open_now().select_related(*related, "revision", "created_by")
    link = links.filter(pk=pk).first()
    if link is None:
        raise LinkClosed
    return link


def text_behind(link: PreviewLink) -> ArticleRevision | None:
    """What the link shows now: its own revision, or the newest. None: the row of old imports."""
    return link.revision if link.is_pinned else link.article.latest_revision


def record_visit(link: PreviewLink, *, network: str) -> None:
    """Note that somebody of this network reads, once in ten minutes."""
    now = int(timezone.now().timestamp())
    at = datetime.fromtimestamp(now - now % A_VISIT_S, tz=UTC)
    visit = PreviewVisit(link=link, at=at, network=network)
    PreviewVisit.objects.bulk_create([visit], ignore_conflicts=True)


@transaction.atomic
def leave_note(link: PreviewLink, *, name: str, body: str, network: str) -> PreviewNote:
    """Hand a visitor's note to the desk; the same once more is the first one.

    Raises TooManyNotes.
    """
    since = timezone.now() - SAME_NOTE_WITHIN
    same = link.notes.filter(name=name, body=body, at__gte=since).first()
    if same is not None:
        return same
    _hold_to_limits(link, network)
    note = link.notes.create(name=name, body=body, revision=text_behind(link))
    said = f"{name}: {body}"
    journal.record("article.preview_note", link.article, by=None, note=said, link=link.pk)
    notifications.notify(
        Event.PREVIEW_NOTE, link.article, by=None, reason=said, also=[link.created_by]
    )
    return note


def links_of(article: Article) -> QuerySet[PreviewLink]:
    """All links of the article, the newest first."""
    return article.preview_links.select_related("created_by", "revision")


def notes_on(article: Article) -> QuerySet[PreviewNote]:
    """What visitors wrote about the article, the newest first."""
    return PreviewNote.objects.filter(link__article=article).select_related("link")


def forget_past_visits(now: datetime | None = None) -> int:
    """Delete the visits of links that ended a month ago; return how many."""
    past = (now or timezone.now()) - VISITS_KEPT
    ended = Q(link__expires_at__lt=past) | Q(link__revoked_at__lt=past)
    return PreviewVisit.objects.filter(ended).delete()[0]


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=".")


def _let_pass(article: Article, by: User) -> None:
    if not may_edit(article, by):
        raise NotAllowed("share")


def _hold_to_limits(link: PreviewLink, network: str) -> None:
    limited = [
        ("preview.note.network", f"{link.pk} {network}", NETWORK_LIMIT),
        ("preview.note.link", f"{link.pk}", LINK_LIMIT),
    ]
    for what, who, (limit, window_s) in limited:
        verdict = throttling.allow(what, who, limit=limit, window_s=window_s)
        if not verdict:
            raise TooManyNotes(verdict.retry_after_s)
