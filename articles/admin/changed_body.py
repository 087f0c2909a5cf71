"""Changes of a body in the desk's words, ready for a template: no HTML is made here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext, gettext_lazy

from articles.differences import Block, Change, Op, Run, Shown, differences_of, runs_of
from articles.models import Picture

KEPT_IN_SIGHT = 1  # unchanged blocks shown on each side of a change; the others are folded
THUMB_PX = 240

# The innermost element that has a name says what a block is.
SHAPES = {
    "h2": gettext_lazy("heading"),
    "h3": gettext_lazy("heading of the second rank"),
    "h4": gettext_lazy("heading of the third rank"),
    "ol": gettext_lazy("numbered item"),
    "ul": gettext_lazy("list item"),
    "footer": gettext_lazy("source of a quotation"),
    "blockquote": gettext_lazy("quotation"),
    "aside": gettext_lazy("pull quote"),
    "pre": gettext_lazy("code"),
    "caption": gettext_lazy("caption of a table"),
    "thead": gettext_lazy("head of a table"),
    "tr": gettext_lazy("row of a table"),
    "figure": gettext_lazy("picture"),
    "hr": gettext_lazy("line across"),
}
SETTINGS = {
    "align-left": gettext_lazy("beside the text, left"),
    "align-right": gettext_lazy("right"),
    "align-center": gettext_lazy("centred"),
    "bleed": gettext_lazy("edge to edge"),
    "lead": gettext_lazy("opening paragraph"),
}
MARKS = {
    "strong": gettext_lazy("bold"),
    "em": gettext_lazy("emphasised"),
    "s": gettext_lazy("struck out"),
    "u": gettext_lazy("underlined"),
    "code": gettext_lazy("code"),
    "sub": gettext_lazy("set low"),
    "sup": gettext_lazy("set high"),
}


@dataclass(frozen=True)
class Piece:
    """A run as it is printed; `note` says how it is set, where that is what changed."""

    op: Op
    text: str
    note: str = ""


@dataclass(frozen=True)
class ShownPicture:
    """A picture or a video of a block. `address` is of a thumbnail, empty for what has none."""

    op: Op
    address: str
    name: str
    alt: tuple[Piece, ...]


@dataclass(frozen=True)
class Row:
    """One block, before and after."""

    op: str  # same, added, removed, changed
    old_shape: str  # empty for an ordinary paragraph that stayed one
    new_shape: str
    pieces: tuple[Piece, ...]
    pictures: tuple[ShownPicture, ...]

    @property
    def is_same(self) -> bool:
        return self.op == "same"

    @property
    def is_reshaped(self) -> bool:
        return bool(self.old_shape and self.new_shape and self.old_shape != self.new_shape)


@dataclass(frozen=True)
class Part:
    """Rows in a row; unchanged ones far from any change are folded away."""

    is_folded: bool
    rows: tuple[Row, ...]


def rows_of(old: str, new: str, pictures: Mapping[int, Picture]) -> list[Row]:
    """Compare two bodies; `pictures` by id has those that they show."""
    return [_row(change, pictures) for change in differences_of(old, new)]


def folded(rows: Sequence[Row]) -> list[Part]:
    """The rows in parts, so that a changed word is found in a long text."""
    changed = [place for place, row in enumerate(rows) if not row.is_same]
    near = {place + step for place in changed for step in range(-KEPT_IN_SIGHT, KEPT_IN_SIGHT + 1)}
    parts = groupby(enumerate(rows), lambda numbered: numbered[0] not in near)
    return [Part(is_far, tuple(row for _place, row in some)) for is_far, some in parts]


def pieces_of(runs: Sequence[Run]) -> tuple[Piece, ...]:
    """Runs as they are printed: changed blanks visible, changed marks in words."""
    there = {op: {mark for run in runs if run.op is op for mark in run.marks} for op in Op}
    told = there[Op.ADDED] ^ there[Op.REMOVED]
    return tuple(
        Piece(run.op, _visible(run), _note([mark for mark in run.marks if mark in told]))
        for run in runs
    )


def _visible(run: Run) -> str:
    if run.op is Op.SAME or run.text.strip():
        return run.text
    return run.text.replace("\n", "↵\n").replace(" ", "␣").replace("\t", "→")


def _note(marks: Sequence[str]) -> str:
    words = []
    for mark in marks:
        name, _blank, told = mark.partition(" ")
        if name == "a":
            words.append(gettext("link to %(address)s") % {"address": told})
        else:
            words.append(" ".join(filter(None, [str(MARKS.get(name, name)), told])))
    return gettext(", ").join(words)


def _row(change: Change, pictures: Mapping[int, Picture]) -> Row:
    old, new = change.old, change.new
    shapes = [_shape_words(one) if one else "" for one in (old, new)]
    if not change.is_reshaped:
        plain = gettext("paragraph")
        shapes = ["" if words == plain else words for words in shapes]
    return Row(
        op=change.op,
        old_shape=shapes[0],
        new_shape=shapes[1],
        pieces=pieces_of(change.runs),
        pictures=tuple(_shown(old, new, pictures)),
    )


def _shape_words(block: Block) -> str:
    names = [element.split(".") for element in block.shape]
    if any(one.is_video for one in block.shown):
        kind = gettext("video")
    else:
        known = [SHAPES[name[0]] for name in reversed(names) if name[0] in SHAPES]
        kind = str(known[0]) if known else gettext("paragraph")
    settings = [SETTINGS[one] for name in names for one in name[1:] if one in SETTINGS]
    return gettext(", ").join([kind, *map(str, settings)])


def _shown(
    old: Block | None, new: Block | None, pictures: Mapping[int, Picture]
) -> Iterator[ShownPicture]:
    before = {(one.picture_id, one.address): one for one in (old.shown if old else ())}
    after = {(one.picture_id, one.address): one for one in (new.shown if new else ())}
    for key, one in before.items():
        if key not in after:
            yield _picture(Op.REMOVED, one, one.alt, "", pictures)
    for key, one in after.items():
        if key in before:
            yield _picture(Op.SAME, one, before[key].alt, one.alt, pictures)
        else:
            yield _picture(Op.ADDED, one, "", one.alt, pictures)


def _picture(
    op: Op, one: Shown, old_alt: str, new_alt: str, pictures: Mapping[int, Picture]
) -> ShownPicture:
    stored = pictures.get(one.picture_id) if one.picture_id else None
    alt = pieces_of(runs_of(old_alt, new_alt))
    if stored:
        return ShownPicture(op, stored.rendition_url(THUMB_PX), str(stored), alt)
    if one.picture_id:
        gone = gettext("#%(id)d (does not exist any more)") % {"id": one.picture_id}
        return ShownPicture(op, "", gone, alt)
    return ShownPicture(op, "", one.address, alt)
