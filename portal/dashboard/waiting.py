"""What waits for this person: texts in review, comments, what came back, drafts."""

from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Min, Value, When, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from articles.admin.row_acts import FINISHED
from articles.models import Article, User
from articles.workflow import DeskState, desk_state, in_desk_state
from comments.models import Comment
from portal.dashboard.panels import SHOWN, Panel, Row, counted, form_of, listed, visible

EXCERPT_CHARS = 60


def review(user: User) -> Panel | None:
    """Texts in review, those assigned to this person first, then the longest waiting."""
    if not user.has_perm("articles.review_article"):
        return None
    is_mine = Case(When(assignee=user, then=Value(0)), default=Value(1))
    waiting = in_desk_state(visible(user), DeskState.IN_REVIEW)
    waiting = waiting.annotate(oldest=Window(Min("saved_at"))).order_by(is_mine, "saved_at", "pk")
    rows, total = counted(waiting)
    return Panel(
        name="review",
        title=_("Waiting for my review"),
        empty=_("Nothing is in review."),
        rows=[_row(one, user, by_date_of="saved_at") for one in rows],
        total=total,
        address=listed(desk=DeskState.IN_REVIEW.value),
        note=_waits_since(rows[0].oldest) if rows else "",
    )


def unassigned(user: User) -> Panel | None:
    """Texts in review that are nobody's turn, for who looks after the whole."""
    if not user.has_perms(["articles.review_article", "articles.change_siteprofile"]):
        return None
    waiting = in_desk_state(visible(user), DeskState.IN_REVIEW).filter(assignee=None)
    rows, total = counted(waiting.order_by("saved_at", "pk"))
    return Panel(
        name="unassigned",
        title=_("In review, assigned to nobody"),
        empty=_("Everything in review is assigned."),
        rows=[_row(one, user, by_date_of="saved_at", is_publishable=False) for one in rows],
        total=total,
        address=listed(desk=DeskState.IN_REVIEW.value, assignee="nobody"),
    )


def comments(user: User) -> Panel | None:
    """Readers' comments that wait for a moderator, the oldest first."""
    if not user.has_perm("comments.moderate_comment"):
        return None
    waiting = Comment.objects.in_moderation_queue().of_readers().order_by("pk")
    rows: list[Any] = list(
        waiting.only("name", "body", "created_at").annotate(total=Window(Count("pk")))[:SHOWN]
    )
    address = reverse("admin:comments_comment_changelist")
    return Panel(
        name="comments",
        title=_("Comments waiting"),
        empty=_("No comments are waiting."),
        rows=[Row(one.body[:EXCERPT_CHARS], address, one.created_at, one.name) for one in rows],
        total=rows[0].total if rows else 0,
        address=address,
        note=_waits_since(rows[0].created_at) if rows else "",
    )


def sent_back(user: User) -> Panel | None:
    """Own texts that a reviewer sent back."""
    return _own(
        user,
        DeskState.SENT_BACK,
        name="sent-back",
        title=_("Sent back to me"),
        empty=_("Nothing was sent back to you."),
    )


def drafts(user: User) -> Panel | None:
    """Own drafts, the one written on last first."""
    return _own(
        user,
        DeskState.DRAFT,
        name="drafts",
        title=_("My drafts"),
        empty=_("You have no drafts."),
        is_publishable=True,
    )


def approved(user: User) -> Panel | None:
    """Texts that may be published and have no time yet."""
    if not user.has_perm("articles.publish_article"):
        return None
    ready = in_desk_state(visible(user), DeskState.APPROVED).order_by("saved_at", "pk")
    rows, total = counted(ready)
    return Panel(
        name="approved",
        title=_("Approved, to be published"),
        empty=_("Nothing approved waits to be published."),
        rows=[_row(one, user, by_date_of="saved_at") for one in rows],
        total=total,
        address=listed(desk=DeskState.APPROVED.value),
    )


def _own(
    user: User, state: DeskState, *, is_publishable: bool = False, **words: Any
) -> Panel | None:
    if not user.has_perm("articles.change_article"):
        return None
    own = in_desk_state(Article.objects.written_by(user), state).order_by("-saved_at", "-pk")
    rows, total = counted(own)
    return Panel(
        **words,
        rows=[_row(one, user, "saved_at", is_publishable=is_publishable) for one in rows],
        total=total,
        address=listed(desk=state.value, whose="mine"),
    )


def _row(article: Article, user: User, by_date_of: str, *, is_publishable: bool = True) -> Row:
    may_publish = is_publishable and user.has_perm("articles.publish_article")
    return Row(
        text=str(article),
        address=form_of(article.pk),
        at=getattr(article, by_date_of),
        who=_writer(article, user),
        mark=_("assigned to me") if article.assignee_id == user.pk else "",
        publish=_publishing(article) if may_publish else "",
        revision=article.latest_revision_id,
    )


def _writer(article: Article, user: User) -> str:
    """Who began the article, if that was somebody else."""
    by = article.created_by
    return by.display_name if by and by != user else ""


def _publishing(article: Article) -> str:
    """The address that publishes the article and leads back here; empty if it is not ready."""
    has_all = article.headline and article.category_id and article.latest_revision_id
    if not has_all or desk_state(article) not in FINISHED:
        return ""
    return f"{reverse('admin:articles_article_publish', args=[article.pk])}?to=index"


def _waits_since(oldest: datetime) -> str:
    return _("The oldest waits for %(time)s.") % {"time": timesince(oldest, timezone.now())}
