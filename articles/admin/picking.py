"""The search behind fields into which articles are picked."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path, reverse

from articles.picking import ArticlePicks, find, note_of

LONGEST = 100  # characters of what is looked for


class PicksArticles(ModelAdmin):
    """An admin whose form holds PicksFields: it answers what they look for."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [path("pick/", wrap(self.pick_view), name=self._pick_name), *super().get_urls()]

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        for field in form.base_fields.values():
            if isinstance(field.widget, ArticlePicks):
                field.widget.address = reverse(f"admin:{self._pick_name}")
        return form

    def pick_view(self, request: HttpRequest) -> JsonResponse:
        """Articles with the words of ``?q=``: published and scheduled ones."""
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        found = find(request.GET.get("q", "")[:LONGEST])
        results = [{"id": one.pk, "title": str(one), "note": note_of(one)} for one in found]
        return JsonResponse({"results": results})

    @property
    def _pick_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_pick"
