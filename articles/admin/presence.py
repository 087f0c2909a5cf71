"""Who else is at the article, and whether somebody has saved it meanwhile."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import presence, workflow
from articles.models import Article, EditingSession, User

View = Callable[..., Callable[..., HttpResponse]]


def paths(admin: ModelAdmin, wrap: View) -> list[URLPattern]:
    """The addresses of this module, below /admin/articles/article/."""

    def presence_view(request: HttpRequest, pk: int) -> HttpResponse:
        return ping(request, admin.article_or_404(request, pk))

    def left_view(request: HttpRequest, pk: int) -> HttpResponse:
        return leave(request, admin.article_or_404(request, pk))

    return [
        path("<int:pk>/presence/", wrap(presence_view), name="articles_article_presence"),
        path("<int:pk>/presence/left/", wrap(left_view), name="articles_article_left"),
    ]


def ping(request: HttpRequest, article: Article) -> HttpResponse:
    """Note that this person is at the article; answer what the page should know."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user: Any = request.user
    if not workflow.may_edit(article, user):
        raise PermissionDenied
    presence.seen(article, user)
    return JsonResponse(news(article, user, request.POST.get("base", "")))


def leave(request: HttpRequest, article: Article) -> HttpResponse:
    """The page was closed; the browser waits for no answer."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user: Any = request.user
    presence.left(article, user)
    return HttpResponse(status=204)


def news(article: Article, user: User, base: str) -> dict[str, Any]:
    """Sentences about the others, and about a text that is newer than the one begun from."""
    return {
        "others": [told(visit) for visit in presence.others_at(article, user)],
        "newer": _newer(article, base),
    }


def told(visit: EditingSession) -> str:
    """“沈知白 is editing, too, since 10:42”."""
    since = timezone.localtime(visit.opened_at)
    return _("%(name)s is editing, too, since %(time)s") % {
        "name": visit.user.display_name,
        "time": f"{since:%H:%M}",
    }


def _newer(article: Article, base: str) -> str:
    latest = article.latest_revision
    if latest is None or not base or str(latest.pk) == base:
        return ""
    at = timezone.localtime(latest.created_at)
    name = latest.created_by.display_name if latest.created_by else _("Somebody")
    return _("%(name)s saved a newer text at %(time)s: when you save, both are merged.") % {
        "name": name,
        "time": f"{at:%H:%M}",
    }
