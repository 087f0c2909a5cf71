"""The journal (操作记录) in the admin: searched, exported, and changed by nobody."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import spreadsheets
from articles.admin.acts import act
from articles.admin.article_list import CappedPaginator
from articles.admin.lookups import DeclaredFiltersOnly
from articles.admin.periods import PeriodFilter
from articles.models import JournalEntry, User

EXPORTED = 100_000  # rows: what a spreadsheet opens; narrow the list for the others
# What an auditor asks after: kinds of things.
SUBJECTS = {
    "article": (_("articles"), ["articles.article"]),
    "comment": (_("comments"), ["comments.comment"]),
    "account": (_("accounts and sign-ins"), ["articles.user", "auth.group"]),
    "structure": (
        _("structure"),
        [
            *("articles.category", "articles.tag", "articles.topic", "articles.redirect"),
            *("portal.menuitem", "portal.frontedition", "portal.standingpage"),
        ],
    ),
    "settings": (_("settings"), ["articles.siteprofile", "articles.desksettings"]),
}


class SubjectFilter(admin.SimpleListFilter):
    title = _("about")
    parameter_name = "about"
    template = "admin/articles/_filter_words.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, label) for name, (label, _kinds) in SUBJECTS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in SUBJECTS:
            return queryset
        return queryset.filter(kind__in=SUBJECTS[self.value()][1])


class PersonFilter(admin.SimpleListFilter):
    title = _("person")
    parameter_name = "person"
    template = "admin/articles/_filter_menu.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        staff = User.objects.filter(is_staff=True).order_by("username")
        return [(str(user.pk), user.display_name) for user in staff]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in {value for value, _label in self.lookup_choices}:
            return queryset
        return queryset.filter(by=int(self.value()))


class DateFilter(PeriodFilter):
    column = "at"


@admin.register(JournalEntry)
class JournalEntryAdmin(DeclaredFiltersOnly):
    """Written once, read here, changed by nobody."""

    list_display = ("at", "who", "what", "whereto", "note")
    list_display_links = ("at",)
    list_filter = (SubjectFilter, PersonFilter, DateFilter)
    search_fields = ("object_name", "by_name", "action", "note")
    paginator = CappedPaginator
    show_full_result_count = False
    sortable_by = ()
    fields = ("at", "who", "what", "whereto", "note", "action", "kind", "object_id", "data")
    readonly_fields = fields
    change_list_template = "admin/articles/journal/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        export = path(
            "export/",
            self.admin_site.admin_view(self.export),
            name="articles_journalentry_export",
        )
        return [export, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def export(self, request: HttpRequest) -> HttpResponse:
        """Send the entries of the list as it is narrowed in the address, the newest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            entries = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:articles_journalentry_changelist"))
        return spreadsheets.download(_rows(entries[:EXPORTED]), "journal.csv")

    @admin.display(description=_("person"))
    def who(self, entry: JournalEntry) -> str:
        return entry.by_name or "—"

    @admin.display(description=_("action"))
    def what(self, entry: JournalEntry) -> str:
        return act(entry.action)

    @admin.display(description=_("object"))
    def whereto(self, entry: JournalEntry) -> SafeString | str:
        """What it was done to, as it was called then; its page may be gone."""
        name = entry.object_name or (f"#{entry.object_id}" if entry.object_id else "—")
        app, _dot, model = entry.kind.partition(".")
        try:
            address = reverse(f"admin:{app}_{model}_change", args=[entry.object_id])
        except NoReverseMatch:
            return name
        return format_html('<a href="{}">{}</a>', address, name)


def _rows(entries: QuerySet[JournalEntry]) -> Iterator[tuple[Any, ...]]:
    yield tuple(map(gettext, ("time", "person", "action", "code", "object", "number", "note")))
    for entry in entries.iterator(chunk_size=2000):
        at = timezone.localtime(entry.at).isoformat(sep=" ", timespec="seconds")
        name = entry.object_name
        yield at, entry.by_name, act(entry.action), entry.action, name, entry.object_id, entry.note
