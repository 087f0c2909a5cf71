"""Filing: the names that people type, and the tags and slugs that they mean."""

import re
from collections.abc import Sequence
from itertools import count
from typing import Any

from django.db import models, transaction
from django.db.models import Q, QuerySet

from articles import journal
from articles.models import MergedInto, Tag, User
from articles.models.fields import normal_slug

SEPARATORS = re.compile(r"[,，、;；\n]")
NOT_WORD = re.compile(r"\W+")
LONGEST_STEM = 90  # characters; a slug has a hundred, the rest is for a number


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
    """Begin a tag that somebody typed; one that is called or addressed so already is returned.

    The name of a tag that was merged is a word for the one that it became.
    """
    if known := named(Tag.objects.all(), [name])[name]:
        return known[0]
    merged = MergedInto.objects.filter(kind=MergedInto.Kind.TAG, old_name=name)
    if became := Tag.objects.filter(pk__in=merged.values("new_id")).first():
        return became
    tag, is_new = Tag.objects.get_or_create(slug=free_slug(name, Tag), defaults={"name": name})
    if is_new:
        journal.record("tag.create", tag, by=by)
    return tag
