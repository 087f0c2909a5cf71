"""Which block became which: equal ones first, then those that are alike, in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.differences.blocks import Block, blocks_of
from articles.differences.words import Effort, Run, compared, opcodes

# Similarity, from 0 to 1, from which on two blocks are one block that was rewritten.
ALIKE = 0.4
MOST_PAIRS = 10_000  # of blocks that are compared for likeness: 100 rewritten ones against 100


@dataclass(frozen=True)
class Change:
    """What became of one block: `old` is None for a new one, `new` for one that is gone."""

    old: Block | None
    new: Block | None
    runs: tuple[Run, ...]

    @property
    def op(self) -> str:
        """same, added, removed or changed."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        return "same" if self.old.key == self.new.key else "changed"

    @property
    def is_reshaped(self) -> bool:
        """Whether it became another kind of block: a paragraph a heading."""
        return bool(self.old and self.new and self.old.shape != self.new.shape)


def differences_of(old: str, new: str) -> list[Change]:
    """Compare two bodies, block by block in reading order."""
    before, after = blocks_of(old), blocks_of(new)
    effort, found = Effort(), []
    keys = [one.key for one in before], [one.key for one in after]
    for tag, a, b, c, d in opcodes(*keys, effort):
        if tag == "equal":
            pairs: list[tuple[Block | None, Block | None]] = [
                *zip(before[a:b], after[c:d], strict=True)
            ]
        else:
            pairs = _paired(before[a:b], after[c:d])
        found += [Change(one, other, _runs(one, other, effort)) for one, other in pairs]
    return found


def _runs(old: Block | None, new: Block | None, effort: Effort) -> tuple[Run, ...]:
    return tuple(compared(old.tokens if old else (), new.tokens if new else (), effort))


def _paired(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[Block | None, Block | None]]:
    """Put rewritten blocks side by side; what has no partner came or went."""
    pairs: list[tuple[Block | None, Block | None]] = []
    i = j = 0
    for k, m in _partners(old, new):
        pairs += [(one, None) for one in old[i:k]]
        pairs += [(None, one) for one in new[j:m]]
        pairs.append((old[k], new[m]))
        i, j = k + 1, m + 1
    pairs += [(one, None) for one in old[i:]]
    return [*pairs, *((None, one) for one in new[j:])]


def _partners(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
    """The pairs, in order, whose likeness is greatest in sum."""
    if len(old) * len(new) > MOST_PAIRS:  # too many to look at: the n-th belongs to the n-th
        traits = [(_traits(one), _traits(other)) for one, other in zip(old, new, strict=False)]
        return [(n, n) for n, (one, other) in enumerate(traits) if _likeness(one, other) >= ALIKE]
    ours, theirs = [_traits(one) for one in old], [_traits(one) for one in new]
    # best[i][j]: the greatest sum for old[i:] and new[j:].
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_likeness(one, other) for other in theirs] for one in ours]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            together = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            found.append((i, j))
            i, j = i + 1, j + 1
    return found


def _traits(block: Block) -> frozenset[object]:
    """What a block is known by: the pairs of neighbours in its text, and its pictures."""
    text = block.text
    pairs = {text[n : n + 2] for n in range(max(1, len(text) - 1))} if text else set()
    return frozenset({*pairs, *((one.picture_id, one.address) for one in block.shown)})


def _likeness(one: frozenset[object], other: frozenset[object]) -> float:
    """Dice's coefficient."""
    if not one or not other:
        return 1.0 if one == other else 0.0
    return 2 * len(one & other) / (len(one) + len(other))
