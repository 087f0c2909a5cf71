"""What an import did, in numbers and sentences."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

KINDS = ("articles", "pages", "comments", "categories", "tags", "authors", "media")
EXAMPLES = 5  # a warning names the first few of what it is about


@dataclass(slots=True)
class Tally:
    created: int = 0
    updated: int = 0
    skipped: int = 0


@dataclass(slots=True)
class _Warning:
    count: int = 0
    examples: list[str] = field(default_factory=list)


class Report:
    """Tallies by kind, and each warning once, with how often and about what."""

    def __init__(self) -> None:
        self.tallies = {kind: Tally() for kind in KINDS}
        self._warnings: dict[str, _Warning] = {}

    def created(self, kind: str, count: int = 1) -> None:
        self.tallies[kind].created += count

    def updated(self, kind: str, count: int = 1) -> None:
        self.tallies[kind].updated += count

    def skipped(self, kind: str, count: int = 1) -> None:
        self.tallies[kind].skipped += count

    def warn(self, sentence: str, about: object = "", count: int = 1) -> None:
        """Note something that a person should know; `about` names the thing, such as ``#12``."""
        warning = self._warnings.setdefault(sentence, _Warning())
        warning.count += count
        text = str(about)
        # One more than is shown, to know whether there are more.
        if text and len(warning.examples) <= EXAMPLES and text not in warning.examples:
            warning.examples.append(text)

    @property
    def changed_something(self) -> bool:
        return any(tally.created or tally.updated for tally in self.tallies.values())

    @property
    def warnings(self) -> list[str]:
        return [_sentence(text, warning) for text, warning in self._warnings.items()]

    def as_dict(self) -> dict[str, Any]:
        """The object that ``import_wordpress --json`` prints."""
        tallies = {kind: asdict(tally) for kind, tally in self.tallies.items()}
        return {**tallies, "warnings": self.warnings}


def _sentence(text: str, warning: _Warning) -> str:
    if not warning.examples:
        return text if warning.count == 1 else f"{text} (× {warning.count})"
    examples = ", ".join(warning.examples[:EXAMPLES])
    examples += ", …" if len(warning.examples) > EXAMPLES else ""
    if warning.count == 1:
        return f"{text}: {examples}"
    return _("%(text)s (× %(count)d): %(examples)s") % {
        "text": text,
        "count": warning.count,
        "examples": examples,
    }
