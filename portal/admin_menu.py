"""The menus of masthead and footer in the admin."""

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import arranging
from articles.admin.arranging import ArrangedAdmin, Arrangement, Item
from articles.admin.journalled import JournalledAdmin
from articles.forms import CategoryField
from portal.models import MenuItem

MOST_IN_MASTHEAD = 10  # more do not fit beside the name of the site
NOT_PUBLIC = _("not published: readers do not see the link")


class MenuItemForm(forms.ModelForm):
    """One link: the field of its target counts, the others are emptied."""

    category = CategoryField(label=_("category"), required=False, empty_label="—")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        target = cleaned.get("target")
        if not target:
            return cleaned
        for name in MenuItem.Target.values:
            if name != target:
                cleaned[name] = "" if name == MenuItem.Target.ADDRESS else None
                self.errors.pop(name, None)
        if not cleaned.get(target) and target not in self.errors:
            self.add_error(target, _("Say where the link leads."))
        others = MenuItem.objects.in_menu(cleaned.get("menu", "")).exclude(pk=self.instance.pk)
        is_masthead = cleaned.get("menu") == MenuItem.Menu.MASTHEAD
        if is_masthead and others.count() >= MOST_IN_MASTHEAD:
            self.add_error("menu", _("The masthead is full: it has ten links already."))
        if target == MenuItem.Target.ADDRESS and not cleaned.get("label"):
            self.add_error("label", _("A link to an address needs a label."))
        return cleaned


@admin.register(MenuItem)
class MenuItemAdmin(ArrangedAdmin, JournalledAdmin):
    form = MenuItemForm
    change_list_template = "admin/portal/menuitem/change_list.html"
    list_display = ("__str__", "menu", "leads_to")
    list_select_related = ("category", "topic", "page")
    list_filter = ("menu",)
    sortable_by = ()
    fields = ("menu", "target", "category", "topic", "page", "address", "label")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.empty_label = "—"
        return field

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget  # a choice among what there is, nothing to add here
        return field

    def rows(self) -> QuerySet[MenuItem]:
        rows = MenuItem.objects.select_related("category", "topic", "page")
        return rows.order_by("-menu", "position", "pk")

    def items(self, request: HttpRequest) -> list[Item]:
        return [Item(row, str(row), self.leads_to(row)) for row in self.rows()]

    def groups(self, items: list[Item]) -> dict[str, list[Item]]:
        """One list for each menu."""
        by_menu = groupby(items, lambda item: item.row.get_menu_display())
        return {menu: list(group) for menu, group in by_menu}

    def arrange(self, request: HttpRequest, sent: Arrangement) -> int:
        """Numbers count within a menu: those of the second follow all of the first."""
        numbers, before = dict(sent.numbers), 0
        for _menu, group in groupby(self.rows(), lambda row: row.menu):
            pks = [row.pk for row in group]
            for pk in pks:
                if pk in numbers:
                    numbers[pk] = min(max(numbers[pk], 1), len(pks)) + before
            before += len(pks)
        return arranging.arrange(
            MenuItem.objects.order_by("-menu", "position", "pk"),
            numbers,
            was=sent.was,
            by=request.user,
        )

    def save_model(self, request: HttpRequest, obj: MenuItem, form: Any, change: bool) -> None:
        """A new link, or one that comes from the other menu, stands last."""
        if not change or "menu" in form.changed_data:
            others = MenuItem.objects.in_menu(obj.menu).exclude(pk=obj.pk)
            last = others.aggregate(last=Max("position"))["last"]
            obj.position = 0 if last is None else last + 1
        super().save_model(request, obj, form, change)

    @admin.display(description=_("leads to"))
    def leads_to(self, item: MenuItem) -> str:
        target = item.topic or item.page
        if target is not None and not target.is_published:
            return gettext("%(target)s (%(note)s)") % {"target": target, "note": NOT_PUBLIC}
        return item.address or str(item.category or target)
