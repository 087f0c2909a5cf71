"""The table of checks, and the two questions that it answers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.functional import Promise

from articles.checks.subject import Subject

# The order in which findings are told: that of the form.
FIELDS = (
    "headline", "subheadline", "excerpt", "body", "category", "cover", "authors",
    "responsible_editor", "source_name", "source_url",
)  # fmt: skip
SURROUNDINGS = 12  # characters shown on either side of a place


class Level(StrEnum):
    """What a failing check means. The desk's settings move checks between the last two."""

    MANDATORY = "mandatory"  # readers cannot do without: nobody overrides it
    BLOCKING = "blocking"
    ADVISORY = "advisory"


@dataclass(frozen=True)
class Place:
    """Where in a text something stands: the piece and what is around it.

    `field` is that of the finding, unless it says another.
    """

    before: str
    text: str
    after: str
    field: str = ""

    @classmethod
    def of(cls, text: str, start: int, end: int, field: str = "") -> "Place":
        before, after = max(0, start - SURROUNDINGS), end + SURROUNDINGS
        return cls(
            ("…" if before else "") + text[before:start],
            text[start:end],
            text[end:after] + ("…" if after < len(text) else ""),
            field,
        )


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, in a sentence, and the field where it is mended.

    `repair` names the way to mend it with one press; `address` is a page to look at.
    """

    sentence: str
    field: str = ""
    places: Sequence[Place] = ()
    repair: str = ""
    address: str = ""
    name: str = ""
    level: Level = Level.ADVISORY

    @property
    def blocks(self) -> bool:
        return self.level != Level.ADVISORY

    @property
    def spot(self) -> Place | None:
        """The one place that the sentence itself quotes: there is no need to print it again."""
        place = self.places[0] if len(self.places) == 1 else None
        return place if place and place.text in self.sentence and not place.after else None


@dataclass(frozen=True)
class Check:
    """A registered check. `title` is what the desk's settings call it."""

    name: str
    title: str | Promise
    field: str
    is_mandatory: bool
    look: Callable[[Subject], Iterable[Finding]]

    def level(self, chosen: Iterable[str]) -> Level:
        """What failing means where the desk has chosen these checks to block."""
        if self.is_mandatory:
            return Level.MANDATORY
        return Level.BLOCKING if self.name in chosen else Level.ADVISORY

    def findings(self, subject: Subject) -> Iterator[Finding]:
        level = self.level(subject.settings.blocking_checks)
        for found in self.look(subject):
            yield replace(found, name=self.name, level=level, field=found.field or self.field)


CHECKS: dict[str, Check] = {}

Look = Callable[[Subject], Iterable[Finding]]


def check(name: str, title: str | Promise, field: str, *, mandatory: bool = False) -> Callable:
    """Register a function as the check of this name; findings point to `field` unless they say."""

    def register(look: Look) -> Look:
        CHECKS[name] = Check(name, title, field, mandatory, look)
        return look

    return register


def findings(subject: Subject) -> list[Finding]:
    """Everything that is wrong: first what blocks, each in the order of the form."""
    return _ordered(one for check in CHECKS.values() for one in check.findings(subject))


def blocking(subject: Subject) -> list[Finding]:
    """What stands against publishing; checks that only advise are not even asked."""
    chosen = subject.settings.blocking_checks
    asked = [check for check in CHECKS.values() if check.level(chosen) != Level.ADVISORY]
    return _ordered(one for check in asked for one in check.findings(subject))


def choices() -> list[tuple[str, str | Promise]]:
    """The checks that a desk may make blocking or advising, as the choices of a form."""
    return [(check.name, check.title) for check in CHECKS.values() if not check.is_mandatory]


def _ordered(found: Iterable[Finding]) -> list[Finding]:
    return sorted(found, key=lambda one: (not one.blocks, FIELDS.index(one.field)))
