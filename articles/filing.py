"""Filing: tags by name, and taking a category or a tag out of use without losing an article."""

import re
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError, Q, QuerySet

from articles import freshness, journal, renaming
from articles.models import Article, ArticleRevision, ArticleTag, Category, Tag, User
from articles.models.fields import normal_slug

SEPARATORS = re.compile(r"[,，、;；\n]")
NOT_WORD = re.compile(r"\W+")
LONGEST_STEM = 90  # characters; a slug has a hundred, the rest is for a number
BATCH = 500  # revisions rewritten in one statement


class StillInUse(Exception):
    """Something is filed here, and nobody has said where it goes."""


def split_names(text: str) -> list[str]:
    """Names typed in one line, each once: ``深海、珊瑚, AI``."""
    names = (" ".join(name.split()) for name in SEPARATORS.split(text))
    return list(dict.fromkeys(name for name in names if name))


def slug_of(name: str) -> str:
    """The name as a slug; empty if there is no letter or digit in it."""
    return NOT_WORD.sub("-", normal_slug(name)).strip("-")[:LONGEST_STEM].strip("-")


def free_slug(name: str, among: type[models.Model]) -> str:
    """A slug for the name that no row of the model has."""
    stem = slug_of(name) or among.__name__.lower()
    rows = among._default_manager.filter(slug__startswith=stem)
    taken = set(rows.values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in count(2))
    return stem if stem not in taken else next(slug for slug in numbered if slug not in taken)


def named(rows: QuerySet, names: Sequence[str]) -> dict[str, list[Any]]:
    """For each name the rows it may mean: those called so, else the one with this slug."""
    slugs = {name: slug_of(name) for name in names}
    found = list(rows.filter(Q(name__in=names) | Q(slug__in=slugs.values())).order_by("pk"))
    return {
        name: [row for row in found if row.name == name]
        or [row for row in found if row.slug == slugs[name]]
        for name in names
    }


@transaction.atomic
def make_tag(name: str, *, by: User | None) -> Tag:
    """Begin a tag that somebody typed; one that is called or addressed so already is returned."""
    if known := named(Tag.objects.all(), [name])[name]:
        return known[0]
    tag, is_new = Tag.objects.get_or_create(slug=free_slug(name, Tag), defaults={"name": name})
    if is_new:
        journal.record("tag.create", tag, by=by)
    return tag


@transaction.atomic
def refile(category: Category, *, to: Category, by: User | None) -> int:
    """File every article of one category under another, waiting texts included; return how many.

    Nothing else about the articles changes, and none is hidden at any moment.
    """
    for revisions in _in_batches(_open_revisions().filter(content__category_id=category.pk)):
        for revision in revisions:
            revision.content["category_id"] = to.pk
        ArticleRevision.objects.bulk_update(revisions, ["content"])
    moved = Article.objects.filter(category=category).update(category=to)
    _touch_categories(category, to)
    journal.record("category.refile", category, by=by, to=to.pk, articles=moved)
    return moved


@transaction.atomic
def delete_category(category: Category, *, by: User | None, to: Category | None = None) -> None:
    """Delete a category; what is filed there goes to `to` first, and so does its address.

    Raises StillInUse if it has children, or articles and no `to`.
    """
    if category.children.exists():
        raise StillInUse
    if to is not None:
        refile(category, to=to, by=by)
        renaming.point_lists(category.get_absolute_url(), to.get_absolute_url())
    elif category.articles.exists():
        raise StillInUse
    _touch_categories(category)
    journal.record("category.delete", category, by=by)
    try:
        category.delete()
    except ProtectedError as error:  # filed here since we looked
        raise StillInUse from error


@transaction.atomic
def delete_tag(
    tag: Tag, *, by: User | None, into: Tag | None = None, takes_off: bool = False
) -> None:
    """Delete a tag: merge it `into` another, whose page its address then leads to, or take it off.

    Raises StillInUse if articles carry it and neither is asked for.
    """
    links = ArticleTag.objects.filter(tag=tag)
    if into is None and not takes_off and links.exists():
        raise StillInUse
    carriers = _open_revisions().filter(article__in=links.values("article"))
    for revisions in _in_batches(carriers):
        for revision in revisions:
            revision.content["tag_ids"] = _replaced(revision.get("tag_ids", []), tag, into)
        ArticleRevision.objects.bulk_update(revisions, ["content"])
    if into is not None:
        links.exclude(article__in=ArticleTag.objects.filter(tag=into).values("article")).update(
            tag=into
        )
        renaming.point_lists(tag.get_absolute_url(), into.get_absolute_url())
        freshness.touch(f"tag:{into.pk}")
    ArticleTag.objects.filter(tag=tag).delete()
    freshness.touch(f"tag:{tag.pk}")
    journal.record("tag.delete", tag, by=by, into=into.pk if into else None)
    tag.delete()


def _open_revisions() -> QuerySet[ArticleRevision]:
    """Texts that can still go live; what is history stays as it was."""
    return ArticleRevision.objects.exclude(state=ArticleRevision.State.SUPERSEDED)


def _in_batches(revisions: QuerySet[ArticleRevision]) -> Iterator[list[ArticleRevision]]:
    ids = list(revisions.values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        yield list(ArticleRevision.objects.defer("body").filter(pk__in=ids[start : start + BATCH]))


def _replaced(ids: list[int], tag: Tag, into: Tag | None) -> list[int]:
    replaced = [into.pk if into and pk == tag.pk else pk for pk in ids]
    return [pk for pk in dict.fromkeys(replaced) if pk != tag.pk]


def _touch_categories(*categories: Category) -> None:
    keys = {f"category:{pk}" for one in categories for pk in (one.pk, one.parent_id) if pk}
    freshness.touch("front", "site", *keys)
