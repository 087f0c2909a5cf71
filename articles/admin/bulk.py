"""Acting on many articles: each by itself, as on its own page, and a line about each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext

from articles import workflow
from articles.admin.words import refusal
from articles.models import Article, User

AT_ONCE = 200  # articles: each is a transaction of its own, and somebody waits for the page

# What is done to one article with what the form asked; returns a remark for the report, or "".
Verb = Callable[[Article, User, dict[str, Any]], str]
AskWith = Callable[[Any, Any], forms.Form]  # (what was posted or None, who asks)


@dataclass(frozen=True)
class Bulk:
    """One act on many articles.

    `permission` is one of the admin's: its has_…_permission. `form` asks first what the verb needs,
    `warning` stands over it. `is_for_trash`: offered in the list of the trash, and only there.
    """

    name: str
    label: Any
    permission: str
    verb: Verb
    form: AskWith | None = None
    warning: Any = ""
    is_for_trash: bool = False


@dataclass(frozen=True)
class Line:
    """What became of one article."""

    article: Article
    text: str
    is_done: bool


def action_of(bulk: Bulk) -> Callable[..., HttpResponse | None]:
    """The act as Django's list of articles takes it."""

    @admin.action(description=bulk.label, permissions=[bulk.permission])
    def act(
        model_admin: Any, request: HttpRequest, queryset: QuerySet[Article]
    ) -> HttpResponse | None:
        chosen = list(queryset.order_by("pk")[: AT_ONCE + 1])
        if len(chosen) > AT_ONCE:
            text = gettext("At most %(count)d articles at once. Nothing was changed.")
            messages.error(request, text % {"count": AT_ONCE})
            return None
        form = _form(bulk, request)
        if form is not None and not form.is_valid():
            return _ask(model_admin, request, bulk, form, chosen)
        asked = form.cleaned_data if form else {}
        lines = [_line(bulk, article, request.user, asked) for article in chosen]
        return _answer(model_admin, request, bulk, lines)

    act.__name__ = bulk.name
    return act


def _form(bulk: Bulk, request: HttpRequest) -> forms.Form | None:
    """The form of the act, filled in once it was shown."""
    if bulk.form is None:
        return None
    form = bulk.form(None, request.user)
    is_sent = not set(form.fields).isdisjoint(request.POST)
    return bulk.form(request.POST, request.user) if is_sent else form


def _line(bulk: Bulk, article: Article, by: Any, asked: dict[str, Any]) -> Line:
    try:
        remark = bulk.verb(article, by, asked)
    except workflow.MoveRefused as error:
        return Line(article, refusal(error), is_done=False)
    return Line(article, remark, is_done=True)


def _ask(
    model_admin: Any, request: HttpRequest, bulk: Bulk, form: forms.Form, chosen: list[Article]
) -> HttpResponse:
    context = model_admin.admin_site.each_context(request) | {
        "title": str(bulk.label).rstrip("…"),
        "opts": model_admin.opts,
        "bulk": bulk,
        "chosen": chosen,
        "checkbox": ACTION_CHECKBOX_NAME,
        "form": form,
    }
    return TemplateResponse(request, "admin/articles/article/bulk.html", context)


def _answer(
    model_admin: Any, request: HttpRequest, bulk: Bulk, lines: list[Line]
) -> HttpResponse | None:
    """Back to the list with a sentence if there is nothing to say of single articles."""
    done = [line for line in lines if line.is_done]
    if len(done) == len(lines) and not any(line.text for line in lines):
        text = ngettext("Done for %(count)d article.", "Done for %(count)d articles.", len(done))
        messages.success(request, text % {"count": len(done)})
        return None
    context = model_admin.admin_site.each_context(request) | {
        "title": str(bulk.label).rstrip("…"),
        "opts": model_admin.opts,
        "done": done,
        "refused": [line for line in lines if not line.is_done],
        "back": request.GET.urlencode(),
    }
    return TemplateResponse(request, "admin/articles/article/bulk_report.html", context)
