"""The picture library in the admin: look, describe, delete only what nothing shows."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import picture_views
from articles.admin import picture_pages
from articles.admin.journalled import JournalledAdmin
from articles.admin.picture_filters import FILTERS
from articles.admin.picture_pages import describe_address, may_replace, page
from articles.admin.picture_places import places
from articles.models import Picture
from articles.picture_forms import WORDS, SheetForm, UploadForm
from articles.picture_uses import is_public, named_in_history, uses_of
from articles.pictures import PictureInUse, PictureRefused, delete_picture, focus_on


@admin.register(Picture)
class PictureAdmin(JournalledAdmin):
    """Whoever uploaded a picture may describe it; others need the permission to change pictures."""

    form = SheetForm
    fieldsets = (
        (None, {"fields": WORDS}),
        (gettext_lazy("Focal point"), {"fields": (("focal_x", "focal_y"),)}),
    )
    list_filter = FILTERS
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
        return [*own, *picture_pages.paths(self, wrap), *super().get_urls()]

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

    # Views.

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", {}).get("cl")
        if shown is not None:
            response.context_data["describe_url"] = self._describe_url(request, shown.result_list)
        return response

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
        return page(self, request, "add.html", {"title": _("Upload a picture"), "form": form})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        picture = self.get_object(request, object_id)
        context = {"picture": picture}
        if picture is not None:
            uses = uses_of(picture)
            context["places"] = places(self.admin_site, request, uses)
            context["may_replace"] = may_replace(self, request, picture, uses)
        return super().change_view(request, object_id, form_url, context)

    def save_model(self, request: HttpRequest, obj: Picture, form: ModelForm, change: bool) -> None:
        x, y = obj.focus
        if moved := {"focal_x", "focal_y"} & set(form.changed_data):
            # The crops are made for the new point before any page names them.
            obj.focal_x, obj.focal_y = form.initial["focal_x"], form.initial["focal_y"]
        super().save_model(request, obj, form, change)
        if moved:
            try:
                focus_on(obj, x, y)
            except PictureRefused as refusal:
                messages.error(request, refusal.reason)

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
        history = [] if uses else named_in_history(picture)
        context = {
            "title": _("Delete the picture"),
            "picture": picture,
            "places": places(self.admin_site, request, uses),
            "history": places(self.admin_site, request, history),
        }
        return page(self, request, "delete.html", context)

    def _describe_url(self, request: HttpRequest, pictures: Iterable[Picture]) -> str:
        """Where those of the page that nobody has described, and this person may, are described."""
        bare = [one for one in pictures if not one.is_described]
        own = [one for one in bare if self.has_change_permission(request, one)]
        return describe_address(own) if own else ""
