"""The picture library in the admin: look, describe, replace; delete only what nothing shows."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import picture_views
from articles.admin.journalled import JournalledAdmin
from articles.models import Picture
from articles.picture_forms import WORDS, ReplaceForm, UploadForm
from articles.picture_uses import is_public, uses_of
from articles.pictures import PictureInUse, PictureRefused, delete_picture, replace_picture

USES_SHOWN = 50


class DescriptionFilter(admin.SimpleListFilter):
    title = gettext_lazy("alternative text")
    parameter_name = "description"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", gettext_lazy("missing")), ("decorative", gettext_lazy("decorative"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "missing":
            return queryset.without_description()
        if self.value() == "decorative":
            return queryset.filter(is_decorative=True)
        return queryset


@admin.register(Picture)
class PictureAdmin(JournalledAdmin):
    """Whoever uploaded a picture may describe it; others need the permission to change pictures."""

    form = ReplaceForm
    fields = (*WORDS, "file")
    list_filter = (DescriptionFilter, "created_at")
    list_per_page = 48
    search_fields = picture_views.SEARCHED
    show_full_result_count = False
    sortable_by = ()

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("upload/", wrap(picture_views.upload), name="articles_picture_upload"),
            path("copy/", wrap(picture_views.copy), name="articles_picture_copy"),
            path("choose/", wrap(picture_views.choose), name="articles_picture_choose"),
            path("<int:pk>/show/", wrap(picture_views.show), name="articles_picture_show"),
        ]
        return own + super().get_urls()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return picture_views.found(queryset, search_term.split()), False

    def has_change_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        if super().has_change_permission(request, obj):
            return True
        is_own = obj is not None and obj.uploaded_by_id == request.user.pk
        return is_own and self.has_add_permission(request)

    def freshness_keys(self, obj: Picture) -> Iterable[str]:
        # Its words stand on pages of many kinds, and are rarely changed once readers see them.
        return ("site",) if is_public(obj) else ()

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            user: Any = request.user
            if picture := form.store(by=user):
                messages.success(
                    request, _("“%(picture)s” is in the library.") % {"picture": picture}
                )
                return redirect("admin:articles_picture_change", picture.pk)
        context = {"title": _("Upload a picture"), "form": form}
        return self._page(request, "add.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        picture = self.get_object(request, object_id)
        context = {"picture": picture, "uses": uses_of(picture)[:USES_SHOWN] if picture else []}
        return super().change_view(request, object_id, form_url, context)

    def save_model(self, request: HttpRequest, obj: Picture, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if file := form.cleaned_data.get("file"):
            try:
                replace_picture(obj, file)
            except PictureRefused as refusal:  # somebody was faster with the same file
                text = _("The words are saved, but the file was not replaced: %(reason)s")
                messages.error(request, text % {"reason": refusal.reason})

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        picture = self.get_object(request, object_id)
        if picture is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_delete_permission(request, picture):
            raise PermissionDenied
        uses = uses_of(picture)
        if request.method == "POST":
            user: Any = request.user
            try:
                delete_picture(picture, by=user)
            except PictureInUse as in_use:
                uses = in_use.uses
            else:
                messages.success(request, _("The picture is deleted."))
                return HttpResponseRedirect(reverse("admin:articles_picture_changelist"))
        context = {"title": _("Delete the picture"), "picture": picture, "uses": uses[:USES_SHOWN]}
        return self._page(request, "delete.html", context)

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        whole = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return TemplateResponse(request, f"admin/articles/picture/{name}", whole)
