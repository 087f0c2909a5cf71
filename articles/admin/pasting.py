"""A save that shows its work: what the server took out of the text, and the text as it came."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.forms import ArticleForm
from articles.models import Article
from articles.pasting import Tidied, tidy

ORIGINAL = "text_as_it_came"  # in the session: nobody else's browser has it
KEPT_CHARS = 200_000  # a session is no archive; a long report has 20,000


def paths(admin: ModelAdmin, wrap: Callable) -> list[URLPattern]:
    """The addresses of this module, below /admin/articles/article/."""

    @never_cache
    @require_safe
    def original_view(request: HttpRequest, pk: int) -> HttpResponse:
        return original(admin, request, admin.article_or_404(request, pk))

    return [path("<int:pk>/original/", wrap(original_view), name="articles_article_original")]


def take(request: HttpRequest, form: ArticleForm) -> Tidied:
    """Tidy the text of a valid form, copying its remote pictures; call it outside a transaction."""
    user: Any = request.user
    tidied = tidy(form.data.get("body", ""), by=user)
    form.cleaned_data["body"] = tidied.body
    return tidied


def tell(request: HttpRequest, article: Article, tidied: Tidied, original: str) -> None:
    """Say what was done to the text; if something was, keep the original until the next save."""
    request.session.pop(ORIGINAL, None)
    if not tidied.is_news:
        return
    request.session[ORIGINAL] = {
        "article": article.pk,
        "html": original[:KEPT_CHARS],
        "is_cut": len(original) > KEPT_CHARS,
    }
    said = [tidied.removed, _copied(tidied.copied), *tidied.failures]
    address = reverse("admin:articles_article_original", args=[article.pk])
    text = format_html(
        '{} <a href="{}">{}</a>', " ".join(filter(None, said)), address, _("See the original")
    )
    messages.add_message(request, messages.WARNING if tidied.failures else messages.INFO, text)


def original(admin: ModelAdmin, request: HttpRequest, article: Article) -> HttpResponse:
    """The text as this person's last save sent it, as text, never as a page."""
    kept: dict[str, Any] = request.session.get(ORIGINAL, {})
    if kept.get("article") != article.pk:
        raise Http404
    context = admin.admin_site.each_context(request) | {
        "title": _("The text as it came"),
        "opts": admin.opts,
        "article": article,
        "kept": kept,
    }
    return TemplateResponse(request, "admin/articles/article/original.html", context)


def _copied(count: int) -> str:
    if not count:
        return ""
    text = ngettext(
        "%(count)d picture was copied into the library.",
        "%(count)d pictures were copied into the library.",
        count,
    )
    return text % {"count": count}
