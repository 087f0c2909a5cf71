"""What articles refer to: tags and authors, and what they have in common with categories."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles import filing
from articles.admin import retiring
from articles.admin.journalled import JournalledAdmin
from articles.models import ArticleAuthor, ArticleTag, Author, Tag
from articles.picture_forms import PictureField


class SluggedForm(forms.ModelForm):
    """A form that finds a slug where none is typed."""

    named_by = "name"

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = filing.free_slug(cleaned.get(self.named_by, ""), self._meta.model)
        return cleaned


class AuthorForm(SluggedForm):
    avatar = PictureField(label=_("portrait"))


class FiledAdmin(JournalledAdmin):
    """A thing with a page of its own, under which articles are listed.

    `links` are the rows that say so, and `key` is their column for the thing.
    """

    form = SluggedForm
    shows_lists = True
    list_per_page = 100
    links: QuerySet
    key: str

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        links = self.links.filter(**{self.key: OuterRef("pk")}).order_by().values(self.key)
        counted = Subquery(links.annotate(n=Count("pk")).values("n"))
        return super().get_queryset(request).annotate(used=Coalesce(counted, 0))

    @admin.display(description=_("articles"))
    def used(self, obj: Any) -> str:
        return f"{obj.used:,}"

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        obj = self.get_object(request, object_id)
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_delete_permission(request, obj):
            raise PermissionDenied
        return self.ask_and_delete(request, obj)

    def ask_and_delete(self, request: HttpRequest, obj: Any) -> HttpResponse:
        raise NotImplementedError


@admin.register(Tag)
class TagAdmin(FiledAdmin):
    list_display = ("name", "slug", "used")
    fields = ("name", "slug", "description")
    search_fields = ("name", "slug")
    links = ArticleTag.objects.all()
    key = "tag"

    change_form_template = "admin/articles/term_change_form.html"

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [*retiring.paths(self, wrap, retiring.TargetTagForm), *super().get_urls()]

    def freshness_keys(self, obj: Tag) -> Iterable[str]:
        return (f"tag:{obj.pk}",)

    def ask_and_delete(self, request: HttpRequest, obj: Tag) -> HttpResponse:
        return retiring.delete_tag(self, request, obj)


@admin.register(Author)
class AuthorAdmin(FiledAdmin):
    list_display = ("name", "slug", "role", "user", "used")
    list_select_related = ("user",)
    fields = ("name", "slug", "role", "bio", "avatar", "user")
    search_fields = ("name", "slug")
    form = AuthorForm
    links = ArticleAuthor.objects.all()
    key = "author"

    def freshness_keys(self, obj: Author) -> Iterable[str]:
        return (f"author:{obj.pk}",)

    def ask_and_delete(self, request: HttpRequest, obj: Author) -> HttpResponse:
        """Whoever signs articles stays; the others are deleted as usual."""
        if not (used := obj.used):
            return super(FiledAdmin, self).delete_view(request, str(obj.pk))
        text = ngettext(
            "%(name)s signs %(count)d article and stays. Change its byline first.",
            "%(name)s signs %(count)d articles and stays. Change their bylines first.",
            used,
        )
        self.message_user(request, text % {"name": obj, "count": used}, messages.ERROR)
        return HttpResponseRedirect(reverse("admin:articles_author_change", args=[obj.pk]))
