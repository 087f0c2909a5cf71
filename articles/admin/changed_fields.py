"""Changes of everything about an article but its body, by name: nobody reads ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext

from articles.admin.changed_body import THUMB_PX, Piece, pieces_of
from articles.admin.words import field_labels
from articles.content import ArticleContent
from articles.differences import Op, runs_of
from articles.models import Article, Author, Category, Picture, Tag

LISTS = {"tag_ids": Tag, "author_ids": Author}


@dataclass(frozen=True)
class FieldChange:
    """One field that differs. A list has a piece for each of its names; a cover its thumbnails."""

    label: str
    pieces: tuple[Piece, ...]
    is_list: bool = False
    old_picture: str = ""  # addresses
    new_picture: str = ""


@dataclass(frozen=True)
class Names:
    """What the ids of two contents stand for, in at most one query for each kind."""

    rows: Mapping[str, Mapping[int, models.Model]]

    @classmethod
    def of(cls, old: ArticleContent, new: ArticleContent, pictures: Mapping[int, Picture]) -> Self:
        """Look up what differs alone: most revisions change words."""
        return cls(
            {
                "cover_id": pictures,
                "category_id": _found(Category, [old.category_id], [new.category_id]),
                "tag_ids": _found(Tag, old.tag_ids, new.tag_ids),
                "author_ids": _found(Author, old.author_ids, new.author_ids),
            }
        )

    def name(self, field: str, pk: int | None) -> str:
        """The name of one; a dash for none, and what is gone says so."""
        if pk is None:
            return "—"
        row = self.rows[field].get(pk)
        return str(row) if row else gettext("#%(id)d (does not exist any more)") % {"id": pk}


def changed_fields(old: ArticleContent, new: ArticleContent, names: Names) -> list[FieldChange]:
    """Every field that differs, in the order of the content, the body left out."""
    changed = [name for name in new.changes_since(old) if name != "body"]
    return [_changed(name, getattr(old, name), getattr(new, name), names) for name in changed]


def _changed(name: str, old: Any, new: Any, names: Names) -> FieldChange:
    label = field_labels([name])
    if name in LISTS:
        return FieldChange(label, _listed(name, old, new, names), is_list=True)
    if name == "cover_id":
        pictures = names.rows[name]
        thumbs = [_thumb(pictures.get(pk)) for pk in (old, new)]
        return FieldChange(label, _replaced(name, old, new, names), False, *thumbs)
    if name in names.rows:
        return FieldChange(label, _replaced(name, old, new, names))
    field = Article._meta.get_field(name)
    if isinstance(field, models.BooleanField):
        return FieldChange(label, _instead(_word(old), _word(new)))
    if field.choices:
        words = dict(field.flatchoices)
        return FieldChange(label, _instead(str(words.get(old, old)), str(words.get(new, new))))
    return FieldChange(label, pieces_of(runs_of(old, new)))


def _listed(name: str, old: Sequence[int], new: Sequence[int], names: Names) -> tuple[Piece, ...]:
    """Names that stayed, went and came. An order that changed is said, too: bylines have one."""
    pieces = [Piece(Op.REMOVED, names.name(name, pk)) for pk in old if pk not in new]
    pieces += [Piece(Op.SAME if pk in old else Op.ADDED, names.name(name, pk)) for pk in new]
    kept = [pk for pk in old if pk in new]
    if kept != [pk for pk in new if pk in old]:
        order = gettext(", ").join(names.name(name, pk) for pk in old)
        pieces.append(Piece(Op.REMOVED, gettext("order before: %(names)s") % {"names": order}))
    return tuple(pieces)


def _replaced(name: str, old: int | None, new: int | None, names: Names) -> tuple[Piece, ...]:
    return _instead(names.name(name, old), names.name(name, new))


def _instead(old: str, new: str) -> tuple[Piece, ...]:
    return (Piece(Op.REMOVED, old), Piece(Op.ADDED, new))


def _word(flag: bool) -> str:
    return gettext("yes") if flag else gettext("no")


def _thumb(picture: Picture | None) -> str:
    return picture.rendition_url(THUMB_PX) if picture else ""


def _found(
    model: type[models.Model], old: Sequence[int | None], new: Sequence[int | None]
) -> Mapping[int, models.Model]:
    wanted = {pk for pk in (*old, *new) if pk is not None} if tuple(old) != tuple(new) else set()
    return model._default_manager.in_bulk(wanted) if wanted else {}
