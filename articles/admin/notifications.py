"""What I was told, and how I want to be told it: pages of everybody's own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import notifications
from articles.models import Notification, User
from articles.notifications import Choice
from articles.pagination import page_or_404
from articles.permalinks import is_id
from articles.public_pages import private_page

A_PAGE = 30


@dataclass(frozen=True)
class Told:
    """One notification in words."""

    pk: int
    sentence: str
    reason: str
    at: datetime
    is_unread: bool


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of this module, below /admin/."""
    views: dict[str, tuple[Callable[..., HttpResponse], str]] = {
        "notifications/": (listed, "notifications"),
        "notifications/choices/": (choices, "notification_choices"),
        "notifications/read/": (read_all, "notifications_read"),
        "notifications/<int:pk>/open/": (open_one, "notification_open"),
    }
    return [
        path(address, site.admin_view(view), {"site": site}, name=name)
        for address, (view, name) in views.items()
    ]


@require_safe
def listed(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Everything that this person was told, what is unread first."""
    user: Any = request.user
    is_read = ExpressionWrapper(Q(read_at__isnull=False), output_field=BooleanField())
    mine = notifications.of(user).select_related("article", "actor").defer("article__body")
    page = page_or_404(mine.order_by(is_read, "-pk"), request, per_page=A_PAGE)
    context = site.each_context(request) | {
        "title": _("Notifications"),
        "page": page,
        "told": [in_words(one) for one in page],
    }
    response = TemplateResponse(request, "admin/notifications/list.html", context)
    return private_page(response)


@require_POST
def open_one(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Mark one as read; go to what it is about, or back to the list."""
    user: Any = request.user
    mine = notifications.of(user)
    one = get_object_or_404(mine.select_related("article").defer("article__body"), pk=pk)
    notifications.mark_read(Notification.objects.filter(pk=one.pk))
    if one.article is None or "stay" in request.POST:
        return HttpResponseRedirect(reverse("admin:notifications"))
    return HttpResponseRedirect(notifications.address_of(one.event, one.article))


@require_POST
def read_all(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Mark everything as read that the person has seen: nothing newer than the list shown."""
    user: Any = request.user
    newest = request.POST.get("newest", "")
    seen = Notification.objects.filter(user=user)
    if is_id(newest):
        seen = seen.filter(pk__lte=int(newest))
    notifications.mark_read(seen)
    return HttpResponseRedirect(reverse("admin:notifications"))


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Event by event: on the desk, by mail, both, neither."""
    user: Any = request.user
    if request.method == "POST":
        _choose(user, request)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("admin:notification_choices"))
    context = site.each_context(request) | {
        "title": _("What I am told"),
        "choices": notifications.choices_of(user),
    }
    response = TemplateResponse(request, "admin/notifications/choices.html", context)
    return private_page(response)


def in_words(one: Notification) -> Told:
    """The notification in the language spoken now."""
    said = notifications.sentence(one.event, one.article, one.actor)
    reason = notifications.reason_in_words(one.event, one.reason)
    return Told(one.pk, said, reason, one.created_at, one.read_at is None)


def _choose(user: User, request: HttpRequest) -> None:
    on_desk, by_mail = request.POST.getlist("desk"), request.POST.getlist("mail")
    notifications.choose(
        user,
        [
            Choice(event, on_desk=event.value in on_desk, by_mail=event.value in by_mail)
            for event in notifications.events_for(user)
        ],
    )
