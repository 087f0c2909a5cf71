"""What a panel is, and which articles a person may see in one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from articles.models import Article, ArticleQuerySet, User

SHOWN = 5  # rows a panel; the head links to the rest


@dataclass(frozen=True)
class Row:
    """One line. `publish` is the address that publishes it, for who may; `mark` a word before."""

    text: str
    address: str
    at: datetime | None
    who: str = ""
    mark: str = ""
    publish: str = ""
    revision: int | None = None


@dataclass(frozen=True)
class Panel:
    """One list of the dashboard. `empty` is said when there is nothing.

    `total` counts what stands behind `address`, the list under the same filter; None where
    there is no such list. `template` draws the rows.
    """

    name: str
    title: str
    empty: str
    rows: Sequence[Any] = ()
    total: int | None = None
    address: str = ""
    note: str = ""
    template: str = "admin/dashboard/_rows.html"
    facts: dict[str, Any] = field(default_factory=dict)


def visible(user: User) -> ArticleQuerySet:
    """The articles that exist for this person at the desk."""
    articles = Article.objects.all()
    if user.has_perm("articles.change_others_article"):
        return articles
    return articles.written_by(user)


def listed(**filters: str) -> str:
    """The address of the list of articles under these filters."""
    return f"{reverse('admin:articles_article_changelist')}?{urlencode(filters)}"


def form_of(pk: int) -> str:
    """The address where the article is written."""
    return reverse("admin:articles_article_change", args=[pk])


def counted(articles: QuerySet[Article], shown: int = SHOWN) -> tuple[list[Any], int]:
    """The first articles and how many there are, in one query without their texts."""
    rows: list[Any] = list(
        articles.select_related("created_by", "latest_revision", "category")
        .only(
            "headline",
            "saved_at",
            "published_at",
            "expires_at",
            "state",
            "assignee_id",
            "created_by__username",
            "created_by__first_name",
            "created_by__last_name",
            "latest_revision__state",
            "latest_revision__publish_at",
            "latest_revision__published_at",
            "category__name",
        )
        .annotate(total=Window(Count("pk")))[:shown]
    )
    return rows, rows[0].total if rows else 0


def midnight(days_ahead: int = 0) -> datetime:
    """When today began, in the site's zone, or another day."""
    start = timezone.localtime(timezone=timezone.get_default_timezone())
    start = start.replace(hour=0, minute=0, second=0, microsecond=0)
    return start + timedelta(days=days_ahead)
