"""An article in the trash: what it was, the way back, and the way out for ever."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles import workflow
from articles.admin.deletion import trash_address
from articles.admin.timeline import steps_of
from articles.admin.words import DONE, refusal, state_mark
from articles.models import Article
from articles.workflow import DeskState

View = Callable[..., Callable[..., HttpResponse]]


def paths(admin: ModelAdmin, wrap: View) -> list[URLPattern]:
    """The addresses of this module, below /admin/articles/article/."""

    def untrash_view(request: HttpRequest, pk: int) -> HttpResponse:
        return untrash(request, admin.article_or_404(request, pk))

    return [path("<int:pk>/untrash/", wrap(untrash_view), name="articles_article_untrash")]


def show(admin: ModelAdmin, request: HttpRequest, article: Article) -> HttpResponse:
    """Show the article where its writing page was: it is not written on before it is back."""
    steps = steps_of(article)
    context = admin.admin_site.each_context(request) | {
        "title": str(article),
        "opts": admin.opts,
        "article": article,
        "mark": state_mark(DeskState.TRASHED),
        "thrown": next((step for step in steps if step.action == "article.trash"), None),
        "moves": workflow.moves_open_to(request.user, article),
        "trash_address": trash_address(),
    }
    return TemplateResponse(request, "admin/articles/article/trashed.html", context)


def untrash(request: HttpRequest, article: Article) -> HttpResponse:
    """Put the article back. GET is refused: it writes."""
    if request.method != "POST":
        raise Http404
    if not workflow.may_make("untrash", article, request.user):
        raise PermissionDenied
    try:
        workflow.untrash(article, by=request.user)
    except workflow.MoveRefused as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, DONE["untrash"])
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
