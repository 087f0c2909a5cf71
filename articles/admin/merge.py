"""Two texts of one article: merged by themselves, or on a page with both side by side."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import workflow
from articles.admin.buttons import needs_reason
from articles.admin.changed_body import Row, rows_of
from articles.admin.changed_fields import FieldChange, Names, changed_fields
from articles.admin.merge_form import MergeForm
from articles.admin.words import field_labels, refusal
from articles.content import ArticleContent
from articles.editor import EDITOR_CSP
from articles.forms import ArticleForm
from articles.html import picture_ids
from articles.merging import BODY, Clash
from articles.models import Article, ArticleRevision, Picture, User
from articles.permalinks import is_id

View = Callable[..., Callable[..., HttpResponse]]


@dataclass(frozen=True)
class Side:
    """What one side has made of the text that both began from."""

    rows: list[Row]  # of a body
    change: FieldChange | None  # of any other field; None if it was left as it was


@dataclass(frozen=True)
class Question:
    """One clash on the page."""

    label: str
    mine: Side
    theirs: Side
    choice: BoundField
    own: BoundField | None


def paths(admin: ModelAdmin, wrap: View) -> list[URLPattern]:
    """The addresses of this module, below /admin/articles/article/."""

    @csp_update(EDITOR_CSP)
    def merge_view(request: HttpRequest, pk: int, aside: int) -> HttpResponse:
        return merge(admin, request, admin.article_or_404(request, pk), aside)

    return [path("<int:pk>/merge/<int:aside>/", wrap(merge_view), name="articles_article_merge")]


# Saving on the writing page.


def save(form: ArticleForm, article: Article, move: str, *, by: User) -> workflow.Saved:
    """Save what was typed; a move without a changed word goes with the revision that is there."""
    content, latest = form.content(), article.latest_revision
    base = article.revisions.filter(pk=form.cleaned_data["base"]).first()
    note = "" if needs_reason(move) else form.cleaned_data["note"]
    may_reuse = latest is not None and base == latest and move != "save" and not note
    if may_reuse and not content.changes_since(ArticleContent.from_revision(latest)):
        return workflow.Saved(latest)
    if base and latest and base != latest:
        content = _without_suggestion(content, base, latest, by)
    return workflow.save_merged(article, content, by=by, base=base, note=note)


def tell(request: HttpRequest, article: Article, saved: workflow.Saved, move: str) -> str:
    """Say what a save met with; return where to go instead of making the move, or nothing."""
    if saved.is_aside:
        theirs = article.latest_revision
        text = _(
            "%(who)s has changed the same places since you opened the article. Both texts are kept;"
            " nothing else was done. Choose what is to stand."
        )
        messages.warning(request, text % {"who": _who(theirs) if theirs else ""})
        return _page_of(article, saved.revision)
    if saved.merged_with is None:
        return ""
    text = _("Merged automatically with the change of %(who)s.") % {"who": _who(saved.merged_with)}
    if move == "save":
        messages.info(request, text)
        return ""
    stop = _("Nobody has read the text as it is now: read it, and press again.")
    messages.warning(request, f"{text} {stop}")
    return reverse("admin:articles_article_change", args=[article.pk])


# The page.


def merge(admin: ModelAdmin, request: HttpRequest, article: Article, aside_pk: int) -> HttpResponse:
    """Show both texts wherever they clash; a POST saves what was chosen.

    The text is merged with the one that the page showed, whatever has come since: then the outcome
    is merged with that.
    """
    user: Any = request.user
    if not workflow.may_edit(article, user):
        raise PermissionDenied
    aside = _aside_of(article, aside_pk)
    if workflow.is_settled(aside):
        messages.info(request, _("These two texts are merged already."))
        return _to_writing(article)
    is_sent = request.method == "POST"
    theirs = _revision_of(article, request.POST["theirs"]) if "theirs" in request.POST else None
    theirs = theirs or article.latest_revision or aside
    merged = workflow.clashes_of(aside, theirs)
    form = MergeForm(request.POST if is_sent else None, merged=merged)
    if is_sent and form.is_valid():
        try:
            return _settled(request, article, aside, theirs, form)
        except workflow.MoveRefused as error:
            messages.error(request, refusal(error))
    context = admin.admin_site.each_context(request) | {
        "title": _("Merge two texts: %(article)s") % {"article": article},
        "opts": admin.opts,
        "article": article,
        "form": form,
        "media": admin.media + form.media,
        "aside": aside,
        "theirs": theirs,
        "is_mine": aside.created_by_id == user.pk,
        "questions": _questions(form, aside),
    }
    return TemplateResponse(request, "admin/articles/article/merge.html", context)


def _settled(
    request: HttpRequest,
    article: Article,
    aside: ArticleRevision,
    theirs: ArticleRevision,
    form: MergeForm,
) -> HttpResponse:
    user: Any = request.user
    decided = workflow.Decided(aside, form.choices)
    saved = workflow.settle(decided, form.content(), theirs=theirs, by=user)
    article.refresh_from_db()
    if elsewhere := tell(request, article, saved, "save"):
        return HttpResponseRedirect(elsewhere)
    messages.success(request, _("Merged and saved as you chose."))
    return _to_writing(article)


def _questions(form: MergeForm, aside: ArticleRevision) -> list[Question]:
    clashes = form.merged.clashes
    bodies = [block for one in clashes if one.field == BODY for block in _blocks(one)]
    covers = [pk for one in clashes if one.field == "cover_id" for pk in _values(one)]
    ids = [*picture_ids("".join(bodies)), *filter(None, covers)]
    pictures = Picture.objects.in_bulk(ids) if ids else {}
    names = [name for name in (f"own-{one.key}" for one in clashes) if name in form.fields]
    return [
        Question(
            label=field_labels([clash.field]),
            mine=_side(clash, clash.mine, pictures),
            theirs=_side(clash, clash.theirs, pictures),
            choice=form[f"choice-{clash.key}"],
            own=form[f"own-{clash.key}"] if f"own-{clash.key}" in names else None,
        )
        for clash in clashes
    ]


def _side(clash: Clash, value: Any, pictures: Mapping[int, Picture]) -> Side:
    if clash.field == BODY:
        return Side(rows_of("".join(clash.base), "".join(value), pictures), None)
    before, after = (replace(ArticleContent(), **{clash.field: one}) for one in (clash.base, value))
    changes = changed_fields(before, after, Names.of(before, after, pictures))
    return Side([], changes[0] if changes else None)


def _blocks(clash: Clash) -> list[str]:
    return [*clash.base, *clash.mine, *clash.theirs]


def _values(clash: Clash) -> list[Any]:
    return [clash.base, clash.mine, clash.theirs]


def _without_suggestion(
    content: ArticleContent, base: ArticleRevision, latest: ArticleRevision, user: User
) -> ArticleContent:
    """Leave out the responsible editor whom the page suggests, where a colleague has named one."""
    is_suggested = (
        not base.get("responsible_editor") and content.responsible_editor == user.display_name
    )
    if not is_suggested or not latest.get("responsible_editor"):
        return content
    return replace(content, responsible_editor="")


def _who(revision: ArticleRevision) -> str:
    """“沈知白 10:42”."""
    at = timezone.localtime(revision.created_at)
    name = revision.created_by.display_name if revision.created_by else _("Somebody")
    return f"{name} {at:%H:%M}"


def _aside_of(article: Article, pk: int) -> ArticleRevision:
    if not is_id(str(pk)):
        raise Http404
    asides = article.revisions.filter(kind=ArticleRevision.Kind.ASIDE)
    return get_object_or_404(asides.select_related("base", "created_by"), pk=pk)


def _revision_of(article: Article, pk: str) -> ArticleRevision:
    if not is_id(pk):
        raise Http404
    revisions = article.revisions.exclude(kind=ArticleRevision.Kind.ASIDE)
    return get_object_or_404(revisions.select_related("created_by"), pk=pk)


def _page_of(article: Article, aside: ArticleRevision) -> str:
    return reverse("admin:articles_article_merge", args=[article.pk, aside.pk])


def _to_writing(article: Article) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
