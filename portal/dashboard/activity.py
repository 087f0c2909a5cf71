"""What colleagues did last, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin.words import STEPS
from articles.models import Article, JournalEntry, User
from portal.dashboard.panels import Panel, visible

SHOWN = 8
READ = 60  # entries for them: somebody who saves ten times has done one thing
SINCE = timedelta(days=7)


@dataclass(frozen=True)
class Step:
    """What somebody did. `address` is empty where nothing is left to look at."""

    at: datetime
    who: str
    word: str
    text: str
    note: str
    address: str


def moves(user: User) -> Panel | None:
    """The colleagues' last steps with articles that this person may see, from one query."""
    if not user.has_perm("articles.change_article"):
        return None
    return Panel(
        name="activity",
        title=_("Colleagues"),
        empty=_("Nothing happened in the last seven days."),
        rows=[_step(entry) for entry in _unrepeated(_entries(user))][:SHOWN],
        template="admin/dashboard/_activity.html",
    )


def _entries(user: User) -> QuerySet[JournalEntry]:
    entries = JournalEntry.objects.filter(
        kind=Article._meta.label_lower,
        action__in=STEPS,
        at__gte=timezone.now() - SINCE,
        by__isnull=False,
    ).exclude(by=user)
    if not user.has_perm("articles.change_others_article"):
        entries = entries.filter(object_id__in=visible(user).order_by().values("pk"))
    is_there = Exists(Article.objects.filter(pk=OuterRef("object_id")).order_by())
    return entries.annotate(is_there=is_there).order_by("-at", "-pk")[:READ]


def _unrepeated(entries: QuerySet[JournalEntry]) -> list[JournalEntry]:
    """The newest of each run of the same step by the same person."""
    runs = groupby(entries, key=lambda one: (one.by_id, one.action, one.object_id))
    return [next(run) for _key, run in runs]


def _step(entry: JournalEntry) -> Step:
    is_there = entry.is_there  # type: ignore[attr-defined]
    history = reverse("admin:articles_article_history", args=[entry.object_id])
    return Step(
        at=entry.at,
        who=entry.by_name,
        word=str(STEPS[entry.action]),
        text=entry.object_name,
        note=entry.note,
        address=history if is_there else "",
    )
