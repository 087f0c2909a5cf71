"""How long the desk keeps what readers never saw."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.models import Article, ArticleRevision, Autosave, DeskSettings, PreviewLink

BATCH = 200  # revisions deleted in one transaction
MOST_BATCHES = 25  # in one run of tick, which comes again in a minute

# In these somebody waits for a text.
AWAITED = (ArticleRevision.State.IN_REVIEW, ArticleRevision.State.APPROVED)


def forget_old_revisions(now: datetime | None = None) -> int:
    """Delete revisions past the desk's time for them; return how many. Safe to run at once.

    What was published stays for ever, and so does what a decision still needs: see forgettable().
    """
    days = DeskSettings.load().revision_days
    if days is None:
        return 0
    before = (now or timezone.now()) - timedelta(days=days)
    forgotten = 0
    for _batch in range(MOST_BATCHES):
        if not (found := _forget_some(before)):
            break
        forgotten += found
    return forgotten


def forgettable(before: datetime) -> QuerySet[ArticleRevision]:
    """Revisions older than this that nothing needs any more.

    Kept are the article's newest and live text and whatever is scheduled, in review or approved.
    While the newest text is not what readers see, somebody may still have to choose: then what it
    was based on stays, and so do texts kept aside. What a text kept aside, or one that was typed
    and not saved, is based on stays as long as they do; what a link shows, as long as it is open.
    """
    article = Article.objects.filter(pk=OuterRef("article"))
    is_undecided = ~Q(latest_revision=F("live_revision")) | Q(live_revision=None)
    needed = Q(latest_revision=OuterRef("pk")) | Q(live_revision=OuterRef("pk"))
    needed |= is_undecided & Q(latest_revision__base=OuterRef("pk"))
    asides = ArticleRevision.objects.filter(kind=ArticleRevision.Kind.ASIDE)
    shown = PreviewLink.objects.filter(revoked_at=None, expires_at__gt=timezone.now())
    return (
        ArticleRevision.objects.filter(published_at=None, publish_at=None, created_at__lt=before)
        # Said this way round, it tempts no database away from the index of what was not published.
        .exclude(state__in=AWAITED)
        .exclude(Exists(article.filter(needed)))
        .exclude(Q(Exists(article.filter(is_undecided)), kind=ArticleRevision.Kind.ASIDE))
        .exclude(Exists(asides.filter(base=OuterRef("pk"))))
        .exclude(Exists(Autosave.objects.filter(base=OuterRef("pk"))))
        .exclude(Exists(shown.filter(revision=OuterRef("pk"))))
    )


@transaction.atomic
def _forget_some(before: datetime) -> int:
    oldest = forgettable(before).order_by("created_at").values_list("pk", flat=True)[:BATCH]
    deleted, _each = ArticleRevision.objects.filter(pk__in=list(oldest)).delete()
    return deleted
