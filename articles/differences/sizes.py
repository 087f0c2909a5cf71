"""How large a change is."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.differences.pairing import differences_of
from articles.differences.words import Op, Run, runs_of


@dataclass(frozen=True)
class Size:
    """Characters that came and went, and how many there were before; blanks do not count."""

    added: int
    removed: int
    before: int

    @property
    def share(self) -> int:
        """The change in per cent of the text before it, at most 100."""
        return min(100, round(100 * max(self.added, self.removed) / max(1, self.before)))


def size_of(
    old_lines: Sequence[str], old_body: str, new_lines: Sequence[str], new_body: str
) -> Size:
    """Measure the change of a body and of the lines over it (headline, …), which pair up."""
    runs = [run for change in differences_of(old_body, new_body) for run in change.runs]
    for old, new in zip(old_lines, new_lines, strict=True):
        runs += runs_of(old, new)
    counted = {op: sum(_length(run) for run in runs if run.op is op) for op in Op}
    return Size(
        added=counted[Op.ADDED],
        removed=counted[Op.REMOVED],
        before=counted[Op.SAME] + counted[Op.REMOVED],
    )


def _length(run: Run) -> int:
    return len("".join(run.text.split()))
