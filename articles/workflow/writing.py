"""Writing: every save is a revision, and none replaces another."""

from typing import Any

from django.db import IntegrityError, transaction

from articles import counters, fingerprints, journal
from articles.content import ArticleContent
from articles.differences import size_of
from articles.models import Article, ArticleRevision, Tombstone, User
from articles.workflow import live_row
from articles.workflow.ids import reserve_ids
from articles.workflow.moves import check, scheduled_changes
from articles.workflow.refusals import IdTaken, NotAllowed

State = ArticleRevision.State


def content_of(article: Article) -> ArticleContent:
    """What the desk works on: the latest revision, or the row of an article without any.

    Categories and tags that were merged since are what they have become.
    """
    if article.latest_revision:
        return ArticleContent.from_revision(article.latest_revision).up_to_date()
    return ArticleContent.from_article(article)


@transaction.atomic
def create_article(
    content: ArticleContent, *, by: User | None, article_id: int | None = None, note: str = ""
) -> Article:
    """Begin an article with its first revision, a draft.

    `article_id` asks for this very id, for imports; raises IdTaken if another article has it or
    had it. Raises NotAllowed.
    """
    if by is not None and not by.has_perm("articles.add_article"):
        raise NotAllowed("create")
    article = Article(pk=article_id, created_by=by)
    if article_id is not None:
        _claim_id(article)
    else:
        article.save(force_insert=True)
    counters.start_counter(article)
    add_revision(article, content, by=by, base=None, state=State.DRAFT, note=note)
    journal.record("article.create", article, by=by, note=note)
    return article


@transaction.atomic
def save_revision(
    article: Article,
    content: ArticleContent,
    *,
    by: User | None,
    base: ArticleRevision | None = None,
    note: str = "",
) -> ArticleRevision:
    """Keep `content` as a revision and return it.

    `base` is the revision that the writer saw. If a colleague has saved since, this one is kept
    aside: it is not the article's latest revision then, and nobody's text is lost.
    What was sent back stays so until it is submitted again; what is in review stays there when a
    reviewer saves, and is taken back when its writer does. Raises NotAllowed.
    """
    row = live_row.locked(article.pk)
    check("save", row, by=by)
    latest = row.latest_revision
    if base is not None and latest is not None and base.pk != latest.pk:
        return keep_aside(row, content, by=by, base=base, note=note)
    revision = add_revision(
        row, content, by=by, base=latest, state=state_after(latest, by), note=note
    )
    journal.record("article.save", row, by=by, note=note, revision=revision.pk)
    return revision


def restore(revision: ArticleRevision, *, by: User | None, note: str = "") -> ArticleRevision:
    """Make an earlier text the newest revision. History goes on, it is never rewound."""
    content = ArticleContent.from_revision(revision)
    return save_revision(revision.article, content, by=by, note=note)


def state_after(latest: ArticleRevision | None, by: User | None) -> str:
    """Where a text is that this person saves on top of the latest."""
    if latest is None:
        return State.DRAFT
    if latest.state == State.CHANGES_REQUESTED:
        return State.CHANGES_REQUESTED
    is_reviewer = by is None or by.has_perm("articles.review_article")
    return State.IN_REVIEW if latest.state == State.IN_REVIEW and is_reviewer else State.DRAFT


def add_revision(
    row: Article,
    content: ArticleContent,
    *,
    by: User | None,
    base: ArticleRevision | None,
    state: str,
    note: str,
    kind: str = ArticleRevision.Kind.SAVE,
) -> ArticleRevision:
    """Add the newest revision to the locked row. A row that no reader sees follows it."""
    revision = content.to_revision()
    revision.article, revision.base, revision.created_by = row, base, by
    revision.state, revision.note, revision.kind = state, note, kind
    measure(revision)
    revision.save(force_insert=True)
    # What is live or about to be stays approved; every other earlier text has had its time.
    earlier = row.revisions.filter(pk__lt=revision.pk).exclude(pk=row.live_revision_id or 0)
    earlier.exclude(state=State.SUPERSEDED).exclude(pk__in=scheduled_changes(row)).update(
        state=State.SUPERSEDED
    )
    row.latest_revision = revision
    fingerprints.keep(row, revision.body)
    if row.state == Article.State.PUBLISHED:
        row.save(update_fields=["latest_revision", "saved_at"])
    else:
        relations = content.relations()
        live_row.fill(row, content, relations)
        live_row.save(row, relations)
    return revision


def keep_aside(
    row: Article,
    content: ArticleContent,
    *,
    by: User | None,
    base: ArticleRevision | None,
    note: str,
    **data: Any,
) -> ArticleRevision:
    """Keep a text beside the newest one, which stays what it is. `data` goes to the journal."""
    revision = content.to_revision()
    revision.article, revision.base, revision.created_by = row, base, by
    revision.state, revision.note = State.SUPERSEDED, note
    revision.kind = ArticleRevision.Kind.ASIDE
    measure(revision)
    revision.save(force_insert=True)
    journal.record("article.keep_aside", row, by=by, note=note, revision=revision.pk, **data)
    return revision


def measure(revision: ArticleRevision) -> None:
    """Note how much of the text it was based on came and went."""
    old = revision.base or ArticleRevision()
    lines = [[one.headline, one.get("subheadline", "")] for one in (old, revision)]
    size = size_of(lines[0], old.body, lines[1], revision.body)
    revision.chars_added, revision.chars_removed = size.added, size.removed


def _claim_id(article: Article) -> None:
    """Insert the row under the id it carries, and let later ones begin after it."""
    if Tombstone.objects.filter(pk=article.pk).exists():
        raise IdTaken(article.pk)
    try:
        with transaction.atomic():
            article.save(force_insert=True)
    except IntegrityError as error:
        raise IdTaken(article.pk) from error
    reserve_ids(article.pk)
