"""What happened to an article, from the journal."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from articles.admin.words import STEPS
from articles.models import Article, JournalEntry

SHOWN = 30  # entries read for the time line; the history has all
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
    """What was said with the step; of an assignment, to whom."""
    if entry.action == "article.assign":
        return entry.data.get("to") or gettext("nobody")
    return entry.note


def _are_one(later: Step, earlier: Step) -> bool:
    is_plain_save = earlier.action == "article.save" and not earlier.note
    return is_plain_save and (later.action, later.by) == (earlier.action, earlier.by)
