"""The one thing that is due: scheduled changes of what readers see already.

Whoever comes first puts them live: the next request that finds one, or `tick`.
"""

from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from articles import journal, notifications
from articles.content import ArticleContent
from articles.models import Article, ArticleRevision, Event
from articles.workflow import live_row
from articles.workflow.moves import scheduled_changes
from articles.workflow.publishing import go_live, pass_the_wall, ready
from articles.workflow.refusals import Embargoed, NotReadyToPublish


def due_changes(now: datetime | None = None) -> "models.QuerySet[ArticleRevision]":
    """Approved texts whose time has come and that readers don't see yet."""
    return ArticleRevision.objects.filter(
        state=ArticleRevision.State.APPROVED,
        published_at=None,
        publish_at__lte=now or timezone.now(),
        article__state=Article.State.PUBLISHED,
    )


def publish_due(now: datetime | None = None) -> int:
    """Put every scheduled change live whose time has come; return how many.

    Each in its own transaction, safe to run at once from many machines. One that is not ready
    any more is unscheduled, and the journal says why.
    """
    now = now or timezone.now()
    ids = due_changes(now).order_by("publish_at", "pk").values_list("pk", flat=True)
    return sum(_publish_one(pk, now) for pk in list(ids))


@transaction.atomic
def _publish_one(pk: int, now: datetime) -> int:
    article_id = ArticleRevision.objects.values_list("article_id", flat=True).get(pk=pk)
    row = live_row.locked(article_id)
    revision = scheduled_changes(row).filter(pk=pk, publish_at__lte=now).first()
    if revision is None or row.state != Article.State.PUBLISHED:
        return 0
    content = ArticleContent.from_revision(revision)
    try:
        pass_the_wall(row, now)
        relations = ready(content)
    except (Embargoed, NotReadyToPublish) as refusal:
        scheduled_changes(row).filter(pk=pk).update(publish_at=None)
        journal.record("article.unschedule", row, by=None, note=str(refusal), revision=pk)
        also = [revision.published_by]
        notifications.notify(Event.UNSCHEDULED, row, by=None, reason=str(refusal), also=also)
        return 0
    go_live(row, revision, content, relations, by=revision.published_by, at=None)
    return 1
