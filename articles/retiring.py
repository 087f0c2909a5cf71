"""Taking a category or a tag out of use without losing an article: merging, and deleting.

Both are a handful of statements however many articles there are: rows of articles are changed
where they lie, revisions are not touched at all (see MergedInto).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, models, transaction
from django.db.models import F, Max, ProtectedError

from articles import freshness, journal, renaming
from articles.models import Article, ArticleTag, Category, MergedInto, Tag, User

ATTEMPTS = 3  # somebody filed an article there while we were at it: then once more from the start

Term = Category | Tag
Follower = Callable[[models.Model, models.Model], None]
_followers: list[Follower] = []


class StillInUse(Exception):
    """Something is filed here, and nobody has said where it goes."""


class CannotMerge(Exception):
    """These two cannot become one."""


class Gone(CannotMerge):
    """One of the two is not there any more: a colleague was faster."""


class TooDeep(CannotMerge):
    """The children of the one would lie three deep below the other."""


@dataclass(frozen=True)
class Consequences:
    """What a merge would do: `both` are articles that carry the two tags already."""

    articles: int
    both: int
    children: int
    addresses: list[tuple[str, str]]


def let_follow(*followers: Follower) -> None:
    """Have what apps above keep about a category or a tag go along with it. Twice is once."""
    _followers.extend(one for one in followers if one not in _followers)


def consequences(term: Term, into: Term) -> Consequences:
    """What merge() would do now, for those who are about to."""
    addresses = renaming.lists_under(term.get_absolute_url(), into.get_absolute_url())
    if isinstance(term, Category):
        return Consequences(term.articles.count(), 0, term.children.count(), addresses)
    carried = ArticleTag.objects.filter(tag=term)
    both = carried.filter(article__in=_carriers(into)).count()
    return Consequences(carried.count(), both, 0, addresses)


def merge(term: Term, *, into: Term, by: User | None) -> int:
    """Let everything of the one be the other's, its addresses included; return how many articles.

    No article is hidden at any moment or needs to be looked at again: what revisions say is
    resolved when it is read. Raises CannotMerge; nothing has changed then.
    """
    for _attempt in range(ATTEMPTS):
        try:
            return _merge(term, into, by)
        except (ProtectedError, IntegrityError):
            continue
    raise Gone


def delete_category(category: Category, *, by: User | None, to: Category | None = None) -> None:
    """Delete a category; what is filed there goes to `to` first, and so does its address.

    Raises StillInUse if it has children, or articles and no `to`; CannotMerge.
    """
    if category.children.exists() or (to is None and category.articles.exists()):
        raise StillInUse
    if to is not None:
        merge(category, into=to, by=by)
        return
    _delete(category, by)


def delete_tag(
    tag: Tag, *, by: User | None, into: Tag | None = None, takes_off: bool = False
) -> None:
    """Delete a tag: merge it `into` another, whose page its address then leads to, or take it off.

    Raises StillInUse if articles carry it and neither is asked for; CannotMerge.
    """
    if into is not None:
        merge(tag, into=into, by=by)
        return
    links = ArticleTag.objects.filter(tag=tag)
    if not takes_off and links.exists():
        raise StillInUse
    _delete(tag, by, links)


def _delete(term: Term, by: User | None, links: models.QuerySet | None = None) -> None:
    """Delete it with its `links`. Raises StillInUse if something was filed here meanwhile."""
    try:
        with transaction.atomic():
            pk, shown_at = term.pk, _keys_of(term)
            if links is not None:
                _remember(term, None)
                links.delete()
            journal.record(f"{term._meta.model_name}.delete", term, by=by)
            term.delete()
            freshness.touch(*shown_at)
    except (ProtectedError, IntegrityError) as error:
        term.pk = pk
        raise StillInUse from error


@transaction.atomic
def _merge(term: Term, into: Term, by: User | None) -> int:
    # The rows are not locked first: whoever publishes holds an article and wants its category,
    # so we take them in the same order. Deleting the old row waits for those who still use it.
    found = type(term)._default_manager.in_bulk([term.pk, into.pk])  # type: ignore[attr-defined]
    if len(found) < 2:
        raise Gone
    term, into = found[term.pk], found[into.pk]
    # First: of two who merge the same one, the second waits here, and holds nothing yet.
    _remember(term, into)
    moved, children = _move_articles(term, into), 0
    if isinstance(term, Category) and isinstance(into, Category):
        children = _move_children(term, into)
    for follow in _followers:
        follow(term, into)
    renaming.point_lists(term.get_absolute_url(), into.get_absolute_url())
    shown_at = _keys_of(term, into)
    journal.record(
        f"{term._meta.model_name}.merge",
        term,
        by=by,
        into=into.pk,
        into_name=str(into),
        articles=moved,
        children=children,
    )
    term.delete()
    freshness.touch(*shown_at)
    return moved


def _move_articles(term: Term, into: Term) -> int:
    """Give all articles of the one to the other; a tag that would be there twice is there once."""
    if isinstance(term, Category):
        return Article.objects.filter(category=term).update(category=into)  # type: ignore[misc]
    links = ArticleTag.objects.filter(tag=term)
    doubled, _per_model = links.filter(article__in=_carriers(into)).delete()
    return doubled + links.update(tag=into)  # type: ignore[misc]


def _move_children(category: Category, into: Category) -> int:
    """Put the children of the one below the other, after its own."""
    children = category.children.all()
    if not children:
        return 0
    if into.parent_id:
        raise TooDeep
    last = into.children.aggregate(last=Max("position"))["last"]
    return children.update(parent=into, position=F("position") + (last or 0) + 1)


def _carriers(tag: Term) -> models.QuerySet:
    return ArticleTag.objects.filter(tag=tag.pk).values("article")


def _remember(term: Term, into: Term | None) -> None:
    """Note what stands for the id from now on; what had become this one becomes the other."""
    kind = MergedInto.Kind.CATEGORY if isinstance(term, Category) else MergedInto.Kind.TAG
    new_id = into.pk if into else None
    MergedInto.objects.filter(kind=kind, new_id=term.pk).update(new_id=new_id)
    MergedInto.objects.create(kind=kind, old_id=term.pk, new_id=new_id, old_name=term.name)


def _keys_of(*terms: Term) -> set[str]:
    """What shows these. Touch it last: whoever publishes holds a term first and marks it then."""
    keys = {f"{term._meta.model_name}:{term.pk}" for term in terms}
    for term in terms:
        if isinstance(term, Category):
            keys |= {"front", "site"}
            if term.parent_id:
                keys.add(f"category:{term.parent_id}")
    return keys
