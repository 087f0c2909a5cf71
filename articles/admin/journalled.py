"""Reference data in the admin: each change in the journal, and told to the pages that show it."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles import freshness, journal, renaming
from articles.admin.acts import act
from articles.admin.lookups import DeclaredFiltersOnly
from articles.models import JournalEntry

SHOWN = 100  # entries of one thing's history


class JournalledAdmin(DeclaredFiltersOnly):
    """Keeps our journal instead of Django's log, and leaves a redirect when a slug changes.

    `shows_lists`: the thing's page has feeds under its address, which move along.
    """

    shows_lists = False
    object_history_template = "admin/journal_of_object.html"

    def freshness_keys(self, obj: Any) -> Iterable[str]:
        """What shows this thing to readers."""
        return ("site",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = self.model._default_manager.filter(pk=obj.pk).first() if change else None
        super().save_model(request, obj, form, change)
        if before is not None:
            freshness.touch(*self.freshness_keys(before))
            if "slug" in form.changed_data:
                self._leave_redirect(before, obj)
        freshness.touch(*self.freshness_keys(obj))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        freshness.touch(*self.freshness_keys(obj))
        super().delete_model(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # one by one, each with its own page
        return actions

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> JournalEntry:
        return self._record("create", request, obj)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> JournalEntry:
        return self._record("change", request, obj, fields=_changed_fields(message))

    def log_deletions(
        self, request: HttpRequest, queryset: Iterable[models.Model]
    ) -> list[JournalEntry]:
        return [self._record("delete", request, obj) for obj in queryset]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """What the journal says about this thing."""
        obj = self.get_object(request, object_id)
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        entries = JournalEntry.objects.filter(kind=self.opts.label_lower, object_id=obj.pk)
        context = self.admin_site.each_context(request) | {
            "title": _("History: %(object)s") % {"object": obj},
            "opts": self.opts,
            "object": obj,
            "entries": [(entry, act(entry.action)) for entry in entries[:SHOWN]],
        }
        return TemplateResponse(request, self.object_history_template, context)

    def _record(self, verb: str, request: HttpRequest, obj: Any, **data: Any) -> JournalEntry:
        user: Any = request.user
        return journal.record(f"{self.opts.model_name}.{verb}", obj, by=user, **data)

    def _leave_redirect(self, before: Any, after: Any) -> None:
        point = renaming.point_lists if self.shows_lists else renaming.point
        point(before.get_absolute_url(), after.get_absolute_url())


def _changed_fields(message: Any) -> list[str]:
    """The fields named in Django's change message."""
    steps = message if isinstance(message, list) else []
    return [name for step in steps for name in step.get("changed", {}).get("fields", [])]
