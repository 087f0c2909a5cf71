"""Two sequences of words, compared: Latin by the word, Chinese by the character.

difflib finds what people see as the same, but its time grows with the square of what two texts
share, and worse. So it is never given a long text at once: first whole clauses are matched, then
the words of the clauses between; and a comparison has so much effort to spend (`Effort`). Where
that is not enough, the old text stands beside the new one as a whole.
"""

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, pairwise
from typing import NamedTuple

MOST_STEPS = 2_000_000  # of difflib's inner loop in one comparison: a fraction of a second
LONGEST_CLAUSE = 80  # tokens; a text without punctuation is cut, too
SHORTEST_ISLAND = 2  # characters between two changes; a shorter one is no landmark to the eye

# A Latin word or number; or blanks; or one sign, Han, kana or hangul.
_TOKEN = re.compile(
    r"[^\W\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+|\s+|.", re.DOTALL
)
_CLAUSE_ENDS = frozenset("。！？；，：…\n.!?;,:")


class Op(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class Token(NamedTuple):
    """A word, a Chinese character, a space or a sign, and how it is set.

    Tokens are the same only if their `marks` are: “strong”, “a https://…”.
    """

    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one fate, set in one way."""

    op: Op
    text: str
    marks: tuple[str, ...] = ()


class Effort:
    """What one comparison may still spend, in steps of difflib's inner loop."""

    def __init__(self) -> None:
        self.left = MOST_STEPS

    def suffices_for(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> bool:
        """Whether difflib may compare these two; if so, the effort is spent."""
        there = Counter(new)
        size = len(old) + len(new)
        places = sum(count * there[item] for item, count in Counter(old).items())
        # What repeats itself much falls into many small pieces, each looked for anew; so does what
        # is changed at every second place, and each look goes through all that is left.
        steps = size + places * max(1, places // size) + len(old) * _breaks(old, new, there) // 2
        if steps > self.left:
            return False
        self.left -= steps
        return True


def _breaks(old: Sequence[Hashable], new: Sequence[Hashable], there: Counter[Hashable]) -> int:
    """How many pieces of what stayed there are at least: each begins after something else."""
    neighbours = set(pairwise(new))
    return sum(one in there and (before, one) not in neighbours for before, one in pairwise(old))


def tokens_of(text: str, marks: tuple[str, ...] = ()) -> list[Token]:
    """The text in pieces that are compared as wholes; put together they are the text again."""
    return [Token(piece, marks) for piece in _TOKEN.findall(text)]


def runs_of(old: str, new: str) -> list[Run]:
    """Compare two plain texts."""
    return compared(tokens_of(old), tokens_of(new), Effort())


def compared(old: Sequence[Token], new: Sequence[Token], effort: Effort) -> list[Run]:
    """What stayed, what went and what came, in reading order.

    The runs that are not ADDED spell the old text, those that are not REMOVED the new one.
    """
    fates: list[tuple[Op, Token]] = []
    old_clauses, new_clauses = _clauses(old), _clauses(new)
    for tag, a, b, c, d in opcodes(old_clauses, new_clauses, effort):
        before = [token for clause in old_clauses[a:b] for token in clause]
        after = [token for clause in new_clauses[c:d] for token in clause]
        if tag == "equal":
            fates += [(Op.SAME, token) for token in before]
            continue
        for inner, e, f, g, h in opcodes(before, after, effort):
            if inner == "equal":
                fates += [(Op.SAME, token) for token in before[e:f]]
            else:
                fates += [(Op.REMOVED, token) for token in before[e:f]]
                fates += [(Op.ADDED, token) for token in after[g:h]]
    return _joined(_without_islands(fates))


def opcodes(
    old: Sequence[Hashable], new: Sequence[Hashable], effort: Effort
) -> list[tuple[str, int, int, int, int]]:
    """difflib's opcodes; beyond the effort, all between the equal ends has changed."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    a, b = old[start : len(old) - end], new[start : len(new) - end]
    middle: Sequence[tuple[str, int, int, int, int]] = (
        [("replace", 0, len(a), 0, len(b))] if a or b else []
    )
    if a and b and effort.suffices_for(a, b):
        middle = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    found = [("equal", 0, start, 0, start)] if start else []
    found += [(tag, e + start, f + start, g + start, h + start) for tag, e, f, g, h in middle]
    if end:
        found.append(("equal", len(old) - end, len(old), len(new) - end, len(new)))
    return found


def _clauses(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    found: list[tuple[Token, ...]] = []
    clause: list[Token] = []
    for token in tokens:
        clause.append(token)
        if token.text in _CLAUSE_ENDS or len(clause) == LONGEST_CLAUSE:
            found.append(tuple(clause))
            clause = []
    return [*found, tuple(clause)] if clause else found


def _without_islands(fates: list[tuple[Op, Token]]) -> list[tuple[Op, Token]]:
    """Join changes with hardly anything between them: 的 alone is no landmark to the eye."""
    stretches = [list(group) for _same, group in groupby(fates, lambda f: f[0] is Op.SAME)]
    found: list[tuple[Op, Token]] = []
    for place, stretch in enumerate(stretches):
        is_inside = 0 < place < len(stretches) - 1
        if stretch[0][0] is Op.SAME and is_inside and _is_island(stretch):
            found += [(op, token) for _op, token in stretch for op in (Op.REMOVED, Op.ADDED)]
        else:
            found += stretch
    return found


def _is_island(stretch: list[tuple[Op, Token]]) -> bool:
    text = "".join(token.text for _op, token in stretch)
    return len(text) < SHORTEST_ISLAND or not any(map(str.isalnum, text))


def _joined(fates: list[tuple[Op, Token]]) -> list[Run]:
    """Tokens as runs; of a change what went stands before what came."""
    runs: list[Run] = []
    for is_same, group in groupby(fates, lambda fate: fate[0] is Op.SAME):
        found = list(group)
        for op in (Op.SAME,) if is_same else (Op.REMOVED, Op.ADDED):
            tokens = (token for fate, token in found if fate is op)
            for marks, pieces in groupby(tokens, lambda token: token.marks):
                runs.append(Run(op, "".join(piece.text for piece in pieces), marks))
    return runs
