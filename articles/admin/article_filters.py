"""What narrows the list of articles: one row of words over the table."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.words import SHAPES
from articles.models import Article, Author, Category
from articles.workflow import DeskState, in_desk_state

HIDDEN = [Article.State.UNPUBLISHED, Article.State.WITHDRAWN, Article.State.ARCHIVED]


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "desk"
    template = "admin/articles/_filter_words.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(state.value, f"{SHAPES[state]} {state.label}") for state in DeskState]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in DeskState.values:
            return queryset
        return in_desk_state(queryset, DeskState(self.value()))


class MineFilter(admin.SimpleListFilter):
    title = _("whose")
    parameter_name = "whose"
    template = "admin/articles/_filter_words.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        sees_others = request.user.has_perm("articles.change_others_article")
        return [("mine", _("mine"))] if sees_others else []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.written_by(request.user) if self.value() == "mine" else queryset


class DateFilter(admin.SimpleListFilter):
    """Published, or for what readers don't see saved, within so many days."""

    title = _("when")
    parameter_name = "when"
    template = "admin/articles/_filter_words.html"
    DAYS = {"today": 0, "week": 6, "month": 29}  # whole days before today

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("today", _("today")), ("week", _("last 7 days")), ("month", _("last 30 days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in self.DAYS:
            return queryset
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        start = midnight - timedelta(days=self.DAYS[self.value()])
        return queryset.filter(
            Q(state=Article.State.PUBLISHED, published_at__gte=start)
            | Q(state__in=HIDDEN, saved_at__gte=start)
        )


class RowFilter(admin.SimpleListFilter):
    """A filter by one of many rows, folded into a menu."""

    template = "admin/articles/_filter_menu.html"

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        # Only ids that are offered: others would be no number, or none that a database knows.
        if self.value() not in {value for value, _label in self.lookup_choices}:
            return queryset
        return self.narrowed(queryset, int(self.value()))

    def narrowed(self, queryset: QuerySet, pk: int) -> QuerySet:
        raise NotImplementedError


class CategoryFilter(RowFilter):
    title = _("category")
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(one.pk), str(one)) for one in Category.objects.in_tree_order()]

    def narrowed(self, queryset: QuerySet, pk: int) -> QuerySet:
        family = Category.objects.filter(Q(pk=pk) | Q(parent=pk)).order_by()
        return queryset.filter(category__in=family.values("pk"))


class AuthorFilter(RowFilter):
    title = _("author")
    parameter_name = "author"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(pk), name) for pk, name in Author.objects.values_list("pk", "name")]

    def narrowed(self, queryset: QuerySet, pk: int) -> QuerySet:
        return queryset.filter(bylines__author=pk)
