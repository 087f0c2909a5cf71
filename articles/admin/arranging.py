"""The page on which things are put in order: by drag, by key, or by number without scripts."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from articles import arranging
from articles.permalinks import is_id


@dataclass
class Item:
    """One line of the page."""

    row: Any
    name: str
    note: str = ""
    children: list["Item"] = field(default_factory=list)


@dataclass(frozen=True)
class Arrangement:
    """What was sent: the number of each row among its siblings, and what each lies below."""

    numbers: dict[int, int]
    parents: dict[int, int | None]
    was: str

    @classmethod
    def of(cls, sent: QueryDict) -> "Arrangement":
        """Read a form. A number that is none leaves the row where it was listed."""
        ids = [text for text in sent.getlist("row") if is_id(text)]
        if not ids:
            raise BadRequest("Nothing to arrange.")
        numbers, parents = {}, {}
        for place, text in enumerate(ids, start=1):
            number = sent.get(f"place_{text}", "")
            numbers[int(text)] = int(number) if number.isascii() and number.isdigit() else place
            parent = sent.get(f"parent_{text}", "")
            parents[int(text)] = int(parent) if parent and is_id(parent) else None
        return cls(numbers, parents, sent.get("was", ""))


class ArrangedAdmin(ModelAdmin):
    """Rows with a `position` that the desk gives them on a page of its own."""

    change_list_template = "admin/arranged_change_list.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_arrange"
        wrap = self.admin_site.admin_view
        return [path("arrange/", wrap(self.arrange_view), name=name), *super().get_urls()]

    def rows(self) -> QuerySet:
        """What is arranged, in its present order."""
        return self.model._default_manager.order_by("position", "pk")

    def items(self, request: HttpRequest) -> list[Item]:
        """The lines of the page, in their present order."""
        return [Item(row, str(row)) for row in self.rows()]

    def groups(self, items: list[Item]) -> dict[str, list[Item]]:
        """The lines under their headings; one group without any is the whole list."""
        return {"": items}

    def arrange(self, request: HttpRequest, sent: Arrangement) -> int:
        """Write the order; return how many rows changed their place."""
        return arranging.arrange(self.rows(), sent.numbers, was=sent.was, by=request.user)

    def arrange_view(self, request: HttpRequest) -> HttpResponse:
        """Show the order, and take a new one; one that was made from an old one is refused."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            try:
                changed = self.arrange(request, Arrangement.of(request.POST))
            except arranging.ArrangedMeanwhile:
                text = _("A colleague has changed the list meanwhile. This is how it is now.")
                messages.error(request, text)
            else:
                if changed:
                    messages.success(request, _("The new order is in place."))
            return HttpResponseRedirect(request.path)
        items = self.items(request)
        tops = [(item.row.pk, item.name) for item in items]
        context = self.admin_site.each_context(request) | {
            "title": _("Arrange: %(things)s") % {"things": self.opts.verbose_name_plural},
            "opts": self.opts,
            "groups": self.groups(items),
            "items": items,
            "tops": tops if hasattr(self.model, "parent_id") else [],
            "was": arranging.seen(self.rows()),
            "list_address": reverse(
                f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
            ),
        }
        return TemplateResponse(request, "admin/arrange.html", context)
