"""What narrows the list of articles: one row of words over the table."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.periods import PeriodFilter
from articles.admin.words import SHAPES
from articles.form_fields import writers
from articles.models import Article, ArticleRevision, Author, Category
from articles.workflow import DeskState, in_desk_state

HIDDEN = [state for state in Article.State if state != Article.State.PUBLISHED]
AT_WORK = [state for state in ArticleRevision.State if state != ArticleRevision.State.SUPERSEDED]
CHANGES = "changes"
PUT_AWAY = [Article.State.ARCHIVED, Article.State.TRASHED]


class StateFilter(admin.SimpleListFilter):
    """What is put away is listed when it is asked for; a search finds it in the archive, too."""

    title = _("state")
    parameter_name = "desk"
    template = "admin/articles/_filter_words.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        states = [(state.value, f"{SHAPES[state]} {state.label}") for state in DeskState]
        after = [value for value, _label in states].index(DeskState.PUBLISHED) + 1
        return [*states[:after], (CHANGES, _("with changes")), *states[after:]]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == CHANGES:
            # A newer text lies on top of what readers see. Begins at the index of what waits: few
            # of many revisions.
            newer = ArticleRevision.objects.filter(state__in=AT_WORK, published_at=None)
            return queryset.filter(state=Article.State.PUBLISHED, latest_revision__in=newer)
        if self.value() not in DeskState.values:
            return queryset.exclude(state__in=PUT_AWAY[1:] if request.GET.get("q") else PUT_AWAY)
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


class DateFilter(PeriodFilter):
    """Published, or for what readers don't see saved, within so many days."""

    def narrowed(self, queryset: QuerySet, since: datetime) -> QuerySet:
        return queryset.filter(
            Q(state=Article.State.PUBLISHED, published_at__gte=since)
            | Q(state__in=HIDDEN, saved_at__gte=since)
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


class AssigneeFilter(admin.SimpleListFilter):
    """Whose turn it is: mine, nobody's, a colleague's."""

    title = _("assigned to")
    parameter_name = "assignee"
    template = "admin/articles/_filter_menu.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        words: list[tuple[str, Any]] = [("me", _("me")), ("nobody", _("nobody"))]
        if not request.user.has_perm("articles.change_others_article"):
            return words  # of the own articles; who colleagues are, no list tells an author
        return [*words, *((str(person.pk), person.display_name) for person in writers())]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        # Only what is offered: other ids would be no number, or none that a database knows.
        if self.value() not in {value for value, _label in self.lookup_choices}:
            return queryset
        if self.value() == "nobody":
            return queryset.filter(assignee=None)
        return queryset.filter(
            assignee=request.user.pk if self.value() == "me" else int(self.value())
        )


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
