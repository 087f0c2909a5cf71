"""Two who write at once: what is saved from an outdated page is merged with what came since."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from articles import journal
from articles.content import ArticleContent
from articles.merging import Choice, Merge, merge
from articles.models import Article, ArticleRevision, JournalEntry, User
from articles.workflow import live_row
from articles.workflow.moves import check
from articles.workflow.writing import add_revision, keep_aside, save_revision, state_after

Kind = ArticleRevision.Kind


@dataclass(frozen=True)
class Decided:
    """Whose text kept aside was merged, and what was chosen at each clash, by its key."""

    aside: ArticleRevision
    choices: Mapping[str, Choice]


@dataclass(frozen=True)
class Saved:
    """What became of a save.

    `revision` is the article's latest, or kept aside because of clashes. `merged_with` is a
    colleague's text that its writer has not read and that went into it.
    """

    revision: ArticleRevision
    merged_with: ArticleRevision | None = None

    @property
    def is_aside(self) -> bool:
        return self.revision.kind == Kind.ASIDE


@transaction.atomic
def save_merged(
    article: Article,
    content: ArticleContent,
    *,
    by: User | None,
    base: ArticleRevision | None,
    note: str = "",
    decided: Decided | None = None,
) -> Saved:
    """Keep `content`, begun from `base`, together with all that was saved since.

    What only one of both has changed is taken from that one. Where they clash nothing is decided:
    the content is kept aside, for settle(). A base that nobody knows any more has changed
    everything. `decided` says of which decisions the content is the outcome. Raises NotAllowed.
    """
    row = live_row.locked(article.pk)
    check("save", row, by=by)
    latest = row.latest_revision
    if latest is None or latest == base:
        if decided and latest:
            return Saved(_save_merge(row, content, latest, latest, by=by, note=note, of=decided))
        return Saved(save_revision(row, content, by=by, note=note))
    merged = _merge(base, content, latest)
    if merged.clashes:
        data = _as_data(decided) if decided else {}
        return Saved(keep_aside(row, content, by=by, base=base, note=note, **data))
    result = ArticleContent(**merged.settled({}))
    if decided is None and not result.changes_since(content):
        return Saved(_as_typed(row, content, latest, by=by, note=note))
    if decided is None and not result.changes_since(_content(latest)):
        return Saved(latest, merged_with=latest)  # nothing of one's own went in
    revision = _save_merge(row, result, base, latest, by=by, note=note, of=decided)
    return Saved(revision, merged_with=latest)


def settle(
    decided: Decided,
    content: ArticleContent,
    *,
    theirs: ArticleRevision,
    by: User | None,
) -> Saved:
    """Save `content`, which somebody has made of a text kept aside and of `theirs`.

    If a colleague was faster again, it is merged with that text, too.
    """
    aside = decided.aside
    return save_merged(aside.article, content, by=by, base=theirs, note=aside.note, decided=decided)


def clashes_of(aside: ArticleRevision, theirs: ArticleRevision) -> Merge:
    """The merge of a text kept aside with the revision that came before it."""
    return _merge(aside.base, _content(aside), theirs)


def unsettled(article: Article, user: User) -> ArticleRevision | None:
    """This person's newest text that lies aside and that nobody has merged yet."""
    asides = article.revisions.filter(kind=Kind.ASIDE, created_by=user)
    newest = asides.select_related("base").order_by("-pk").first()
    return None if newest is None or is_settled(newest) else newest


def is_settled(aside: ArticleRevision) -> bool:
    """Whether somebody has decided what becomes of this text."""
    of_article = JournalEntry.objects.filter(
        kind=Article._meta.label_lower,
        object_id=aside.article_id,
        action__in=("article.merge", "article.keep_aside"),  # the outcome may lie aside again
    )
    return of_article.filter(data__aside=aside.pk).exists()


def _as_typed(
    row: Article,
    content: ArticleContent,
    latest: ArticleRevision,
    *,
    by: User | None,
    note: str,
) -> ArticleRevision:
    """Save what is word for word what its writer had before the eyes: no stranger's word in it."""
    if not note and not content.changes_since(_content(latest)):
        return latest  # sent twice
    return save_revision(row, content, by=by, note=note)


def _save_merge(
    row: Article,
    content: ArticleContent,
    base: ArticleRevision | None,
    theirs: ArticleRevision,
    *,
    by: User | None,
    note: str,
    of: Decided | None,
) -> ArticleRevision:
    revision = add_revision(
        row,
        content,
        by=by,
        base=theirs,
        state=state_after(theirs, by),
        note=note,
        kind=Kind.MERGE,
    )
    data: dict[str, Any] = {
        "revision": revision.pk,
        "base": base.pk if base else None,
        "theirs": theirs.pk,
        "fields": content.changes_since(_content(theirs)),
    }
    data |= _as_data(of) if of else {}
    journal.record("article.merge", row, by=by, note=note, **data)
    return revision


def _as_data(decided: Decided) -> dict[str, Any]:
    choices = {key: str(choice) for key, choice in decided.choices.items()}
    return {"aside": decided.aside.pk, "choices": choices}


def _merge(base: ArticleRevision | None, mine: ArticleContent, theirs: ArticleRevision) -> Merge:
    began = _content(base) if base else ArticleContent()
    return merge(asdict(began), asdict(mine), asdict(_content(theirs)))


def _content(revision: ArticleRevision) -> ArticleContent:
    return ArticleContent.from_revision(revision).up_to_date()
