"""The admin speaks the language that the staff member chose; public pages know nothing of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "admin_language"
COOKIE_AGE_S = 365 * 24 * 3600

View = Callable[..., HttpResponse]


def language_of(request: HttpRequest) -> str:
    """The chosen language, or the site's."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def spoken(view: View) -> View:
    """Answer in the staff member's language, templates included."""

    @wraps(view)
    def speaking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(language_of(request)):
            response = view(request, *args, **kwargs)
            # Templates are rendered after the view: here, or in the wrong language.
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()
            return response

    return speaking


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember the posted language and go back to the page."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = reverse("admin:index")
    response = HttpResponseRedirect(back)
    if request.POST.get("language") in dict(settings.LANGUAGES):
        response.set_cookie(
            COOKIE,
            request.POST["language"],
            max_age=COOKIE_AGE_S,
            path=reverse("admin:index"),
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response
