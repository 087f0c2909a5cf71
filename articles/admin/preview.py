"""Preview: the page that readers will see, at the width of a phone, a tablet, a desktop."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from articles import autosaves, workflow
from articles.article_page import article_page_context
from articles.forms import ArticleForm
from articles.models import Article, ArticleRevision, User
from articles.permalinks import is_id
from articles.public_pages import private_page

View = Callable[..., Callable[..., HttpResponse]]

WIDTHS = {
    390: gettext_lazy("Phone"),
    820: gettext_lazy("Tablet"),
    1440: gettext_lazy("Desktop"),
}
DEFAULT_WIDTH = 1440


@dataclass(frozen=True)
class Width:
    """One choice of the switch; `query` leads to it without a script."""

    pixels: int
    label: str
    query: str
    is_chosen: bool


def paths(admin: ModelAdmin, wrap: View) -> list[URLPattern]:
    """The addresses of this module, below /admin/articles/article/."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @csp_replace({"frame-src": [SELF]})
    def preview_view(request: HttpRequest, pk: int) -> HttpResponse:
        article = admin.article_or_404(request, pk)
        if request.method == "POST":
            return keep_typed(request, article)
        return framed(admin, request, article)

    @require_safe
    @xframe_options_sameorigin
    @csp_replace({"frame-ancestors": [SELF]})
    def page_view(request: HttpRequest, pk: int) -> HttpResponse:
        return page(request, admin.article_or_404(request, pk))

    return [
        path("<int:pk>/preview/", wrap(preview_view), name="articles_article_preview"),
        path("<int:pk>/preview/page/", wrap(page_view), name="articles_article_preview_page"),
    ]


def framed(admin: ModelAdmin, request: HttpRequest, article: Article) -> HttpResponse:
    """The page in a frame as wide as the chosen screen."""
    asked = request.GET.get("width", "")
    chosen = next((w for w in WIDTHS if str(w) == asked), DEFAULT_WIDTH)
    text = {}
    if "revision" in request.GET:
        text = {"revision": _revision_of(article, request.GET["revision"]).pk}
    shown = reverse("admin:articles_article_preview_page", args=[article.pk])
    context = admin.admin_site.each_context(request) | {
        "title": _("Preview: %(article)s") % {"article": article},
        "opts": admin.opts,
        "article": article,
        "widths": [
            Width(w, str(label), urlencode({"width": w} | text), w == chosen)
            for w, label in WIDTHS.items()
        ],
        "width": chosen,
        "shown": f"{shown}?{urlencode(text)}" if text else shown,
        "may_edit": workflow.may_edit(article, request.user),
    }
    response = TemplateResponse(request, "admin/articles/article/preview_frame.html", context)
    return private_page(response)


def keep_typed(request: HttpRequest, article: Article) -> HttpResponse:
    """Keep what the writing page has just sent as this person's autosave, and preview that."""
    user: Any = request.user
    if not workflow.may_edit(article, user):
        raise PermissionDenied
    typed = {name: request.POST[name] for name in ArticleForm.base_fields if name in request.POST}
    began = typed.pop("base", "")
    base = article.revisions.filter(pk=began).first() if is_id(began) else None
    try:
        autosaves.keep(article, user, typed, base=base)
    except autosaves.TooLong:
        messages.error(request, _("The text is too long to be previewed unsaved. Save it first."))
    except autosaves.ArticleGone:
        raise Http404 from None
    return HttpResponseRedirect(reverse("admin:articles_article_preview", args=[article.pk]))


def page(request: HttpRequest, article: Article) -> HttpResponse:
    """The readers' page itself with this person's newest text, or that of ``?revision=``.

    What readers see already is shown as it is; anything else says that it is not published.
    """
    user: Any = request.user
    typed = None
    if "revision" in request.GET:
        revision: ArticleRevision | None = _revision_of(article, request.GET["revision"])
    else:
        typed = typed_text(article, user)
        revision = typed or article.latest_revision
    context = article_page_context(article, revision, preview=True)
    is_seen = article.is_published and (revision is None or revision.pk == article.live_revision_id)
    context |= {
        "is_seen": is_seen and not typed,
        "is_typed": typed is not None,
        "saved_at": revision.created_at if revision else article.saved_at,
    }
    return private_page(render(request, "admin/articles/article/preview.html", context))


def typed_text(article: Article, user: User) -> ArticleRevision | None:
    """What this person has typed and not saved, as a revision that nobody stores.

    None if there is nothing newer than what was saved, or nothing that makes a text. Fields that
    no form would take (half an address) are left out.
    """
    kept = autosaves.of(article, user) if workflow.may_edit(article, user) else None
    latest = article.latest_revision
    if kept is None or (latest and latest.created_at > kept.saved_at):
        return None
    values, content = dict(kept.values), workflow.content_of(article)
    for _attempt in range(2):
        form = ArticleForm(values, content=content, user=user, move="save", instance=article)
        if form.is_valid():
            revision = form.content().to_revision()
            revision.article, revision.created_at = article, kept.saved_at
            return revision
        values = {name: value for name, value in values.items() if name not in form.errors}
    return None


def _revision_of(article: Article, pk: str) -> ArticleRevision:
    if not is_id(pk):
        raise Http404
    return get_object_or_404(article.revisions, pk=pk)
