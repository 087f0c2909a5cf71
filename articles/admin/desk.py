"""Writing an article: one page that saves revisions and makes the moves of the workflow."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import workflow
from articles.admin import autosave, checks, pasting, sharing, taking_down
from articles.admin.beginnings import content_to_write, times_to_write
from articles.admin.buttons import SECOND_STEP, buttons, may_ever
from articles.admin.presses import carry_out
from articles.admin.timeline import steps_of
from articles.admin.words import refusal, state_mark
from articles.forms import ArticleForm, zone_note
from articles.models import Article
from articles.workflow import DeskState, desk_state, waiting_state

# What each panel beside the text shows: a function (request, article or None) -> context.
PANELS: tuple[Callable[[HttpRequest, Article | None], dict[str, Any]], ...] = (
    autosave.panel,
    sharing.panel,
)


def write(admin: ModelAdmin, request: HttpRequest, article: Article | None) -> HttpResponse:
    """Show the article's latest text in a form; a POST saves it and makes one move.

    PermissionDenied for a move that this person may never make. One that came too late is
    answered with a sentence, and the text is kept all the same.
    """
    user: Any = request.user
    content = content_to_write(user, article)
    is_sent = request.method == "POST"
    move = request.POST.get("_move", "save") if is_sent else ""
    if is_sent and not may_ever(move, user, article):
        raise PermissionDenied
    form = ArticleForm(
        request.POST if is_sent else None,
        content=content,
        user=user,
        move=move,
        instance=article or Article(),
        initial=times_to_write(article) | autosave.restored(request, article),
    )
    if is_sent and form.is_valid():
        tidied = pasting.take(request, form)  # other sites are slow: before any transaction
        try:
            kept, elsewhere = carry_out(request, form, article, move)
        except workflow.ChecksFailed as error:
            if article is not None:
                article.refresh_from_db()  # what was saved before the gate is undone
            for finding in error.findings:
                form.add_error(finding.field, finding.sentence)
        except workflow.MoveRefused as error:  # not even saved: the article is elsewhere by now
            form.add_error(None, refusal(error))
        else:
            pasting.tell(request, kept, tidied, form.data.get("body", ""))
            if elsewhere:
                return HttpResponseRedirect(elsewhere)
            if move in SECOND_STEP:
                return taking_down.ask(admin, request, kept, move, form.cleaned_data["note"])
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[kept.pk]))
    return _page(admin, request, form, article)


def _page(
    admin: ModelAdmin, request: HttpRequest, form: ArticleForm, article: Article | None
) -> HttpResponse:
    user: Any = request.user
    offered = buttons(user, article)
    context = admin.admin_site.each_context(request) | {
        "title": str(article) if article else _("New article"),
        "opts": admin.opts,
        "form": form,
        "media": admin.media + form.media,
        "errors": form.errors,
        "article": article,
        "primary": offered[0] if offered else None,
        "others": offered[1:],
        "marks": _marks(article),
        "steps": steps_of(article) if article else [],
        "zone": zone_note(),
        "may_duplicate": article is not None and admin.has_add_permission(request),
    }
    context |= checks.panel(user, article, form)
    for panel in PANELS:
        context |= panel(request, article)
    return TemplateResponse(request, "admin/articles/article/change_form.html", context)


def _marks(article: Article | None) -> list[str]:
    states = [desk_state(article), waiting_state(article)] if article else [DeskState.DRAFT]
    return [state_mark(state) for state in states if state]
