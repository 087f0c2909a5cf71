"""Putting things into an order by hand: categories in their tree, flat lists of anything else."""

from collections.abc import Iterable, Mapping
from hashlib import md5
from typing import Any

from django.db import models, transaction

from articles import freshness, journal
from articles.models import Category, User


class ArrangedMeanwhile(Exception):
    """The order is not the one that was seen: a colleague changed it, added or deleted."""


class TooDeep(Exception):
    """A category would lie three deep, or below itself."""

    def __init__(self, category: Category) -> None:
        self.category = category
        super().__init__(str(category))


def seen(rows: Iterable[Any]) -> str:
    """A short word for an order: two people who saw the same one say the same word."""
    state = sorted((row.pk, getattr(row, "parent_id", None) or 0, row.position) for row in rows)
    return md5(repr(state).encode(), usedforsecurity=False).hexdigest()[:16]


def numbered(rows: Iterable[Any], numbers: Mapping[int, int]) -> list[Any]:
    """The rows, which come in their present order, as the numbers typed for them want them.

    They stand at 1, 2, 3 now. Whoever types a number that another has means: in its place.
    """
    places = {row.pk: place for place, row in enumerate(rows, start=1)}

    def key(row: Any) -> tuple[int, int]:
        number, place = numbers.get(row.pk, places[row.pk]), places[row.pk]
        return number, (number > place) - (number < place)

    return sorted(rows, key=key)


@transaction.atomic
def arrange(
    rows: models.QuerySet,
    numbers: Mapping[int, int],
    *,
    was: str,
    by: User | None,
    keys: Iterable[str] = ("front", "site"),
) -> int:
    """Put the rows into the order of the numbers; return how many changed their place.

    `was` is what seen() said of the order in front of whoever typed. Raises ArrangedMeanwhile.
    """
    present = _held(rows, was, numbers)
    return _write(numbered(present, numbers), [], by, keys)


@transaction.atomic
def arrange_categories(
    numbers: Mapping[int, int],
    parents: Mapping[int, int | None],
    *,
    was: str,
    by: User | None,
) -> int:
    """Put all categories into this order below these parents; return how many changed place.

    Numbers count within a parent. Raises ArrangedMeanwhile, TooDeep.
    """
    present = _held(Category.objects.order_by("position", "pk"), was, numbers)
    known = {category.pk: category for category in present}
    moved = [one for one in present if parents.get(one.pk) != one.parent_id]
    families = {one.pk: _parent(one, parents, known) for one in present}
    keys = {"front", "site"}
    for one in moved:
        keys |= {f"category:{pk}" for pk in (one.pk, one.parent_id, families[one.pk]) if pk}
    ordered = []
    for parent in {None: None} | dict.fromkeys(families.values()):
        siblings = [one for one in present if one.parent_id == parent]
        newcomers = [one for one in moved if families[one.pk] == parent]
        stay = [one for one in siblings if one not in moved]
        ordered.append(numbered([*stay, *newcomers], numbers))
    for one in moved:
        one.parent = known.get(families[one.pk] or 0)
    return sum(_write(family, moved, by, keys) for family in ordered)


def _parent(
    category: Category, parents: Mapping[int, int | None], known: Mapping[int, Category]
) -> int | None:
    parent = parents.get(category.pk)
    if parent is None:
        return None
    has_children = category.pk in parents.values()
    if parent not in known or parent == category.pk or parents.get(parent) or has_children:
        raise TooDeep(category)
    return parent


def _held(rows: models.QuerySet, was: str, numbers: Mapping[int, int]) -> list[Any]:
    """All the rows in their present order, nobody else's until we are done."""
    # Locked by id: two who arrange at once wait for each other instead of deadlocking.
    list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    present = list(rows)
    if seen(present) != was or {row.pk for row in present} != set(numbers):
        raise ArrangedMeanwhile
    return present


def _write(ordered: list[Any], moved: list[Any], by: User | None, keys: Iterable[str]) -> int:
    """Number the rows from 0, and journal what that changed."""
    changed = [row for place, row in enumerate(ordered) if row.position != place or row in moved]
    if not changed:
        return 0
    for place, row in enumerate(ordered):
        row.position = place
    fields = ["position", "parent"] if isinstance(changed[0], Category) else ["position"]
    type(changed[0])._default_manager.bulk_update(changed, fields)
    kind = changed[0]._meta.model_name
    for row in changed:
        if row in moved:
            journal.record(f"{kind}.move", row, by=by, parent=row.parent_id)
    order = [row.pk for row in ordered]
    journal.record(f"{kind}.arrange", changed[0], by=by, order=order)
    freshness.touch(*keys)
    return len(changed)
