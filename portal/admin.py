"""The site's own parts of the admin: standing pages, menus, the front page, accounts, roles."""

from typing import Any

from csp.decorators import csp_update
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from articles.admin.journalled import JournalledAdmin
from articles.admin.reference import SluggedForm
from articles.editor import EDITOR_CSP, body_widget
from portal import admin_front, admin_menu, admin_people
from portal.models import StandingPage

__all__ = ["StandingPageAdmin", "admin_front", "admin_menu", "admin_people"]


class StandingPageForm(SluggedForm):
    named_by = "title"

    class Meta:
        widgets = {"body": body_widget()}

    def clean_parent(self) -> StandingPage | None:
        """No page lies below itself, at whatever distance."""
        parent = above = self.cleaned_data["parent"]
        below = {self.instance.pk}
        while above is not None:
            if above.pk in below:
                raise ValidationError(_("A page cannot lie below itself."))
            below.add(above.pk)
            above = above.parent
        return parent


@admin.register(StandingPage)
class StandingPageAdmin(JournalledAdmin):
    form = StandingPageForm
    list_display = ("title", "slug", "parent", "is_published", "is_in_footer", "position")
    list_select_related = ("parent",)
    search_fields = ("title",)
    fieldsets = (
        (None, {"fields": ("title", "body")}),
        (None, {"fields": ("slug", "parent", "position", "is_published", "is_in_footer")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[StandingPage]:
        return super().get_queryset(request).defer("body")

    def freshness_keys(self, obj: StandingPage) -> tuple[str, ...]:
        return (f"page:{obj.pk}", "site")

    @csp_update(EDITOR_CSP)
    def add_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().add_view(*args, **kwargs)

    @csp_update(EDITOR_CSP)
    def change_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().change_view(*args, **kwargs)
