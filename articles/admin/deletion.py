"""Deleting an article: never a surprise, and never what readers see."""

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import counters, workflow
from articles.admin.words import refusal
from articles.forms import ReasonForm
from articles.models import Article


def delete_article(admin: ModelAdmin, request: HttpRequest, article: Article) -> HttpResponse:
    """Ask, with a reason, and delete for ever what is in the trash. Nothing else is asked about."""
    if not admin.has_delete_permission(request, article):
        raise PermissionDenied
    form = ReasonForm(_sent(request))
    if form.is_valid():
        try:
            workflow.purge(article, by=request.user, reason=form.cleaned_data["reason"])
        except workflow.MoveRefused as error:
            messages.error(request, refusal(error))
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        messages.success(request, _("“%(article)s” is deleted.") % {"article": article})
        return HttpResponseRedirect(trash_address())
    context = admin.admin_site.each_context(request) | {
        "title": _("Delete for ever"),
        "opts": admin.opts,
        "article": article,
        "revisions": article.revisions.count(),
        "totals": counters.totals([article.pk])[article.pk],
        "form": form,
    }
    return TemplateResponse(request, "admin/articles/article/delete.html", context)


def trash_address() -> str:
    """The list of what was thrown away."""
    return f"{reverse('admin:articles_article_changelist')}?desk={workflow.DeskState.TRASHED.value}"


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was posted, be it nothing; None where nothing was."""
    return request.POST if request.method == "POST" else None
