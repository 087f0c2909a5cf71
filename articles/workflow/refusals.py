"""Why a move is not made. The admin finds the words."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from articles.checks import Finding


class MoveRefused(Exception):
    """A move that cannot be made; nothing has changed."""


class NotAllowed(MoveRefused):
    """This person may not make this move."""


class AlreadyMoved(MoveRefused):
    """The article is not where the move starts from: a colleague was faster, or saved anew."""


class AlreadyPublished(AlreadyMoved):
    """Readers have exactly this text."""


class StillVisible(AlreadyMoved):
    """Readers see the article, or will: it is withdrawn or unscheduled first."""


class ReasonMissing(MoveRefused):
    """The move asks for a reason, and none was given."""


class OwnWork(MoveRefused):
    """Under four eyes: who wrote a text cannot be the one who lets it through."""


class Embargoed(MoveRefused):
    """The article may not be public before `until`."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(f"embargo until {until.isoformat()}")


class PublishedEarlier(MoveRefused):
    """An embargo would end after `at`, when the article is published already or will be."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        super().__init__(f"published at {at.isoformat()}")


class ChangeNotNamed(MoveRefused):
    """Readers know this article's text, and nobody has said what its change is to them."""


class NotReadyToPublish(MoveRefused):
    """Something that readers need is not there.

    `missing` and `gone` name the form's fields: left empty, or pointing at what does not exist.
    """

    def __init__(self, missing: Iterable[str] = (), gone: Iterable[str] = ()) -> None:
        self.missing = tuple(missing)
        self.gone = tuple(gone)
        super().__init__(", ".join(self.missing + self.gone))


class ChecksFailed(MoveRefused):
    """Checks stand against publishing; `findings` says which, each in a sentence."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = findings
        super().__init__(", ".join(finding.name for finding in findings))


class IdTaken(MoveRefused):
    """The id asked for belongs, or belonged, to another article."""
