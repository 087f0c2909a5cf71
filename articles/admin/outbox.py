"""The outbox for chiefs: what went out, what waits, what was given up and why."""

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles import outbox
from articles.admin.article_list import CappedPaginator
from articles.admin.lookups import DeclaredFiltersOnly
from articles.models import OutgoingMail


class FateFilter(admin.SimpleListFilter):
    """Given up, waiting, sent."""

    title = _("fate")
    parameter_name = "fate"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        words = {"given_up": gettext("given up"), "waiting": gettext("waiting")}
        return [*words.items(), ("sent", gettext("sent"))]

    def queryset(self, request: HttpRequest, mails: QuerySet) -> QuerySet:
        if self.value() in ("given_up", "waiting"):
            return getattr(mails, self.value())()
        return mails.filter(sent_at__isnull=False) if self.value() == "sent" else mails


@admin.action(description=_("Try again"), permissions=["view"])
def try_again(admin: ModelAdmin, request: HttpRequest, mails: QuerySet[OutgoingMail]) -> None:
    """Give the chosen mails new attempts, if they were given up."""
    count = outbox.try_again(mails)
    text = ngettext(
        "%(count)d mail will be tried again.", "%(count)d mails will be tried again.", count
    )
    admin.message_user(request, text % {"count": count}, messages.SUCCESS)


@admin.register(OutgoingMail)
class OutgoingMailAdmin(DeclaredFiltersOnly):
    """Read here, written by the program. Texts and addresses stay with those whom they are for."""

    list_display = ("created_at", "user", "subject", "attempts", "sent_at", "last_error")
    list_display_links = None
    list_filter = (FateFilter,)
    list_select_related = ("user",)
    list_per_page = 50
    actions = (try_again,)
    paginator = CappedPaginator
    show_full_result_count = False
    sortable_by = ()
    fields = ("created_at", "user", "subject", "attempts", "due_at", "sent_at", "given_up_at")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
