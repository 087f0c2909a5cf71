"""The publishing gate: what is wrong with a text, before readers tell us.

Each check is a small function `(subject) -> findings`, registered with its name, its level and the
field of the form that it points to. Import from here. Whether a failing check refuses a publication
is decided in one place, `blocking()`, and only `workflow` acts on it.
"""

from articles.checks import (  # noqa: F401 (each registers its checks)
    copies,
    filing,
    headlines,
    links,
    pictures,
    punctuation,
    structure,
    watching,
)
from articles.checks.links import leads_to
from articles.checks.punctuation import REPAIRED_LINES, repair, repair_body
from articles.checks.registry import (
    CHECKS,
    Check,
    Finding,
    Level,
    Place,
    blocking,
    choices,
    findings,
)
from articles.checks.subject import Subject
from articles.checks.watching import LONGEST_WORD, MOST_WORDS

__all__ = [
    "CHECKS",
    "LONGEST_WORD",
    "MOST_WORDS",
    "REPAIRED_LINES",
    "Check",
    "Finding",
    "Level",
    "Place",
    "Subject",
    "blocking",
    "choices",
    "findings",
    "leads_to",
    "repair",
    "repair_body",
]
