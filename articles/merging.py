"""Two texts that began from the same one, brought together: a three-way merge.

Fields stand for themselves, a body falls into its top-level blocks, lists into their items. What
only one side has changed is taken from it; what both have changed differently is a clash, with
all three texts, for somebody to decide. Nothing that a side has typed is left out: it is in the
result or in a clash.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from articles.html import clean_body, parse, serialise

BODY = "body"
ALIKE = 0.4  # of all pairs of neighbouring characters; an edited paragraph shares more than that
MOST_BLOCKS = 2000  # compared one with another; beyond, the changed middle is paired in order
MOST_PAIRS = 900  # of blocks whose likeness is measured: thirty rewritten paragraphs in a row

UNSETTLED = object()

Blocks = tuple[str, ...]


class Choice(StrEnum):
    """How somebody decides a clash. BOTH is for blocks: theirs, then mine."""

    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"
    OWN = "own"


@dataclass(frozen=True)
class Clash:
    """A place that both sides have changed. In a body the three are blocks, none if deleted."""

    key: str
    field: str
    base: Any
    mine: Any
    theirs: Any

    def chosen(self, choice: Choice) -> Any:
        """What this choice puts here. ValueError for one that says nothing about the value."""
        if choice is Choice.BOTH and self.field == BODY:
            return (*self.theirs, *self.mine)
        if choice in (Choice.THEIRS, Choice.MINE):
            return getattr(self, choice.value)
        raise ValueError(choice)


@dataclass(frozen=True)
class Merge:
    """`values` has the fields that are settled; `body` the settled blocks and clashes in order."""

    values: dict[str, Any]
    body: tuple[str | Clash, ...]
    clashes: tuple[Clash, ...]

    def settled(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """All values, with these answers to the clashes by their keys. KeyError if one lacks."""
        fields = {one.field: answers[one.key] for one in self.clashes if one.field != BODY}
        body: list[str] = []
        for part in self.body:
            body += (part,) if isinstance(part, str) else answers[part.key]
        return self.values | fields | {BODY: clean_body("".join(body))}


def merge(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merge:
    """Merge three texts with the same fields. The same three always give the same."""
    body = tuple(_merged_body(*(split(text[BODY]) for text in (base, mine, theirs))))
    values: dict[str, Any] = {}
    clashes: list[Clash] = []
    for name in theirs:
        if name == BODY:
            clashes += [part for part in body if isinstance(part, Clash)]
            continue
        sides = base[name], mine[name], theirs[name]
        settled = _one_sided(*sides)
        if settled is UNSETTLED and isinstance(sides[0], tuple):
            settled = _merged_list(*sides)
        if settled is UNSETTLED:
            clashes.append(Clash(name, name, *sides))
        else:
            values[name] = settled
    return Merge(values, body, tuple(clashes))


def split(html: str) -> Blocks:
    """A clean body as its top-level blocks; joined and cleaned they are the body again."""
    return tuple(serialise([node]) for node in parse(html))


def _one_sided(base: Any, mine: Any, theirs: Any) -> Any:
    """What stands if at most one side has changed it, or both have alike; else UNSETTLED."""
    if theirs in (base, mine):
        return mine
    return theirs if mine == base else UNSETTLED


def _merged_list(base: Sequence, mine: Sequence, theirs: Sequence) -> Any:
    """Items that a side added are added, those that it removed are removed, in its order.

    UNSETTLED if both have put the others in another order.
    """
    stays = [item for item in base if item in mine and item in theirs]
    in_mine = [item for item in mine if item in stays]
    in_theirs = [item for item in theirs if item in stays]
    if stays != in_mine != in_theirs != stays:
        return UNSETTLED
    lead, other = (mine, theirs) if in_mine != stays else (theirs, mine)
    merged = [item for item in dict.fromkeys(lead) if item in other or item not in base]
    for at, item in enumerate(other):
        if item not in base and item not in merged:
            before = [one for one in other[:at] if one in merged]
            merged.insert(merged.index(before[-1]) + 1 if before else 0, item)
    return tuple(merged)


# Bodies.


def _merged_body(base: Blocks, mine: Blocks, theirs: Blocks) -> Iterator[str | Clash]:
    """Walk along the base: what either side puts before each block, and what it makes of it."""
    in_mine, in_theirs = _Edits(base, mine), _Edits(base, theirs)
    number = 0
    for at in range(len(base) + 1):
        places: list[tuple[Blocks, Blocks, Blocks]] = [((), in_mine.added[at], in_theirs.added[at])]
        if at < len(base):
            places.append(((base[at],), in_mine.became[at], in_theirs.became[at]))
        for place in places:
            head, sides, tail = _what_differs(*place)
            settled = _one_sided(*sides)
            yield from head
            if settled is UNSETTLED:
                yield Clash(f"{BODY}-{number}", BODY, *sides)
                number += 1
            else:
                yield from settled
            yield from tail


class _Edits:
    """What a side has made of the base: `became` of each block, `added` before each and at the end.

    An edited block has become another, a deleted one none.
    """

    def __init__(self, base: Blocks, side: Blocks) -> None:
        self.became: list[Blocks] = [()] * len(base)
        self.added: list[Blocks] = [()] * (len(base) + 1)
        for tag, i1, i2, j1, j2 in _opcodes(base, side):
            if tag == "equal":
                self.became[i1:i2] = [(block,) for block in base[i1:i2]]
            else:
                self._replace(base, side, range(i1, i2), range(j1, j2))

    def _replace(self, base: Blocks, side: Blocks, of: range, by: range) -> None:
        """Pair the blocks that look alike, and those between such pairs in order."""
        i, j = of.start, by.start
        for pair_i, pair_j in [*_alike(base, side, of, by), (of.stop, by.stop)]:
            while i < pair_i and j < pair_j:
                self.became[i] = (side[j],)
                i, j = i + 1, j + 1
            self.added[pair_i] += side[j:pair_j]  # more were written than were there
            if pair_i < of.stop:
                self.became[pair_i] = (side[pair_j],)
            i, j = pair_i + 1, pair_j + 1


def _opcodes(base: Blocks, side: Blocks) -> list[tuple[str, int, int, int, int]]:
    """As SequenceMatcher's, in bounded time."""
    head, tail = _shared(base, side)
    end, side_end = len(base) - tail, len(side) - tail
    if max(end, side_end) - head > MOST_BLOCKS:
        middle = [("replace", head, end, head, side_end)]
    else:
        found = SequenceMatcher(None, base[head:end], side[head:side_end], autojunk=False)
        middle = [
            (tag, i1 + head, i2 + head, j1 + head, j2 + head)
            for tag, i1, i2, j1, j2 in found.get_opcodes()
        ]
    return [
        ("equal", 0, head, 0, head),
        *middle,
        ("equal", end, len(base), side_end, len(side)),
    ]


