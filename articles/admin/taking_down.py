"""Taking an article from the readers: a page of its own asks why, and whether it is meant."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from articles import counters, workflow
from articles.admin.buttons import SECOND_STEP
from articles.admin.words import DONE, refusal
from articles.forms import ReasonForm
from articles.models import Article

View = Callable[..., Callable[..., HttpResponse]]

TITLES = {"withdraw": _("Withdraw “%(article)s”"), "retract": _("Retract “%(article)s”")}


def paths(admin: ModelAdmin, wrap: View) -> list[URLPattern]:
    """The addresses of this module, below /admin/articles/article/."""

    def view_of(move: str) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            return take_down(admin, request, admin.article_or_404(request, pk), move)

        return view

    return [
        path(f"<int:pk>/{move}/", wrap(view_of(move)), name=f"articles_article_{move}")
        for move in SECOND_STEP
    ]


def take_down(admin: ModelAdmin, request: HttpRequest, article: Article, move: str) -> HttpResponse:
    """Withdraw or retract, with a reason; asked with GET, done with POST."""
    if not workflow.may_make(move, article, request.user):
        raise PermissionDenied
    if request.method != "POST":
        return ask(admin, request, article, move)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(admin, request, article, move, form)
    try:
        getattr(workflow, move)(article, by=request.user, reason=form.cleaned_data["reason"])
    except workflow.MoveRefused as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, DONE[move])
    return _back_to(article)


def ask(
    admin: ModelAdmin, request: HttpRequest, article: Article, move: str, reason: str = ""
) -> HttpResponse:
    """Show what readers will lose, and ask why; `reason` is what was written already."""
    if move not in workflow.moves_open_to(request.user, article):
        messages.error(request, refusal(workflow.AlreadyMoved()))
        return _back_to(article)
    return _page(admin, request, article, move, ReasonForm(initial={"reason": reason}))


def _page(
    admin: ModelAdmin, request: HttpRequest, article: Article, move: str, form: ReasonForm
) -> HttpResponse:
    context: dict[str, Any] = admin.admin_site.each_context(request) | {
        "title": TITLES[move] % {"article": article},
        "opts": admin.opts,
        "article": article,
        "move": move,
        "address": reverse(f"admin:articles_article_{move}", args=[article.pk]),
        "totals": counters.totals([article.pk])[article.pk],
        "form": form,
    }
    return TemplateResponse(request, "admin/articles/article/take_down.html", context)


def _back_to(article: Article) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
