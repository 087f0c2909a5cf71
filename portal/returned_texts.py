"""A text sent from the writing page by somebody who is signed out by now.

Signing in would throw the form away, so the text comes back on a page: sign in in a new tab, then
press the button. Signing in changes the token of forms, so the first press may come back once more.
Where scripts run, the writing page has noticed before (static/js/admin/saving.js).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.html import plain_text
from articles.public_forms import is_same_site
from articles.public_pages import private_page

WRITING = ("articles_article_add", "articles_article_change")
# Of the body, to be recognised by. Nobody is signed in: a stranger may send five megabytes, and
# reading those as HTML takes ten seconds. What is sent again is the whole.
SHOWN_CHARS = 20_000

View = Callable[..., HttpResponse]


def returning_texts(view: View) -> View:
    """Where `view` sends a text's writer to sign in, give the text back instead."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        to_login = response.headers.get("Location", "").startswith(reverse("admin:login"))
        return (returned(request) if to_login else None) or response

    return answer


def returned(request: HttpRequest) -> HttpResponse | None:
    """The page with the text; None for anything but a text sent from our own writing page.

    A stranger's page may send what it likes: shown here, it would be saved with a press.
    """
    match = request.resolver_match
    is_text = request.method == "POST" and match is not None and match.url_name in WRITING
    if not is_text or not is_same_site(request):
        return None
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    context = admin.site.each_context(request) | {
        "title": _("Your text is still here"),
        "headline": request.POST.get("headline", ""),
        "text": plain_text(request.POST.get("body", "")[:SHOWN_CHARS]),
        "sent": sent,
        "action": request.get_full_path(),
    }
    return private_page(render(request, "admin/returned_text.html", context, status=403))
