"""Writing an article: one page that saves revisions and makes the moves of the workflow."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles import workflow
from articles.admin.timeline import steps_of
from articles.admin.words import DONE, move_label, refusal, state_mark
from articles.content import ArticleContent
from articles.forms import ArticleForm, zone_note
from articles.models import Article, ArticleRevision, Author, User
from articles.workflow import DeskState, desk_state, waiting_state

# Which step is likeliest, the first that is open: the black button.
LIKELIEST = {
    DeskState.DRAFT: ("submit",),
    DeskState.IN_REVIEW: ("publish", "approve", "take_back"),
    DeskState.SENT_BACK: ("submit",),
    DeskState.APPROVED: ("publish", "submit"),
    DeskState.SCHEDULED: ("schedule", "submit"),
    DeskState.PUBLISHED: ("publish", "submit"),
    DeskState.WITHDRAWN: ("publish", "submit"),
    DeskState.RETRACTED: ("publish", "submit"),
    DeskState.ARCHIVED: ("unarchive",),
    DeskState.TRASHED: ("untrash",),
}
BUTTONS = tuple(DONE)  # a move for each, but that publishing has two

# What each panel beside the text shows: a function (request, article or None) -> context.
PANELS: tuple[Callable[[HttpRequest, Article | None], dict[str, Any]], ...] = ()


@dataclass(frozen=True)
class Button:
    """One thing that this person may do now."""

    name: str
    label: str
    needs_reason: bool


def write(admin: ModelAdmin, request: HttpRequest, article: Article | None) -> HttpResponse:
    """Show the article's latest text in a form; a POST saves it and makes one move.

    PermissionDenied for a move that this person may never make. One that came too late is
    answered with a sentence, and the text is kept all the same.
    """
    user: Any = request.user
    content = workflow.content_of(article) if article else _blank(user)
    is_sent = request.method == "POST"
    move = request.POST.get("_move", "save") if is_sent else ""
    if is_sent and not _may_ever(move, user, article):
        raise PermissionDenied
    form = ArticleForm(
        request.POST if is_sent else None,
        content=content,
        user=user,
        move=move,
        instance=article or Article(),
        initial=_beginnings(article),
    )
    if is_sent and form.is_valid():
        try:
            kept = _carry_out(request, form, article, move)
        except workflow.MoveRefused as error:  # not even saved: the article is gone by now
            form.add_error(None, refusal(error))
        else:
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[kept.pk]))
    return _page(admin, request, form, article)


def buttons(user: User, article: Article | None) -> list[Button]:
    """What this person may do now: the likeliest first, then saving, then the others."""
    if article is None:
        names = [
            name
            for name in ("save", "submit", "publish", "schedule")
            if user.has_perm(workflow.MOVES[_move_of(name)].permission)
        ]
        state = DeskState.DRAFT
    else:
        moves = workflow.moves_open_to(user, article, is_writing=True)
        names = [name for name in BUTTONS if _move_of(name) in moves]
        state = _state_of_text(article)
    likeliest = [name for name in LIKELIEST[state] if name in names][:1]
    ordered = dict.fromkeys([*likeliest, "save", *names])
    labels = {name: move_label(name, state) for name in ordered}
    if state == DeskState.IN_REVIEW and "approve" not in names:
        labels["save"] = _("Save and take back")  # what a writer changes, no reviewer has read
    return [Button(name, labels[name], _needs_reason(name)) for name in ordered]


def _carry_out(
    request: HttpRequest, form: ArticleForm, article: Article | None, move: str
) -> Article:
    """Save, then move. What was typed is kept even if the move is refused."""
    user: Any = request.user
    with transaction.atomic():
        form.make_new_tags(by=user)
        if article is None:
            note = "" if _needs_reason(move) else form.cleaned_data["note"]
            article = workflow.create_article(form.content(), by=user, note=note)
            revision = article.latest_revision
        else:
            revision = _save(form, article, move, by=user)
            article.refresh_from_db()
            if revision.pk != article.latest_revision_id:
                _say_kept_aside(request, article)
                return article
        try:
            with transaction.atomic():
                _make(move, article, revision, form, by=user)
        except workflow.MoveRefused as error:
            text = _("The text is saved, but nothing else was done.")
            messages.error(request, f"{text} {refusal(error)}")
        else:
            messages.success(request, DONE[move])
        if placement := form.placement():
            workflow.place(article, by=user, **placement)
    return article


def _save(form: ArticleForm, article: Article, move: str, *, by: User) -> ArticleRevision:
    """Save what was typed; a move without a changed word goes with the revision that is there."""
    content, latest = form.content(), article.latest_revision
    base = article.revisions.filter(pk=form.cleaned_data["base"]).first()
    note = "" if _needs_reason(move) else form.cleaned_data["note"]
    is_current = latest is not None and (base is None or base.pk == latest.pk)
    may_reuse = is_current and move != "save" and not note
    if may_reuse and not content.changes_since(ArticleContent.from_revision(latest)):
        return latest
    return workflow.save_revision(article, content, by=by, base=base, note=note)


def _make(
    move: str, article: Article, revision: ArticleRevision, form: ArticleForm, *, by: User
) -> None:
    reason = form.cleaned_data["note"]
    at: datetime | None = form.cleaned_data.get("publish_at")
    match move:
        case "save":
            pass
        case "schedule":
            workflow.publish(revision, by=by, at=at)
        case "request_changes":
            workflow.request_changes(revision, by=by, reason=reason)
        case "withdraw":
            workflow.withdraw(article, by=by, reason=reason)
        case "submit" | "take_back" | "approve" | "publish":
            getattr(workflow, move)(revision, by=by)
        case "unschedule" | "archive" | "unarchive":
            getattr(workflow, move)(article, by=by)


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
        "primary": offered[0],
        "others": offered[1:],
        "marks": _marks(article),
        "steps": steps_of(article) if article else [],
        "zone": zone_note(),
        "can_delete": article is not None and admin.has_delete_permission(request, article),
    }
    for panel in PANELS:
        context |= panel(request, article)
    return TemplateResponse(request, "admin/articles/article/change_form.html", context)


def _blank(user: User) -> ArticleContent:
    """A new article, signed by whoever begins it."""
    own = Author.objects.of(user).values_list("pk", flat=True)
    return ArticleContent(language=settings.LANGUAGE_CODE, author_ids=tuple(own))


def _beginnings(article: Article | None) -> dict[str, Any]:
    if article is None:
        return {}
    change = workflow.scheduled_changes(article).first()
    ahead = article.published_at if article.is_scheduled else change and change.publish_at
    return {"base": article.latest_revision_id, "publish_at": ahead}


def _may_ever(button: str, user: User, article: Article | None) -> bool:
    if button not in BUTTONS:
        return False
    move = _move_of(button)
    if article is None:
        return user.has_perm(workflow.MOVES[move].permission)
    return workflow.may_make(move, article, user)


def _move_of(button: str) -> str:
    return "publish" if button == "schedule" else button


def _needs_reason(button: str) -> bool:
    return workflow.MOVES[_move_of(button)].needs_reason


def _state_of_text(article: Article) -> DeskState:
    state = desk_state(article)
    return state if state == DeskState.ARCHIVED else waiting_state(article) or state


def _marks(article: Article | None) -> list[str]:
    states = [desk_state(article), waiting_state(article)] if article else [DeskState.DRAFT]
    return [state_mark(state) for state in states if state]


def _say_kept_aside(request: HttpRequest, article: Article) -> None:
    text = _(
        "A colleague has saved this article since you opened it. Your text is kept beside it in"
        " the history, and nothing else was done."
    )
    address = reverse("admin:articles_article_history", args=[article.pk])
    link = format_html('{} <a href="{}">{}</a>', text, address, _("See both"))
    messages.warning(request, link)
