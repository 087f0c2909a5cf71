"""What narrows the list of comments. Without a choice it is the queue."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments.admin.words import SHAPES
from comments.models import Comment

ALL = "all"


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"
    template = "admin/articles/_filter_words.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        states = [(state.value, f"{SHAPES[state]} {state.label}") for state in Comment.State]
        return [*states, (ALL, _("all"))]

    def value(self) -> str:
        value = super().value()
        return value if value in (*Comment.State.values, ALL) else Comment.State.PENDING

    def choices(self, changelist: Any) -> Iterator[Any]:
        choices = super().choices(changelist)
        next(choices)  # Django's own «all» is no filter, and that is the queue
        yield from choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset if self.value() == ALL else queryset.filter(state=self.value())


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"
    template = "admin/articles/_filter_words.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Comment.Kind.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() else queryset
