"""The admin as the editorial office."""

from functools import partial, wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from portal import staff_language
from portal.returned_texts import returning_texts

# What a newsroom opens all day stands in the head; everything else is one click further.
MAIN = ("Article", "Comment", "Picture", "Category", "Tag", "Author")

MOST_WORDS = 100  # of a search in a list
MOST_DIGITS = 4000  # int() reads 4300

# Where one may be before the second factor is set up.
WITHOUT_SECOND_FACTOR = ("second_factor", "language", "logout", "jsi18n")


class PortalAdminSite(AdminSite):
    """Django's admin under our name, in our clothes, beginning with what needs somebody now."""

    site_title = _("Editorial office")
    site_header = _("Editorial office")
    index_title = _("Dashboard")
    enable_nav_sidebar = False

    def get_urls(self) -> list[URLPattern]:
        from articles.admin import notifications  # models are not loaded before
        from portal.accounts import views as accounts
        from portal.statistics import views as statistics

        own = [
            path("language/", self.admin_view(staff_language.choose), name="language"),
            path("login/code/", staff_language.spoken(self.login_code), name="sign_in_code"),
            *accounts.urls(self),
            *statistics.urls(self),
            *notifications.urls(self),
        ]
        return [*own, *super().get_urls()]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        guarded = super().admin_view(_with_second_factor(view), cacheable)
        return staff_language.spoken(_storable(returning_texts(guarded)))

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        from portal import staff_login

        return staff_language.spoken(staff_login.noted(super().login))(request, extra_context)

    def login_code(self, request: HttpRequest) -> HttpResponse:
        """The second step of signing in."""
        from portal import staff_login

        context = self.each_context(request) | {"app_path": request.get_full_path()}
        return staff_login.ask_code(request, context=context)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        pages = _pages(request) if context["has_permission"] else []
        is_elsewhere = any(page["is_current"] for page in pages)
        models = {
            model["object_name"]: model
            | {"is_current": not is_elsewhere and request.path.startswith(address)}
            for app in context["available_apps"]
            for model in app["models"]
            if (address := model["admin_url"])
        }
        return context | {
            "menu": [models[name] for name in MAIN if name in models],
            "menu_pages": pages,
            "menu_rest": [model for name, model in models.items() if name not in MAIN],
            # Asked by the head alone, so that a page without one asks nothing.
            "unread_notifications": partial(_unread, request.user),
        }

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        from portal import dashboard  # models are not loaded when Django imports this module

        return super().index(request, dashboard.context_for(request.user) | (extra_context or {}))


def _unread(user: Any) -> str:
    """The number beside the bell, empty for none."""
    from articles import notifications

    number = notifications.unread_number(user)
    most = notifications.MOST_SHOWN
    return f"{most}+" if number > most else str(number or "")


def _pages(request: HttpRequest) -> list[dict[str, Any]]:
    """Pages of the head that are no list of a model, for those who may open them."""
    pages = [
        (_("Calendar"), "admin:articles_article_calendar", "articles.view_article"),
        (_("Statistics"), "admin:statistics", "articles.view_statistics"),
    ]
    return [
        {"name": name, "address": address, "is_current": request.path.startswith(address)}
        for name, route, permission in pages
        if request.user.has_perm(permission) and (address := reverse(route))
    ]


def _with_second_factor(view: Any) -> Any:
    """Lead whoever lacks the second factor that the desk demands to where it is set up."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from portal.accounts import second_factor, sessions

        where = request.resolver_match.url_name if request.resolver_match else None
        if second_factor.is_due(request) and where not in WITHOUT_SECOND_FACTOR:
            return HttpResponseRedirect(reverse("admin:second_factor"))
        sessions.keep_seen(request)
        return view(request, *args, **kwargs)

    return answer


def _storable(view: Any) -> Any:
    """Refuse what no column can hold, and no list of the desk can have offered.

    That is NUL in the query of an address, and numbers of many digits among ids: SQLite's driver
    raises OverflowError for them, PostgreSQL DataError, and of thousands of digits int() itself
    ValueError. And a search for so many words that SQLite's parser gives up.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if any("\x00" in value for _name, values in request.GET.lists() for value in values):
            raise BadRequest("NUL in the address.")
        if len(request.GET.get("q", "").split()) > MOST_WORDS:
            raise BadRequest("A search for that many words.")
        sent = (value for _name, values in request.POST.lists() for value in values)
        if any(len(value) > MOST_DIGITS and value.isdigit() for value in sent):
            raise BadRequest("A number that no column can hold.")
        try:
            return view(request, *args, **kwargs)
        except (OverflowError, DataError):
            raise BadRequest("A number that no column can hold.") from None

    return answer
