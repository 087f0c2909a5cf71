"""What readers are told when a text that they know is changed or taken back."""

from datetime import datetime
from typing import Any

from articles import freshness
from articles.content import ArticleContent
from articles.differences import Size, size_of
from articles.models import Article, ArticleRevision, Correction, User

Kind = Correction.Kind
Text = tuple[str, str, str]  # headline, subheadline, body: what readers know

# A change below both is a slip of the pen, most likely; one above the last is none, whatever it
# was called: chiefs see it marked.
TINY_CHARACTERS = 10
TINY_PER_CENT = 3
LARGE_PER_CENT = 10

SUBSTANCE = (Kind.UPDATE, Kind.CORRECTION)  # these move the time of the last update


def text_of(content: ArticleContent | Article) -> Text:
    return content.headline, content.subheadline, content.body


def text_seen(article: Article) -> Text | None:
    """The text as readers saw it last; None if they never did.

    The row of an article that was taken from them has followed the desk since.
    """
    if not article.was_public:
        return None
    if article.state != Article.State.PUBLISHED and article.live_revision:
        return text_of(ArticleContent.from_revision(article.live_revision))
    return text_of(article)


def headline_seen(article: Article) -> str:
    """The headline under which readers knew it; the row of a hidden article follows the desk."""
    live = article.live_revision if article.state != Article.State.PUBLISHED else None
    return live.headline if live else article.headline


def size_of_change(seen: Text, new: Text) -> Size:
    """Measure what readers will find changed."""
    return size_of(seen[:2], seen[2], new[:2], new[2])


def looks_like_a_typo(size: Size) -> bool:
    """Whether the change is so small that it is likeliest one. Never more than a suggestion."""
    return max(size.added, size.removed) < TINY_CHARACTERS and size.share < TINY_PER_CENT


def is_unnamed(article: Article, revision: ArticleRevision) -> bool:
    """Whether the revision changes a text that readers know and does not say what that is."""
    seen = text_seen(article)
    return (
        seen is not None
        and not revision.change
        and seen != text_of(ArticleContent.from_revision(revision))
    )


def name_change(revision: ArticleRevision, kind: str, note: str) -> None:
    """Say on the revision what it is to readers, until it goes live.

    `kind` is one of ArticleRevision.Change or empty. A correction without a note is not named yet.
    """
    kind = "" if kind == Kind.CORRECTION and not note else kind
    is_open = revision.published_at is None
    if is_open and (revision.change, revision.change_note) != (kind, note):
        revision.change, revision.change_note = kind, note
        revision.save(update_fields=["change", "change_note"])


def record(
    article: Article, revision: ArticleRevision, *, by: User | None, at: datetime
) -> dict[str, Any]:
    """Put on record what the revision is to readers; return it in the journal's words.

    Call it with the locked row while that still holds the text before, and save the row after.
    What nobody named (a command's change) is an update. Nothing happens to a text that readers
    do not know or that is the same.
    """
    seen = text_seen(article)
    if seen is None or revision.pk == article.live_revision_id:
        return {}
    new = text_of(ArticleContent.from_revision(revision))
    if seen == new and not revision.change:
        return {}
    size = size_of_change(seen, new)
    kind, note = revision.change or Kind.UPDATE.value, revision.change_note
    _add(article, kind, note, share=size.share, revision=revision, by=by, at=at)
    if kind in SUBSTANCE:
        article.updated_at = at
    return {"change": kind, "share": size.share}


def record_retraction(article: Article, *, reason: str, by: User | None, at: datetime) -> None:
    """Put on record why the article was taken back. Save the row after.

    A command may give no reason; then readers are told none.
    """
    if reason.strip():
        live = article.live_revision
        _add(article, Kind.RETRACTION, reason.strip(), share=100, revision=live, by=by, at=at)


def _add(
    article: Article,
    kind: str,
    note: str,
    *,
    share: int,
    revision: ArticleRevision | None,
    by: User | None,
    at: datetime,
) -> None:
    Correction.objects.create(
        article=article,
        kind=kind,
        note=note,
        share=share,
        made_at=at,
        made_by=by,
        revision=revision,
    )
    if kind in (Kind.CORRECTION, Kind.RETRACTION) or (kind == Kind.UPDATE and note):
        article.has_corrections = True
        freshness.touch("corrections")
