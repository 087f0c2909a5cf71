"""The one word that the desk sees for the two axes of state."""

from django.db.models import Q, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, ArticleRevision

Revision = ArticleRevision.State


class DeskState(TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    SENT_BACK = "sent_back", _("sent back")
    APPROVED = "approved", _("approved")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    RETRACTED = "retracted", _("retracted")
    ARCHIVED = "archived", _("archived")
    TRASHED = "trashed", _("in the trash")


OF_REVISION: dict[str, DeskState] = {
    Revision.DRAFT: DeskState.DRAFT,
    Revision.IN_REVIEW: DeskState.IN_REVIEW,
    Revision.CHANGES_REQUESTED: DeskState.SENT_BACK,
    Revision.APPROVED: DeskState.APPROVED,
}


# In these the newest text is the article's own, not one that lies on top of it.
WITHOUT_WAITING = (Article.State.UNPUBLISHED, Article.State.TRASHED)


def desk_state(article: Article) -> DeskState:
    """What the article is. Looks at `latest_revision`: load it along."""
    if article.state == Article.State.PUBLISHED:
        if article.expires_at and article.expires_at <= timezone.now():
            return DeskState.WITHDRAWN  # by itself, at the minute that the desk chose
        return DeskState.SCHEDULED if article.is_scheduled else DeskState.PUBLISHED
    if article.state == Article.State.UNPUBLISHED:
        latest = article.latest_revision
        return OF_REVISION.get(latest.state, DeskState.DRAFT) if latest else DeskState.DRAFT
    return DeskState(article.state)


def waiting_state(article: Article) -> DeskState | None:
    """What the newer text is that lies on top of one that was published; None without one."""
    latest = article.latest_revision
    if article.state in WITHOUT_WAITING or latest is None:
        return None
    if article.latest_revision_id == article.live_revision_id:
        return None
    if latest.state == Revision.APPROVED and latest.publish_at:
        return DeskState.SCHEDULED
    return OF_REVISION.get(latest.state)


def in_desk_state(articles: QuerySet[Article], state: DeskState) -> QuerySet[Article]:
    """The articles that are in this state, or whose waiting text is in it.

    A draft on top of a published text is nobody's business but its writer's: DRAFT leaves it out.
    Every condition begins at an index: a list of the desk must not read all articles.
    """
    now = timezone.now()
    waiting = ArticleRevision.objects.waiting
    approved = waiting(Revision.APPROVED)
    published = Q(state=Article.State.PUBLISHED)
    past_its_end = Article.objects.filter(expires_at__lte=now).order_by().values("pk")
    ahead = Article.objects.filter(published, published_at__gt=now).order_by().values("pk")
    conditions = {
        DeskState.DRAFT: Q(state=Article.State.UNPUBLISHED)
        & (Q(latest_revision=None) | Q(latest_revision__state=Revision.DRAFT)),
        DeskState.IN_REVIEW: Q(latest_revision__in=waiting(Revision.IN_REVIEW)),
        DeskState.SENT_BACK: Q(latest_revision__in=waiting(Revision.CHANGES_REQUESTED)),
        DeskState.APPROVED: Q(latest_revision__in=approved.filter(publish_at=None)),
        DeskState.SCHEDULED: Q(pk__in=ahead)
        | Q(latest_revision__in=approved.filter(publish_at__isnull=False)),
        DeskState.PUBLISHED: published & Q(published_at__lte=now) & ~Q(pk__in=past_its_end),
        DeskState.WITHDRAWN: Q(state=Article.State.WITHDRAWN) | published & Q(pk__in=past_its_end),
        DeskState.RETRACTED: Q(state=Article.State.RETRACTED),
        DeskState.ARCHIVED: Q(state=Article.State.ARCHIVED),
        DeskState.TRASHED: Q(state=Article.State.TRASHED),
    }
    found = articles.filter(conditions[state])
    # A text that was thrown away while it was in review waits for nobody.
    return found if state == DeskState.TRASHED else found.exclude(state=Article.State.TRASHED)
