"""Comments in the admin: decided by the verbs of comments/moderation.py, edited in the open."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.admin.article_list import CappedPaginator
from articles.admin.journalled import JournalledAdmin
from articles.models import User
from articles.permalinks import is_id
from comments import moderation, privacy, text
from comments.admin import comment_list, filters
from comments.admin.words import DECISIONS, report
from comments.forms import PlainTextField
from comments.models import BODY_MAX_CHARS, Comment

AT_ONCE = 200  # comments: each is a transaction of its own, and somebody waits for the page


class CommentAdminForm(forms.ModelForm):
    body = PlainTextField(
        label=_("comment"),
        limit=BODY_MAX_CHARS,
        normal=text.lines,
        widget=forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField"}),
        help_text=_("Readers are not told of a change; the journal keeps what it was."),
    )


def _moderator(request: HttpRequest) -> User:
    """Whoever is in the admin has an account."""
    return cast(User, request.user)


def _decision_action(name: str) -> Any:
    label = DECISIONS[name][1]

    @admin.action(description=label, permissions=["moderate"])
    def act(admin: "CommentAdmin", request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        admin.decide(request, name, admin.selected(request, queryset))

    act.__name__ = name
    return act


@admin.action(description=_("Delete for ever"), permissions=["empty_trash"])
def delete_for_ever(
    admin: "CommentAdmin", request: HttpRequest, queryset: QuerySet[Comment]
) -> None:
    """Delete what lies in the trash; say what stays and why."""
    gone = kept = 0
    for comment in admin.selected(request, queryset)[:AT_ONCE]:
        try:
            moderation.delete(comment, by=_moderator(request))
            gone += 1
        except (moderation.NotInTrash, moderation.HasReplies):
            kept += 1
    if gone:
        words = ngettext("%(count)d comment deleted.", "%(count)d comments deleted.", gone)
        admin.message_user(request, words % {"count": gone}, messages.SUCCESS)
    if kept:
        words = gettext("%(count)d stay: only the trash is emptied, of what has no answers.")
        admin.message_user(request, words % {"count": kept}, messages.WARNING)


@admin.register(Comment)
class CommentAdmin(JournalledAdmin):
    """The queue, and one comment with what surrounds it."""

    form = CommentAdminForm
    list_display = comment_list.COLUMNS
    list_display_links = (comment_list.who,)
    list_filter = (filters.StateFilter, filters.KindFilter)
    list_per_page = 50
    list_max_show_all = 50
    search_fields = ("name", "body")
    sortable_by = ()
    show_full_result_count = False
    paginator = CappedPaginator
    actions = (*map(_decision_action, DECISIONS), delete_for_ever)
    readonly_fields = (
        "about",
        "answers",
        "name",
        "url",
        "address",
        "masked_address",
        "writer",
        "decided",
        "network",
    )

    class Media:
        css = {"all": ["css/admin/comments.css"]}

    # Who may do what

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return self.has_empty_trash_permission(request) and (
            obj is None or (obj.state == Comment.State.TRASH and not obj.replies.exists())
        )

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.moderate_comment")

    def has_empty_trash_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.delete_comment")

    # The list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return comment_list.CommentChangeList

    def get_list_display(self, request: HttpRequest) -> Any:
        may_decide = self.has_moderate_permission(request)
        return (*self.list_display, comment_list.decision) if may_decide else self.list_display

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Beside the filters: the comments on one article, or of one writer."""
        if lookup in ("article", "correspondent"):
            return is_id(value)
        return lookup in ("state", "kind")

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(require_POST(self.decide_view))
        own = path("<id:pk>/decide/", decide, name="comments_comment_decide")
        return [own, *super().get_urls()]

    # One comment

    def view_on_site(self, obj: Comment) -> str | None:
        return obj.get_absolute_url() if obj.is_approved else None

    def save_model(self, request: HttpRequest, obj: Comment, form: Any, change: bool) -> None:
        moderation.edit(obj, obj.body, by=_moderator(request))

    def delete_model(self, request: HttpRequest, obj: Comment) -> None:
        try:
            moderation.delete(obj, by=_moderator(request))
        except (moderation.NotInTrash, moderation.HasReplies):  # since the page asked whether
            raise PermissionDenied from None

    def log_change(self, request: HttpRequest, obj: Comment, message: Any) -> Any:
        """moderation.edit() has written the journal."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """moderation.delete() writes the journal."""
        return []

    def get_fields(self, request: HttpRequest, obj: Comment | None = None) -> Any:
        may_see = request.user.has_perm("comments.view_address")
        address = "address" if may_see else "masked_address"
        around = ["about", "answers", "name", "url", address, "writer", "decided", "network"]
        return ["body", *around]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        comment = kwargs.get("obj")
        if comment and self.has_moderate_permission(request):
            context["decisions"] = [
                (name, label)
                for name, (_verb, label, to) in DECISIONS.items()
                if to != comment.state
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("article"))
    def about(self, comment: Comment) -> SafeString:
        return comment_list.article(comment)

    @admin.display(description=_("answers"))
    def answers(self, comment: Comment) -> SafeString | str:
        if comment.parent is None:
            return "—"
        return format_html(
            "<strong>{}</strong>{}", comment.parent.name, text.paragraphs(comment.parent.body)
        )

    @admin.display(description=_("mail address"))
    def address(self, comment: Comment) -> str:
        return privacy.address_of(comment.correspondent) or "—"

    @admin.display(description=_("mail address"))
    def masked_address(self, comment: Comment) -> str:
        return privacy.masked(privacy.address_of(comment.correspondent)) or "—"

    @admin.display(description=_("writer so far"))
    def writer(self, comment: Comment) -> SafeString | str:
        comment_list.attach_history([comment])
        said = comment_list.history(comment)
        if comment.correspondent_id is None:
            return said
        query = QueryDict(mutable=True)
        query.update({"state": filters.ALL, "correspondent": str(comment.correspondent_id)})
        url = reverse("admin:comments_comment_changelist")
        return format_html('{} · <a href="{}?{}">{}</a>', said, url, query.urlencode(), _("all"))

    @admin.display(description=_("state"))
    def decided(self, comment: Comment) -> SafeString:
        return comment_list.state(comment)

    # Deciding

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One decision about one comment, from a row of the list or from its page."""
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        name = request.POST.get("decision", "")
        chosen = self.get_queryset(request).filter(pk=pk)
        if name not in DECISIONS or not chosen:
            raise Http404
        self.decide(request, name, chosen)
        back = reverse("admin:comments_comment_changelist")
        query = request.POST.get("back", "")
        return HttpResponseRedirect(f"{back}?{query}" if query else back)

    def selected(self, request: HttpRequest, listed: QuerySet[Comment]) -> QuerySet[Comment]:
        """What was ticked, whatever the list's filter says of it by now.

        A comment that a colleague has decided meanwhile has left the queue; it is to be reported,
        not passed over.
        """
        if request.POST.get("select_across") == "1":
            return listed
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        return self.get_queryset(request).filter(pk__in=ticked)

    def response_action(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not all(map(is_id, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest
        return super().response_action(request, *args, **kwargs)

    def decide(self, request: HttpRequest, name: str, comments: QuerySet[Comment]) -> None:
        """Carry the decision out, each against the state that the page showed, and report."""
        chosen = list(comments.order_by("pk")[: AT_ONCE + 1])
        if len(chosen) > AT_ONCE:
            words = gettext("At most %(count)d comments at once. Nothing was changed.")
            self.message_user(request, words % {"count": AT_ONCE}, messages.ERROR)
            return
        seen = {
            comment.pk: state
            for comment in chosen
            if (state := request.POST.get(f"seen-{comment.pk}")) in Comment.State.values
        }
        verb = DECISIONS[name][0]
        outcome = moderation.decide_all(chosen, verb, by=_moderator(request), seen=seen)
        done, failed = report(outcome)
        if done:
            self.message_user(request, done, messages.SUCCESS)
        if failed:
            self.message_user(request, failed, messages.WARNING)
