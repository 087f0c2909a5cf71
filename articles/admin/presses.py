"""What a press of a button on the writing page does: save what was typed, then make the move."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles import autosaves, corrections, workflow
from articles.admin import autosave, merge
from articles.admin.buttons import SECOND_STEP, needs_reason
from articles.admin.words import DONE, refusal
from articles.forms import ArticleForm
from articles.models import Article, ArticleRevision, User


def carry_out(
    request: HttpRequest, form: ArticleForm, article: Article | None, move: str
) -> tuple[Article, str]:
    """Save, then move; return the article, and where to go if the move had to wait.

    What was typed is kept even if the move is refused. It waits if a colleague has saved meanwhile:
    the text is then another than the one before this person's eyes.

    A move with a second step is not made here: its page asks first (taking_down). Raises
    MoveRefused if nothing at all can be kept, because the article is purged or in the trash, and
    ChecksFailed, with nothing kept either, for a text that may not be published as it is.
    """
    user: Any = request.user
    with transaction.atomic():
        form.make_new_tags(by=user)
        if article is None:
            note = "" if needs_reason(move) else form.cleaned_data["note"]
            article = workflow.create_article(form.content(), by=user, note=note)
            revision = article.latest_revision
        else:
            if move == "untrash":  # before saving: what lies in the trash is not written on
                workflow.untrash(article, by=user)
            saved = merge.save(form, article, move, by=user)
            autosaves.discard(article, user)
            article.refresh_from_db()
            if elsewhere := merge.tell(request, article, saved, move):
                shown_again = autosave.keep_for_next_press(request, article, move)
                return article, elsewhere if saved.is_aside else elsewhere + shown_again
            revision = saved.revision
        _move_and_place(request, form, article, revision, move)
    return article, ""


def _move_and_place(
    request: HttpRequest, form: ArticleForm, article: Article, revision: ArticleRevision, move: str
) -> None:
    user: Any = request.user
    if said := form.named_change():
        corrections.name_change(revision, *said)
    placement = form.placement()
    if _comes_down(placement, article):  # the wall falls before what it held back goes out
        workflow.place(article, by=user, embargo_until=placement.pop("embargo_until"))
    try:
        with transaction.atomic():
            _make(move, article, revision, form, by=user)
    except workflow.ChecksFailed:
        raise  # the form comes back with everything typed, the time to publish at included
    except workflow.MoveRefused as error:
        text = _("The text is saved, but nothing else was done.")
        messages.error(request, f"{text} {refusal(error)}")
    else:
        if move not in SECOND_STEP:
            messages.success(request, DONE[move])
    if placement and move != "trash":
        workflow.place(article, by=user, **placement)


def _comes_down(placement: dict[str, Any], article: Article) -> bool:
    """Whether the embargo ends earlier than it did, or is lifted."""
    if "embargo_until" not in placement or article.embargo_until is None:
        return False
    until = placement["embargo_until"]
    return until is None or until < article.embargo_until


def _make(
    move: str, article: Article, revision: ArticleRevision, form: ArticleForm, *, by: User
) -> None:
    note = form.cleaned_data["note"]
    at: datetime | None = form.cleaned_data.get("publish_at")
    match move:
        case "schedule":
            workflow.publish(revision, by=by, at=at, override=form.override)
        case "publish":
            workflow.publish(revision, by=by, override=form.override)
        case "request_changes":
            workflow.request_changes(revision, by=by, reason=note)
        case "trash":
            workflow.trash(article, by=by, reason=note)
        case "submit" | "take_back" | "approve":
            getattr(workflow, move)(revision, by=by)
        case "unschedule" | "archive" | "unarchive":
            getattr(workflow, move)(article, by=by)
