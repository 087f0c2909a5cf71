"""What is set right before Django sees a request, and after it has answered."""

import re
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)


def in_utf8(application: Application) -> Application:
    """Have the application read queries and forms as UTF-8, the one encoding our pages send.

    The charset that a Content-Type claims can be no text encoding at all (``base64``); Django
    would fail over it before any middleware runs, on every page.
    """

    def decoded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if content_type := environ.get("CONTENT_TYPE"):
            environ["CONTENT_TYPE"] = _CHARSET.sub("", content_type)
        return application(environ, start_response)

    return decoded


def without_body_for_head(application: Application) -> Application:
    """Send no body where none may be: Django leaves that to the server, and gunicorn complains."""

    def answered(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = application(environ, start_response)
        if environ.get("REQUEST_METHOD") != "HEAD":
            return body
        if close := getattr(body, "close", None):
            close()
        return []

    return answered
