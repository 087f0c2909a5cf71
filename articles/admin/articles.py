"""Articles in the admin: shows, filters and calls; the rules are the workflow's."""

from typing import Any

from csp.decorators import csp_update
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator

from articles import editor_views, workflow
from articles.admin import (
    autosave,
    calendar,
    checks,
    compare,
    desk,
    history,
    merge,
    pasting,
    presence,
    preview,
    quick,
    row_acts,
    sharing,
    taking_down,
    trash,
)
from articles.admin.article_actions import ACTIONS, FOR_TRASH
from articles.admin.article_filters import (
    AssigneeFilter,
    AuthorFilter,
    CategoryFilter,
    DateFilter,
    MineFilter,
    StateFilter,
)
from articles.admin.article_list import COLUMNS, ArticleChangeList, CappedPaginator, headline
from articles.admin.deletion import delete_article
from articles.admin.lookups import DeclaredFiltersOnly
from articles.editor import EDITOR_CSP
from articles.models import Article, User
from articles.permalinks import is_id

# Each has the views of one subject: paths(admin, wrap) names their addresses.
WITH_PATHS = (
    autosave,
    calendar,
    checks,
    compare,
    history,
    merge,
    pasting,
    presence,
    preview,
    quick,
    row_acts,
    sharing,
    taking_down,
    trash,
)

with_editor = method_decorator(csp_update(EDITOR_CSP))


@admin.register(Article)
class ArticleAdmin(DeclaredFiltersOnly):
    """An author sees the own articles and nothing of the others, on every view below."""

    list_display = COLUMNS
    list_display_links = (headline,)
    list_filter = (
        StateFilter,
        MineFilter,
        DateFilter,
        AssigneeFilter,
        CategoryFilter,
        AuthorFilter,
    )
    list_per_page = 50
    list_max_show_all = 50
    show_full_result_count = False
    paginator = CappedPaginator
    sortable_by = ()  # the one order has an index; any other would sort every row
    date_hierarchy = "published_at"
    search_fields = ("headline",)
    actions = ACTIONS
    actions_selection_counter = True

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ArticleChangeList]:
        return ArticleChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = super().get_queryset(request)
        if request.user.has_perm("articles.change_others_article"):
            return articles
        return articles.written_by(request.user)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Newest first: by publication where all have one, else by the order of beginning."""
        if request.GET.get(StateFilter.parameter_name) == workflow.DeskState.PUBLISHED:
            return ("-published_at", "-pk")
        return ("-pk",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """A number is an article's id; anything else is looked for in headlines."""
        term = search_term.strip()
        if is_id(term):
            return queryset.filter(pk=term), False
        return super().get_search_results(request, queryset, search_term)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # one by one, each with its own page
        is_trash = request.GET.get(StateFilter.parameter_name) == workflow.DeskState.TRASHED
        return {name: one for name, one in actions.items() if (name in FOR_TRASH) == is_trash}

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if not all(map(is_id, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest("That is no list of ids.")
        return super().response_action(request, queryset)

    # Whether: an article among those that the person sees at all, and then by permission.

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_view_permission(request, obj) and self._sees(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return workflow.may_edit(obj, request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return super().has_delete_permission(request)
        return "purge" in workflow.moves_open_to(request.user, obj)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.review_article")

    def _sees(self, request: HttpRequest, article: Article | None) -> bool:
        user: User = request.user
        if article is None or user.has_perm("articles.change_others_article"):
            return True
        return workflow.is_own(article, user)

    # Views.

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        clean = path("clean/", wrap(editor_views.clean), name="articles_article_clean")
        own = [one for module in WITH_PATHS for one in module.paths(self, wrap)]
        return [clean, *own, *super().get_urls()]

    @with_editor
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return desk.write(self, request, None)

    @with_editor
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        article = self.article_or_404(request, object_id)
        if article.state == Article.State.TRASHED and request.method != "POST":
            return trash.show(self, request, article)
        if self.has_change_permission(request, article):
            return desk.write(self, request, article)
        if request.method == "POST":
            raise PermissionDenied
        return redirect("admin:articles_article_preview", article.pk)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        return history.history(self, request, self.article_or_404(request, object_id))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        return delete_article(self, request, self.article_or_404(request, object_id))

    def article_or_404(self, request: HttpRequest, object_id: str | int) -> Article:
        """The article, if this person may see it: others do not exist for an author.

        Every view of one article begins here. Raises PermissionDenied, Http404.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not is_id(str(object_id)):
            raise Http404
        related = ("category__parent", "cover", "latest_revision", "counter")
        return get_object_or_404(self.get_queryset(request).select_related(*related), pk=object_id)
