"""What needs this person now: a few panels, one query each, none without the permission."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from articles.models import Article, SiteProfile, User
from articles.workflow import DeskState, in_desk_state
from comments.models import Comment
from portal.models import TickRun

SHOWN = 5  # rows a panel; the head links to the rest
EXCERPT_CHARS = 60


@dataclass(frozen=True)
class Row:
    text: str
    address: str
    at: datetime | None
    who: str = ""


@dataclass(frozen=True)
class Panel:
    """One list of the dashboard. `empty` is said when there is nothing."""

    name: str
    title: str
    address: str
    empty: str
    total: int
    rows: list[Row]


def context_for(user: Any) -> dict[str, Any]:
    """What templates/admin/index.html asks for."""
    is_chief = user.has_perm("articles.change_siteprofile")
    return {
        "panels": list(panels(user)),
        "may_write": user.has_perm("articles.add_article"),
        "placeholders": SiteProfile.load().placeholders if is_chief else [],
        "last_tick": TickRun.objects.first() if is_chief else None,
        "watches_tick": is_chief,
    }


def panels(user: User) -> Iterable[Panel]:
    """The person's panels; who decides about texts sees those that wait first."""
    if user.has_perm("articles.review_article"):
        yield _articles(
            "review",
            _("In review"),
            _("Nothing is in review."),
            in_desk_state(Article.objects.all(), DeskState.IN_REVIEW).order_by("saved_at"),
            {"desk": DeskState.IN_REVIEW.value},
        )
    if user.has_perm("comments.moderate_comment"):
        yield _comments()
    if user.has_perm("articles.change_article"):
        own = Article.objects.written_by(user)
        yield _articles(
            "sent-back",
            _("Sent back to me"),
            _("Nothing was sent back to you."),
            in_desk_state(own, DeskState.SENT_BACK).order_by("-saved_at"),
            {"desk": DeskState.SENT_BACK.value, "whose": "mine"},
        )
        yield _articles(
            "drafts",
            _("My drafts"),
            _("You have no drafts."),
            in_desk_state(own, DeskState.DRAFT).order_by("-saved_at"),
            {"desk": DeskState.DRAFT.value, "whose": "mine"},
        )
    if user.has_perm("articles.publish_article"):
        yield _articles(
            "scheduled",
            _("Scheduled"),
            _("Nothing is scheduled."),
            in_desk_state(Article.objects.all(), DeskState.SCHEDULED).order_by("published_at"),
            {"desk": DeskState.SCHEDULED.value},
        )
        yield _articles(
            "today",
            _("Published today"),
            _("Nothing was published today."),
            _published_today(),
            {"desk": DeskState.PUBLISHED.value, "when": "today"},
        )


def _published_today() -> QuerySet[Article]:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Article.objects.published().filter(published_at__gte=midnight).newest_first()


def _articles(
    name: str, title: str, empty: str, articles: QuerySet[Article], filters: dict[str, str]
) -> Panel:
    rows = list(
        articles.select_related("created_by")
        .only("headline", "saved_at", "published_at", "state", "created_by")
        .annotate(total=Window(Count("pk")))[:SHOWN]
    )
    address = f"{reverse('admin:articles_article_changelist')}?{urlencode(filters)}"
    return Panel(name, title, address, empty, rows[0].total if rows else 0, [_row(a) for a in rows])


def _row(article: Article) -> Row:
    return Row(
        text=str(article),
        address=reverse("admin:articles_article_change", args=[article.pk]),
        at=article.published_at if article.state == Article.State.PUBLISHED else article.saved_at,
        who=article.created_by.display_name if article.created_by else "",
    )


def _comments() -> Panel:
    waiting = Comment.objects.in_moderation_queue().of_readers().order_by("pk")
    rows = list(
        waiting.only("name", "body", "created_at").annotate(total=Window(Count("pk")))[:SHOWN]
    )
    address = reverse("admin:comments_comment_changelist")
    return Panel(
        "comments",
        _("Comments waiting"),
        address,
        _("No comments are waiting."),
        rows[0].total if rows else 0,
        [Row(one.body[:EXCERPT_CHARS], address, one.created_at, one.name) for one in rows],
    )