def _alike(base: Blocks, side: Blocks, of: range, by: range) -> list[tuple[int, int]]:
    """Pairs of a block and what was made of it, in the order of both: the likest in all."""
    if not of or not by or len(of) * len(by) > MOST_PAIRS:
        return []
    old = [_neighbours(base[i]) for i in of]
    new = [_neighbours(side[j]) for j in by]
    # best[i][j]: the sum of likeness, and the pairs, from the i-th and the j-th on.
    best: list[list[tuple[float, list[tuple[int, int]]]]] = [
        [(0.0, [])] * (len(by) + 1) for _i in range(len(of) + 1)
    ]
    for i in reversed(range(len(of))):
        for j in reversed(range(len(by))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], key=lambda one: one[0])
            likeness = _likeness(old[i], new[j])
            total, pairs = best[i + 1][j + 1]
            if likeness >= ALIKE and likeness + total > best[i][j][0]:
                best[i][j] = (likeness + total, [(of[i], by[j]), *pairs])
    return best[0][0][1]


def _neighbours(block: str) -> Counter[str]:
    return Counter(block[at : at + 2] for at in range(len(block) - 1))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient: 1 for the same, 0 for nothing in common."""
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _what_differs(
    base: Blocks, mine: Blocks, theirs: Blocks
) -> tuple[Blocks, tuple[Blocks, Blocks, Blocks], Blocks]:
    """Set apart the blocks that both have added at the beginning or at the end of a place."""
    if base:
        return (), (base, mine, theirs), ()
    head, tail = _shared(mine, theirs)
    sides = (), mine[head : len(mine) - tail], theirs[head : len(theirs) - tail]
    return mine[:head], sides, mine[len(mine) - tail :]


def _shared(one: Blocks, other: Blocks) -> tuple[int, int]:
    """How many blocks both begin with, and how many of the rest both end with."""
    shorter = min(len(one), len(other))
    head = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    rest = shorter - head
    return head, next((n for n in range(rest) if one[-1 - n] != other[-1 - n]), rest)
