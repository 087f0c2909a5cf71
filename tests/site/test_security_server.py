"""What the application server believes of a request before Django sees it."""

import importlib
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.http import wsgi
from gunicorn.http.parser import RequestParser

from portal import server

PROXY = "10.1.2.3"


@pytest.fixture
def served(monkeypatch):
    """Return what the application gets of a request, with these TRUSTED_PROXIES."""

    def environ(headers: str, *, peer: str, trusted: str = "") -> dict[str, Any]:
        monkeypatch.setenv("TRUSTED_PROXIES", trusted)
        importlib.reload(server)
        config = Config()
        for name in ("forwarded_allow_ips", "forwarder_headers", "secure_scheme_headers"):
            config.set(name, getattr(server, name))
        raw = f"GET / HTTP/1.1\r\nHost: news.example\r\n{headers}\r\n\r\n".encode()
        request = next(RequestParser(config, iter([raw]), (peer, 50123)))
        return wsgi.create(request, None, (peer, 50123), ("127.0.0.1", 8000), config)[1]

    yield environ
    monkeypatch.undo()
    importlib.reload(server)


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", PROXY])
def test_nobody_is_believed_that_a_request_came_encrypted(served, peer):
    assert served("X-Forwarded-Proto: https", peer=peer)["wsgi.url_scheme"] == "http"


@pytest.mark.parametrize("trusted", ["10.1.2.3", "10.0.0.0/8", "10.1.2.3/8", "::1, 10.1.2.3"])
def test_a_trusted_proxy_is_believed(served, trusted):
    given = served("X-Forwarded-Proto: https", peer=PROXY, trusted=trusted)
    assert given["wsgi.url_scheme"] == "https"


@pytest.mark.parametrize("trusted", ["", "10.0.0.0/8"])
@pytest.mark.parametrize("peer", ["127.0.0.1", PROXY])
def test_no_request_moves_the_site_under_another_path(served, peer, trusted):
    given = served("SCRIPT_NAME: /evil\r\nPATH_INFO: /admin/", peer=peer, trusted=trusted)
    assert (given["SCRIPT_NAME"], given["PATH_INFO"]) == ("", "/")
    assert not [name for name in given if "evil" in str(given[name])]
