"""The door of the editorial office: whoever guesses passwords is soon told to wait."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, cast

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import BACKEND_SESSION_KEY, REDIRECT_FIELD_NAME
from django.contrib.auth import login as auth_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods
from django_otp import login as mark_verified

from articles import journal, throttling
from articles.models import User
from articles.networks import client_network
from portal.accounts import second_factor, sessions
from portal.accounts.forms import CodeForm

WINDOW_S = 15 * 60
# Attempts from one network, the successful ones included. People mistype a few times; a newsroom
# behind one address signs in one after the other.
FOR_ONE_ACCOUNT = 10
FOR_ALL_ACCOUNTS = 100
CODE_WITHIN = timedelta(minutes=10)  # time to find the telephone
PENDING = "pending_sign_in"


class CodeDue(Exception):
    """The password was right, and this person has a second factor."""

    def __init__(self, user: User) -> None:
        super().__init__()
        self.user = user


class StaffLoginForm(AdminAuthenticationForm):
    """Counts an attempt before it looks at the password.

    By network, so that nobody is locked out by a stranger who knows the name of the account.
    Raises CodeDue where a code must follow.
    """

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        request = cast(HttpRequest, self.request)  # Django's view always gives it
        network = client_network(request)
        name = (self.cleaned_data.get("username") or "").casefold()
        for what, who, limit in (
            ("login.network", network, FOR_ALL_ACCOUNTS),  # first: names can be made up for ever
            ("login.account", f"{network} {name}", FOR_ONE_ACCOUNT),
        ):
            verdict = throttling.allow(what, who, limit=limit, window_s=WINDOW_S)
            if not verdict:
                raise _too_many(verdict.retry_after_s)
        try:
            cleaned = super().clean()
        except ValidationError:
            _note_failure(self.cleaned_data.get("username") or "", network)
            raise
        user = cast(User, self.get_user())
        if user and second_factor.has_factor(user):
            raise CodeDue(user)
        return cleaned


def noted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap Django's sign-in: note who has come in, and ask for the code where one is due."""

    @wraps(view)
    def sign_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except CodeDue as due:
            request.session[PENDING] = {
                "user": due.user.pk,
                "proof": due.user.get_session_auth_hash(),  # of this password, and no later one
                "backend": cast(Any, due.user).backend,
                "at": timezone.now().isoformat(),
                "next": request.POST.get(REDIRECT_FIELD_NAME, ""),
            }
            return HttpResponseRedirect(reverse("admin:sign_in_code"))
        if request.method == "POST" and BACKEND_SESSION_KEY in request.session:
            _note_entry(request)
        return response

    return sign_in


@sensitive_post_parameters("code")
@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def ask_code(request: HttpRequest, *, context: dict[str, Any]) -> HttpResponse:
    """The second step of signing in: a code of the person whose password was right."""
    pending = request.session.get(PENDING, {})
    user = User.objects.filter(pk=pending.get("user"), is_active=True, is_staff=True).first()
    at = parse_datetime(pending.get("at", ""))
    is_late = at is None or timezone.now() - at > CODE_WITHIN
    if user is None or is_late or pending.get("proof") != user.get_session_auth_hash():
        return HttpResponseRedirect(reverse("admin:login"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device, refusal = _verified(request, user, form.cleaned_data["code"])
        if device is not None:
            auth_login(request, user, backend=pending["backend"])
            mark_verified(request, device)
            request.session.pop(PENDING, None)
            _note_entry(request)
            return HttpResponseRedirect(_onwards(request, pending["next"]))
        form.add_error("code", refusal)
    context |= {"title": _("Second factor"), "form": form}
    return TemplateResponse(request, "admin/accounts/code.html", context)


def _verified(request: HttpRequest, user: User, code: str) -> tuple[Any, Any]:
    network = client_network(request)
    who = f"{network} {user.pk}"
    verdict = throttling.allow("login.code", who, limit=FOR_ONE_ACCOUNT, window_s=WINDOW_S)
    if not verdict:
        return None, _too_many(verdict.retry_after_s)
    if device := second_factor.verify(user, code):
        return device, None
    journal.record("user.code_refused", user, by=None, network=network)
    return None, _("This code is not right. Wait for the app's next one.")


def _onwards(request: HttpRequest, address: str) -> str:
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure()):
        return address
    return reverse("admin:index")


def _note_entry(request: HttpRequest) -> None:
    user: Any = request.user
    sessions.mark(request)
    journal.record("user.sign_in", user, by=user, network=client_network(request))


def _note_failure(name: str, network: str) -> None:
    """Note the account, never what was typed for its name: it may be a password."""
    account = User.objects.filter(username=name).first() or User()
    journal.record("user.sign_in_failed", account, by=None, network=network)


def _too_many(retry_after_s: int) -> ValidationError:
    minutes = -(-retry_after_s // 60)
    message = ngettext(
        "Too many attempts. Please try again in a minute.",
        "Too many attempts. Please try again in %(minutes)d minutes.",
        minutes,
    )
    return ValidationError(message, code="too_many", params={"minutes": minutes})
