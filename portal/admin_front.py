"""首页编排: composing the front page, seeing it on the real page, and when it begins."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet, Subquery
from django.forms.renderers import BaseRenderer
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.journalled import JournalledAdmin
from articles.admin.picking import PicksArticles
from articles.forms import LocalDateTimeInput, zone_note
from articles.heads import PageHead
from articles.models import Category
from articles.permalinks import is_id
from articles.picking import PicksField
from articles.public_pages import private_page
from portal import composing
from portal.chrome import links
from portal.composing import MOST_PICKS, Composition, in_order
from portal.front_page import compose
from portal.models import FrontEdition

PERMISSION = "portal.compose_front"


class SectionsWidget(forms.Widget):
    """The top categories as lines to put in order, each with a box that leaves it out."""

    use_fieldset = True

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        composition = value if isinstance(value, Composition) else Composition()
        tops = list(Category.objects.top_level())
        shown = Composition(sections=composition.sections)
        rows = [
            (category, category.pk in composition.hidden)
            for category in in_order(tops, [one.pk for one in tops], shown)
        ]
        return render_to_string("admin/portal/_sections.html", {"name": name, "rows": rows})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Composition:
        rows = [text for text in data.getlist(f"{name}_row") if is_id(text)]
        places = {text: data.get(f"{name}_place_{text}", "") for text in rows}
        rows.sort(key=lambda text: int(places[text]) if places[text].isdecimal() else 0)
        hidden = [int(text) for text in data.getlist(f"{name}_hidden") if is_id(text)]
        return Composition(sections=tuple(map(int, rows)), hidden=frozenset(hidden))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}_row" not in data

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""


class SectionsField(forms.Field):
    """Order and hiding of the categories' rivers, as a Composition without articles."""

    widget = SectionsWidget

    def clean(self, value: Composition) -> Composition:
        known = set(Category.objects.top_level().values_list("pk", flat=True))
        return Composition(
            sections=tuple(pk for pk in dict.fromkeys(value.sections) if pk in known),
            hidden=frozenset(value.hidden & known),
        )

    def has_changed(self, initial: Any, data: Composition) -> bool:
        return initial != data


class EditionForm(forms.ModelForm):
    starts_at = forms.DateTimeField(label=_("from"), widget=LocalDateTimeInput)
    lead = PicksField(limit=1, label=_("lead"))
    picks = PicksField(
        limit=MOST_PICKS,
        label=_("editors’ picks"),
        help_text=_(
            "Places that stay empty, and those of articles that readers do not see, "
            "are filled automatically."
        ),
    )
    sections = SectionsField(label=_("categories below"), required=False)

    class Meta:
        model = FrontEdition
        fields = ("name", "starts_at")

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        composition = Composition()
        if self.instance.pk:
            composition = Composition.of_edition(self.instance)
        self.initial["lead"] = [composition.lead] if composition.lead else []
        self.initial["picks"] = list(composition.picks)
        self.initial["sections"] = composition
        if "starts_at" in self.fields:
            self.fields["starts_at"].help_text = zone_note()
            self.initial.setdefault("starts_at", timezone.now())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if set(cleaned.get("lead") or ()) & set(cleaned.get("picks") or ()):
            self.add_error("picks", ValidationError(_("The lead cannot be a pick as well.")))
        return cleaned

    def composition(self) -> Composition:
        """What was put together."""
        cleaned = self.cleaned_data
        return Composition(
            lead=cleaned["lead"][0] if cleaned["lead"] else None,
            picks=tuple(cleaned["picks"]),
            sections=cleaned["sections"].sections,
            hidden=cleaned["sections"].hidden,
        )


@admin.register(FrontEdition)
class FrontEditionAdmin(PicksArticles, JournalledAdmin):
    """Whoever may compose may do everything here, others nothing."""

    form = EditionForm
    change_form_template = "admin/portal/frontedition/change_form.html"
    change_list_template = "admin/portal/frontedition/change_list.html"
    list_display = ("title", "starts_at", "standing", "made_by")
    list_select_related = ("made_by",)
    sortable_by = ()
    fieldsets = (
        (None, {"fields": ("name", "starts_at")}),
        (None, {"fields": ("lead", "picks", "sections")}),
    )

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        name = "portal_frontedition_automatic"
        return [path("automatic/", wrap(self.automatic_view), name=name), *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(PERMISSION)

    has_add_permission = has_view_permission
    has_delete_permission = has_view_permission

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # An automatic edition says nothing that could be changed; it is deleted to undo it.
        is_empty = obj is not None and obj.is_automatic
        return self.has_view_permission(request) and not is_empty

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None and obj.is_automatic:
            return ((None, {"fields": ("name", "starts_at")}),)
        return super().get_fieldsets(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[FrontEdition]:
        current = Subquery(FrontEdition.objects.in_force().values("pk"))
        return super().get_queryset(request).annotate(current=current)

    def freshness_keys(self, obj: FrontEdition) -> tuple[str, ...]:
        return ("front",)

    @admin.display(description=_("name"))
    def title(self, edition: FrontEdition) -> str:
        return str(edition)

    @admin.display(description=_("state"))
    def standing(self, edition: Any) -> str:
        if edition.starts_at > timezone.now():
            return gettext("to come")
        return gettext("in force") if edition.pk == edition.current else gettext("past")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """With the button for it, show the composition as it is typed, and save nothing."""
        if request.method == "POST" and "_preview" in request.POST:
            if not self.has_add_permission(request):
                raise PermissionDenied
            edition = self.get_object(request, object_id) if object_id else None
            form = self.get_form(request, edition)(request.POST, instance=edition)
            if form.is_valid():
                return preview(request, form.composition(), form.cleaned_data["starts_at"])
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.made_by = request.user
        super().save_model(request, obj, form, change)
        composing.compose(obj, form.composition(), by=request.user)

    def automatic_view(self, request: HttpRequest) -> HttpResponse:
        """End what is in force: from now on the front page chooses by itself."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        composing.back_to_automatic(by=request.user)
        messages.success(request, gettext("The front page is automatic from now on."))
        return HttpResponseRedirect(reverse("admin:portal_frontedition_changelist"))


def preview(request: HttpRequest, composition: Composition, starts_at: datetime) -> HttpResponse:
    """The front page as it would be when the composition begins; for whoever composes alone."""
    around = links()
    front = compose(around.sections, composition, at=max(starts_at, timezone.now()))
    head = PageHead(path=reverse("portal:front"), is_hidden=True)
    context = {"links": around, "front": front, "head": head, "is_front": True}
    return private_page(render(request, "admin/portal/frontedition/preview.html", context))
