"""Requests as they come over the wire: no client tidies them up before the application."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from portal.wsgi import application

OURS = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_USER_AGENT": "Mozilla/5.0"}


class Answer(NamedTuple):
    """What the application server would send."""

    status: int
    headers: dict[str, str]
    body: bytes


def send(
    address: str, method: str = "GET", *, body: bytes = b"", content_type: str = "", **environ: str
) -> Answer:
    """Ask for an address, percent signs and all, as gunicorn would hand it on.

    `environ` overrides whatever WSGI carries: ``HTTP_COOKIE=…``, ``CONTENT_LENGTH=…``.
    """
    path, _mark, query = address.partition("?")
    given = {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote_to_bytes(path.encode("utf-8", "surrogatepass")).decode("latin-1"),
        "QUERY_STRING": query.encode("utf-8", "surrogatepass").decode("latin-1"),
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": BytesIO(),
    }
    if body:
        given |= {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body))}
    head: list[tuple[str, dict[str, str]]] = []
    with _connections_kept():
        answer = application(
            given | environ, lambda status, lines: head.append((status, dict(lines)))
        )
        content = b"".join(answer)
        if close := getattr(answer, "close", None):
            close()
    status, headers = head[-1]
    return Answer(int(status.split()[0]), headers, content)


@contextmanager
def _connections_kept() -> Iterator[None]:
    """The test's transaction lives on the connection that a request would close at its end."""
    edges = (request_started, request_finished)
    for edge in edges:
        edge.disconnect(close_old_connections)
    yield
    for edge in edges:
        edge.connect(close_old_connections)
