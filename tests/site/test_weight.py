"""What a reader's browser must fetch before a page looks and works as it should."""

import re
import zlib
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.factories import make_article, make_category
from tests.page import attribute, find, page

pytestmark = pytest.mark.django_db

MOST_CSS = 14_000  # bytes, compressed
MOST_JS = 8_000
IMPORT = re.compile(r'from "\./([^"]+)"')


def file_of(address):
    """The source of a static file; its name in the page may hold a digest."""
    path = re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", address.removeprefix("/static/"))
    return Path(finders.find(path))


def weight(files):
    return sum(len(zlib.compress(file.read_bytes(), 9)) for file in files)


def modules(entry, known):
    """A script and everything that it imports."""
    if entry not in known:
        known.add(entry)
        for name in IMPORT.findall(entry.read_text(encoding="utf-8")):
            modules(entry.parent / name, known)
    return known


@pytest.mark.parametrize("path", ["/", "/article/1.html", "/category/tech/", "/search/", "/nope/"])
def test_a_page_is_light(client, path):
    make_article(pk=1, category=make_category(slug="tech"))
    root = page(client.get(path))
    sheets = [file_of(attribute(one, "href")) for one in find(root, "link", rel="stylesheet")]
    scripts = set()
    for one in find(root, "script", src=True):
        modules(file_of(attribute(one, "src")), scripts)
    assert weight(sheets) <= MOST_CSS
    assert weight(scripts) <= MOST_JS
    assert len(sheets) == len(set(sheets)) > 5
    assert len(scripts) > 5
