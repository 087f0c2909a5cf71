"""Which articles? Every question has its name here."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models.article_parts import ArticleAuthor
from articles.models.people import Author, User
from articles.models.taxonomy import Category, Tag

if TYPE_CHECKING:
    from articles.models.article import Article


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, at: datetime | None = None) -> Self:
        """What readers may see now (or at another time). Nothing else restates this rule."""
        now = at or timezone.now()
        public = self.filter(state=self.model.State.PUBLISHED, published_at__lte=now)
        return public.filter(Q(expires_at=None) | Q(expires_at__gt=now))

    def newest_first(self) -> Self:
        """The one order of all lists: time of publication, then id."""
        return self.order_by("-published_at", "-pk")

    def for_cards(self) -> Self:
        """Load exactly what articles/_card.html prints."""
        return (
            self.select_related("category__parent", "cover", "counter")
            .prefetch_related(
                models.Prefetch(
                    "bylines", ArticleAuthor.objects.select_related("author").order_by("position")
                )
            )
            .defer("body")
        )

    def in_category(self, category: Category) -> Self:
        """Filed under the category or one of its children."""
        family = Category.objects.filter(Q(pk=category.pk) | Q(parent=category))
        return self.filter(category__in=family.order_by().values("pk"))

    def tagged(self, tag: Tag) -> Self:
        return self.filter(article_tags__tag=tag)

    def by_author(self, author: Author) -> Self:
        return self.filter(bylines__author=author)

    def published_during(self, start: datetime, end: datetime) -> Self:
        """Published from `start` on and before `end`."""
        return self.filter(published_at__gte=start, published_at__lt=end)

    def older_than(self, article: Article) -> Self:
        """Before the article in reading order; equal times are told apart by id."""
        # The first condition says nothing new; it lets the index begin at the right place.
        return self.filter(
            Q(published_at__lt=article.published_at) | Q(pk__lt=article.pk),
            published_at__lte=article.published_at,
        )

    def newer_than(self, article: Article) -> Self:
        """After the article in reading order; equal times are told apart by id."""
        return self.filter(
            Q(published_at__gt=article.published_at) | Q(pk__gt=article.pk),
            published_at__gte=article.published_at,
        )

    def written_by(self, user: User) -> Self:
        """Begun by this account, or signed by the author that belongs to it."""
        return self.filter(
            Q(created_by=user)
            | Q(pk__in=ArticleAuthor.objects.filter(author__user=user).values("article"))
        )
