"""Categories in the admin: a tree, arranged on a page of its own."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import arranging
from articles.admin import retiring
from articles.admin.arranging import ArrangedAdmin, Arrangement, Item
from articles.admin.reference import FiledAdmin
from articles.models import Article, Category


@admin.register(Category)
class CategoryAdmin(ArrangedAdmin, FiledAdmin):
    list_display = ("name_in_tree", "slug", "used")
    fields = ("name", "slug", "parent", "description")
    search_fields = ("name", "slug")
    sortable_by = ()
    links = Article.objects.all()
    key = "category"
    change_form_template = "admin/articles/term_change_form.html"

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [*retiring.paths(self, wrap, retiring.TargetCategoryForm), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        return super().get_queryset(request).select_related("parent")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return [
            Coalesce("parent__position", "position"),
            Coalesce("parent_id", "id"),
            F("parent_id").asc(nulls_first=True),
            "position",
            "id",
        ]

    def freshness_keys(self, obj: Category) -> Iterable[str]:
        return {"site", "front", *(f"category:{pk}" for pk in (obj.pk, obj.parent_id) if pk)}

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        """A new one, or one that comes from another parent, stands last."""
        if not change or "parent" in form.changed_data:
            siblings = Category.objects.filter(parent=obj.parent).exclude(pk=obj.pk)
            last = siblings.order_by("-position").values_list("position", flat=True).first()
            obj.position = 0 if last is None else last + 1
        super().save_model(request, obj, form, change)

    def ask_and_delete(self, request: HttpRequest, obj: Category) -> HttpResponse:
        return retiring.delete_category(self, request, obj)

    @admin.display(description=gettext_lazy("name"))
    def name_in_tree(self, category: Category) -> str:
        return f"　　{category.name}" if category.parent_id else category.name

    def items(self, request: HttpRequest) -> list[Item]:
        """The tree: what lies below another is among its `children`."""
        top: dict[int, Item] = {}
        for category in self.get_queryset(request).order_by(*self.get_ordering(request)):
            count = ngettext("%(count)d article", "%(count)d articles", category.used)
            item = Item(category, category.name, count % {"count": category.used})
            if category.parent_id:
                top[category.parent_id].children.append(item)
            else:
                top[category.pk] = item
        return list(top.values())

    def rows(self) -> QuerySet[Category]:
        return Category.objects.order_by("position", "pk")

    def arrange(self, request: HttpRequest, sent: Arrangement) -> int:
        try:
            return arranging.arrange_categories(
                sent.numbers, sent.parents, was=sent.was, by=request.user
            )
        except arranging.TooDeep as refusal:
            text = _("“%(name)s” would lie too deep: categories are nested two deep at most.")
            messages.error(request, text % {"name": refusal.category})
            return 0
