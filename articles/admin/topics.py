"""Topics (专题) in the admin: a page with its words, its picture and the articles chosen for it."""

from typing import Any

from csp.decorators import csp_update
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from articles import topics
from articles.admin.arranging import ArrangedAdmin
from articles.admin.journalled import JournalledAdmin
from articles.admin.picking import PicksArticles
from articles.admin.reference import SluggedForm
from articles.editor import EDITOR_CSP, body_widget
from articles.listings import topic_page_context
from articles.models import Topic
from articles.picking import PicksField
from articles.picture_forms import PictureChooser
from articles.public_pages import private_page

MOST_ARTICLES = 300  # as many lines as a page can still be worked with


class TopicForm(SluggedForm):
    articles = PicksField(limit=MOST_ARTICLES, label=_("articles"))

    class Meta:
        widgets = {"intro": body_widget()}

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        if self.instance.pk and "articles" in self.fields:
            entries = self.instance.entries.values_list("article_id", flat=True)
            self.initial["articles"] = list(entries)


@admin.register(Topic)
class TopicAdmin(ArrangedAdmin, PicksArticles, JournalledAdmin):
    form = TopicForm
    shows_lists = True
    list_display = ("name", "slug", "is_published", "is_featured", "count", "updated_at")
    search_fields = ("name", "slug")
    sortable_by = ()
    fieldsets = (
        (None, {"fields": ("name", "slug", "intro", "picture")}),
        (_("Articles"), {"fields": ("articles", "order")}),
        (_("Publication"), {"fields": ("is_published", "is_featured")}),
    )

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        name = "articles_topic_preview"
        return [path("<int:pk>/preview/", wrap(self.preview_view), name=name), *super().get_urls()]

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The topic as readers see it, or will: for the desk alone."""
        topic = get_object_or_404(Topic.objects.select_related("picture"), pk=pk)
        if not self.has_view_permission(request, topic):
            raise PermissionDenied
        context = topic_page_context(request, topic)
        page = render(request, "admin/articles/topic/preview.html", context)
        return private_page(page)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        return super().get_queryset(request).annotate(count=Count("entries"))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "picture":
            # The chooser does all that Django's own buttons beside it would do.
            field.widget = PictureChooser()
        return field

    @admin.display(description=_("articles"))
    def count(self, topic: Any) -> int:
        return topic.count

    def freshness_keys(self, obj: Topic) -> tuple[str, ...]:
        return (f"topic:{obj.pk}", "front", "site")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "articles" in form.cleaned_data:
            seen = form["articles"].data["seen"]
            chosen = form.cleaned_data["articles"]
            topics.gather(form.instance, chosen, seen=seen, by=request.user)

    @csp_update(EDITOR_CSP)
    def add_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().add_view(*args, **kwargs)

    @csp_update(EDITOR_CSP)
    def change_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().change_view(*args, **kwargs)
