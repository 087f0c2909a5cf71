"""What happened to an article, from the journal."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from articles.admin.words import STEPS
from articles.models import Article, JournalEntry
from articles.workflow import Placement

SHOWN = 30  # entries read for the time line; the history has all
PLACED = frozenset(Placement.__annotations__)
# Links for outsiders have a panel and a page of their own, and would crowd out the moves.
ELSEWHERE = ("article.share", "article.unshare", "article.preview_note")


@dataclass(frozen=True)
class Step:
    """One step of the time line, newest first; saves in a row by one person are one step."""

    at: datetime
    by: str
    word: str
    note: str
    action: str


def steps_of(article: Article) -> list[Step]:
    """The newest steps, from one query."""
    entries = (
        JournalEntry.objects.filter(kind=Article._meta.label_lower, object_id=article.pk)
        .exclude(action__in=ELSEWHERE)
        .order_by("-at", "-pk")[:SHOWN]
    )
    steps: list[Step] = []
    for entry in entries:
        word = str(STEPS.get(entry.action, entry.action))
        step = Step(entry.at, entry.by_name, word, _note(entry), entry.action)
        if steps and _are_one(steps[-1], step):
            continue
        steps.append(step)
    return steps


def _note(entry: JournalEntry) -> str:
    """What was said with the step; of an assignment to whom, of a placement what and how."""
    if entry.action == "article.assign":
        return entry.data.get("to") or gettext("nobody")
    if entry.action == "article.place":
        placed = {name: value for name, value in entry.data.items() if name in PLACED}
        return gettext(", ").join(_placed(name, value) for name, value in placed.items())
    return entry.note


def _placed(name: str, value: bool | str | None) -> str:
    """One field of the placement: “pinned”, “pinned: no”, “planned for 05-06 07:08”."""
    label = str(Article._meta.get_field(name).verbose_name)
    if isinstance(value, bool):
        return label if value else gettext("%(what)s: no") % {"what": label}
    at = parse_datetime(value) if value else None
    return f"{label} {timezone.localtime(at):%m-%d %H:%M}" if at else f"{label} —"


def _are_one(later: Step, earlier: Step) -> bool:
    is_plain_save = earlier.action == "article.save" and not earlier.note
    return is_plain_save and (later.action, later.by) == (earlier.action, earlier.by)
