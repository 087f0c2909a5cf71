"""My account: where I am signed in, and what it takes to sign in."""

from base64 import b32encode
from io import BytesIO
from typing import Any

import segno
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from articles import journal
from articles.crypto import keyed_digest
from articles.models import StaffSession
from portal.accounts import second_factor
from portal.accounts.agents import friendly
from portal.accounts.forms import CodeForm, PasswordForm
from portal.accounts.sessions import end_others, sessions_of


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of one's own account, below /admin/."""
    views = {
        "account/": (account, "account"),
        "account/sessions/end/": (end_session, "end_session"),
        "account/second-factor/": (set_up, "second_factor"),
        "account/second-factor/remove/": (remove_factor, "remove_second_factor"),
        "account/recovery-codes/": (new_codes, "recovery_codes"),
    }
    return [
        path(address, site.admin_view(view), {"site": site}, name=name)
        for address, (view, name) in views.items()
    ]


@require_GET
def account(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """What protects the account, and all sessions that are open."""
    user: Any = request.user
    return _account(request, site, PasswordForm(user=user))


@require_POST
def end_session(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Sign out one of the person's sessions, or all but this one."""
    user: Any = request.user
    wanted = request.POST.get("session", "")
    if wanted == "others":
        ended = end_others(request)
    else:
        found = [one for one in sessions_of(user) if _label(one) == wanted]
        ended = sum(StaffSession.objects.filter(pk=one.pk).delete()[0] for one in found)
    if ended:
        journal.record("user.sessions_ended", user, by=user, sessions=ended)
        messages.success(request, _("Signed out there."))
    else:
        messages.info(request, _("That session has ended already."))
    return HttpResponseRedirect(reverse("admin:account"))


@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the secret of a new device; a code of it takes it into use.

    In the place of another it takes the password, too, as giving that one up does.
    """
    user: Any = request.user
    has_factor = second_factor.has_factor(user)
    form = CodeForm(request.POST or None)
    password = PasswordForm(request.POST or None, user=user) if has_factor else None
    if request.method == "POST" and form.is_valid() and (not password or password.is_valid()):
        if codes := second_factor.confirm(request, form.cleaned_data["code"]):
            messages.success(request, _("From now on signing in takes a code of your app."))
            return _codes(request, site, codes)
        form.add_error("code", _("This code is not right. Wait for the app's next one."))
    device = second_factor.offered(request)
    context = {
        "title": _("Second factor"),
        "form": form,
        "password": password,
        "is_demanded": second_factor.is_due(request),
        "has_factor": has_factor,
        "qr": _qr(device.config_url),
        "secret": _grouped(device.bin_key),
    }
    return _page(request, site, "second_factor", context)


@sensitive_post_parameters("password")
@require_POST
def remove_factor(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Give the second factor up, with the password; all sessions end, this one too."""
    user: Any = request.user
    form = PasswordForm(request.POST, user=user)
    if not form.is_valid():
        return _account(request, site, form, status=422)
    second_factor.remove(user, by=user)
    return HttpResponseRedirect(reverse("admin:login"))


@sensitive_post_parameters("password")
@require_POST
def new_codes(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Replace the recovery codes, with the password, and show the new ones once."""
    user: Any = request.user
    form = PasswordForm(request.POST, user=user)
    if not form.is_valid() or not second_factor.has_factor(user):
        return _account(request, site, form, status=422)
    codes = second_factor.renew_recovery_codes(user)
    journal.record("user.recovery_codes_renewed", user, by=user)
    return _codes(request, site, codes)


def _account(
    request: HttpRequest, site: AdminSite, form: PasswordForm, status: int = 200
) -> HttpResponse:
    user: Any = request.user
    here = request.session.session_key
    context = {
        "title": _("My account"),
        "form": form,
        "has_factor": second_factor.has_factor(user),
        "codes_left": second_factor.recovery_codes_left(user),
        "sessions": [
            {
                "row": one,
                "browser": friendly(one.agent),
                "label": _label(one),
                "is_here": one.session_key == here,
            }
            for one in sessions_of(user)
        ],
    }
    return _page(request, site, "account", context, status)


def _codes(request: HttpRequest, site: AdminSite, codes: list[str]) -> HttpResponse:
    return _page(request, site, "recovery_codes", {"title": _("Recovery codes"), "codes": codes})


def _page(
    request: HttpRequest, site: AdminSite, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    whole = site.each_context(request) | context
    return TemplateResponse(request, f"admin/accounts/{name}.html", whole, status=status)


def _label(session: StaffSession) -> str:
    """What stands for a session in the page: its key is a password and stays in the cookie."""
    return keyed_digest("session", session.session_key.encode())[:20]


def _qr(address: str) -> SafeString:
    file = BytesIO()
    segno.make(address, error="m").save(
        file, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2
    )
    return mark_safe(file.getvalue().decode())  # noqa: S308 (drawn by segno: no text is in it)


def _grouped(key: bytes) -> str:
    """The secret in groups of four, to be typed where no camera is."""
    secret = b32encode(key).decode().rstrip("=")
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
