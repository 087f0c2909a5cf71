"""Bulk actions: each row through the same verb as its own page, and a word on each refusal."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles import workflow
from articles.admin.words import refusal
from articles.forms import ReasonForm
from articles.models import Article, User

AT_ONCE = 200  # articles: each is a transaction of its own, and somebody waits for the page
SHOWN = 10  # refusals spelled out

Verb = Callable[[Article], Any]


@admin.action(description=_("Publish"), permissions=["publish"])
def publish(admin: Any, request: HttpRequest, queryset: QuerySet[Article]) -> None:
    def verb(article: Article) -> None:
        workflow.publish(_text_of(article, request.user), by=request.user)

    _each(admin, request, queryset, verb)


@admin.action(description=_("Withdraw…"), permissions=["publish"])
def withdraw(admin: Any, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
    """Ask for the reason first, then withdraw."""
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    if not form.is_valid():
        context = admin.admin_site.each_context(request) | {
            "title": _("Withdraw articles"),
            "opts": admin.opts,
            "articles": [str(article) for article in queryset[:AT_ONCE]],
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "form": form,
        }
        return TemplateResponse(request, "admin/articles/withdraw.html", context)
    reason = form.cleaned_data["reason"]
    _each(
        admin,
        request,
        queryset,
        lambda article: workflow.withdraw(article, by=request.user, reason=reason),
    )
    return None


def _placing(description: str, name: str, **placement: bool) -> Callable[..., None]:
    @admin.action(description=description, permissions=["publish"])
    def act(admin: Any, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        _each(
            admin,
            request,
            queryset,
            lambda article: workflow.place(article, by=request.user, **placement),
        )

    act.__name__ = name
    return act


ACTIONS = (
    publish,
    withdraw,
    _placing(_("Feature"), "feature", is_featured=True),
    _placing(_("Unfeature"), "unfeature", is_featured=False),
    _placing(_("Pin"), "pin", is_pinned=True),
    _placing(_("Unpin"), "unpin", is_pinned=False),
)


def _text_of(article: Article, by: User) -> Any:
    """The text to publish. An article that was never saved by the desk gets its first one."""
    if article.latest_revision:
        return article.latest_revision
    return workflow.save_revision(article, workflow.content_of(article), by=by)


def _each(admin: Any, request: HttpRequest, queryset: QuerySet[Article], verb: Verb) -> None:
    """Apply the verb row by row and say how many it was, and which were refused and why."""
    chosen = list(queryset.order_by("pk")[: AT_ONCE + 1])
    if len(chosen) > AT_ONCE:
        text = gettext("At most %(count)d articles at once. Nothing was changed.")
        admin.message_user(request, text % {"count": AT_ONCE}, messages.ERROR)
        return
    refused = []
    for article in chosen:
        try:
            verb(article)
        except workflow.MoveRefused as error:
            refused.append((str(article), refusal(error)))
    done = len(chosen) - len(refused)
    if done:
        text = ngettext("Done for %(count)d article.", "Done for %(count)d articles.", done)
        admin.message_user(request, text % {"count": done}, messages.SUCCESS)
    if refused:
        text = ngettext("%(count)d was refused:", "%(count)d were refused:", len(refused))
        reasons = format_html_join("", "<li>{} — {}</li>", refused[:SHOWN])
        message = format_html("{}<ul>{}</ul>", text % {"count": len(refused)}, reasons)
        admin.message_user(request, message, messages.WARNING)
