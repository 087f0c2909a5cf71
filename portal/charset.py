"""One character encoding for whatever comes in."""

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
