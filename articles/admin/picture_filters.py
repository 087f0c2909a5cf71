"""What narrows the picture library: rows of words over the grid."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.periods import PeriodFilter
from articles.picture_uses import unused


class WordsFilter(admin.SimpleListFilter):
    """A row of words, one of which may be chosen; `words` are its values and what they say."""

    template = "admin/articles/_filter_words.html"
    words: tuple[tuple[str, Any], ...]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(self.words)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in dict(self.words):
            return queryset
        return self.narrowed(queryset, request)

    def narrowed(self, pictures: QuerySet, request: HttpRequest) -> QuerySet:
        raise NotImplementedError


class DescriptionFilter(WordsFilter):
    title = _("alternative text")
    parameter_name = "description"
    words = (("missing", _("missing")), ("decorative", _("decorative")))

    def narrowed(self, pictures: QuerySet, request: HttpRequest) -> QuerySet:
        if self.value() == "missing":
            return pictures.without_description()
        return pictures.filter(is_decorative=True)


class UseFilter(WordsFilter):
    title = _("use")
    parameter_name = "use"
    words = (("none", _("unused")),)

    def narrowed(self, pictures: QuerySet, request: HttpRequest) -> QuerySet:
        return unused(pictures)


class MineFilter(WordsFilter):
    title = _("whose")
    parameter_name = "whose"
    words = (("mine", _("mine")),)

    def narrowed(self, pictures: QuerySet, request: HttpRequest) -> QuerySet:
        return pictures.filter(uploaded_by=request.user)


class DateFilter(PeriodFilter):
    """Uploaded within so many days."""

    column = "created_at"


FILTERS = (DescriptionFilter, UseFilter, MineFilter, DateFilter)
