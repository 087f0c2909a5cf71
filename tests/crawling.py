"""Everything that a reader can find by following links, as a crawler would."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client

LINK = re.compile(r'(?:href|src|action|content)="([^"]+)"|<(?:link|loc)>([^<]+)<')
OUR_HOSTS = (None, "127.0.0.1", "testserver")


def everything_in(response: HttpResponse) -> str:
    """Status line, headers, cookies and body: all that a reader gets to know."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{headers}\n{response.cookies}\n{body.decode(errors='replace')}"


def links_in(page: str, base: str) -> Iterator[str]:
    """Addresses of our own pages in the text of a page, a feed or a sitemap."""
    for link in LINK.findall(page):
        target = urlsplit(urljoin(base, unescape(link[0] or link[1])))
        if target.scheme in ("", "http") and target.hostname in OUR_HOSTS:
            path = f"{target.path}?{target.query}" if target.query else target.path
            if path.startswith("/") and not path.startswith(("/static/", "/media/", "/admin/")):
                yield path


def crawl(client: Client, starts: Iterable[str]) -> dict[str, str]:
    """Open every page that can be reached from `starts`; return what was answered, by address."""
    waiting, seen = list(starts), {}
    while waiting:
        path = urldefrag(waiting.pop()).url
        if path in seen:
            continue
        response = client.get(path)
        assert response.status_code < 500, path
        seen[path] = everything_in(response)
        if response.has_header("Location"):
            waiting += links_in(f'href="{response["Location"]}"', path)
        if "html" in response["Content-Type"] or "xml" in response["Content-Type"]:
            waiting += links_in(seen[path], path)
    return seen
