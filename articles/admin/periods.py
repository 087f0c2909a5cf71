"""A filter of lists by how long ago: today, the last week, the last month."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DAYS = {"today": 0, "week": 6, "month": 29}  # whole days before today, in the site's zone


class PeriodFilter(admin.SimpleListFilter):
    """Narrows by one column of times; a subclass may say otherwise what `since` means."""

    title = _("when")
    parameter_name = "when"
    template = "admin/articles/_filter_words.html"
    column = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("today", _("today")), ("week", _("last 7 days")), ("month", _("last 30 days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in DAYS:
            return queryset
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return self.narrowed(queryset, midnight - timedelta(days=DAYS[self.value()]))

    def narrowed(self, queryset: QuerySet, since: datetime) -> QuerySet:
        return queryset.filter(**{f"{self.column}__gte": since})
