"""The door of the editorial office: whoever guesses passwords is soon told to wait."""

from typing import Any, cast

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from articles import throttling
from articles.networks import client_network

WINDOW_S = 15 * 60
# Attempts from one network, the successful ones included. People mistype a few times; a newsroom
# behind one address signs in one after the other.
FOR_ONE_ACCOUNT = 10
FOR_ALL_ACCOUNTS = 100


class StaffLoginForm(AdminAuthenticationForm):
    """Counts an attempt before it looks at the password.

    By network, so that nobody is locked out by a stranger who knows the name of the account.
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
        return super().clean()


def _too_many(retry_after_s: int) -> ValidationError:
    minutes = -(-retry_after_s // 60)
    message = ngettext(
        "Too many attempts. Please try again in a minute.",
        "Too many attempts. Please try again in %(minutes)d minutes.",
        minutes,
    )
    return ValidationError(message, code="too_many", params={"minutes": minutes})
