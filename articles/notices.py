"""Reprint notices: a sentence with placeholders, written by the desk, filled in for readers."""

import re
from collections.abc import Mapping
from html import unescape

from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from articles.html.addresses import safe_address

PLACEHOLDERS = ("site", "headline", "permalink", "author", "source")
_PLACEHOLDER = re.compile(r"\{\s*(\w+)\s*\}")

# What the placeholders of WordPress themes are called here. The permalink and the source are links
# already, and the addresses of site and author say nothing that their names don't.
_WORDPRESS = {
    "SITE_NAME": "{site}",
    "POST_TITLE": "{headline}",
    "POST_URL": "{permalink}",
    "AUTHOR_NAME": "{author}",
    "ORIGINAL_NAME": "{source}",
}
_RELS = {"permalink": "bookmark", "source": "noopener"}
_WORDPRESS_PLACEHOLDER = re.compile(r"%([A-Z][A-Z_]*)%")


def render_notice(template: str, values: Mapping[str, str]) -> SafeString:
    """The notice for readers, every value escaped, placeholders that don't exist left out.

    `values` has the PLACEHOLDERS, and may have `source_url`: then the source is a link to it, as
    the permalink, an absolute address, is to itself.
    """
    printed, end = [], 0
    for found in _PLACEHOLDER.finditer(template):
        printed.append(escape(template[end : found.start()]))
        printed.append(_value(found[1], values))
        end = found.end()
    printed.append(escape(template[end:].rstrip()))
    # Every part was escaped, by escape() or by format_html() in _value().
    return mark_safe("".join(printed).strip().replace("\n", "<br>"))  # noqa: S308


def unknown_placeholders(template: str) -> list[str]:
    """Names in braces that no value is for, each once: a form refuses them."""
    names = dict.fromkeys(found[1] for found in _PLACEHOLDER.finditer(template))
    return [name for name in names if name not in PLACEHOLDERS]


def from_wordpress(template: str) -> str:
    """A theme's template (%POST_URL% …, perhaps with HTML) as one of ours."""
    text = unescape(strip_tags(template))
    return _WORDPRESS_PLACEHOLDER.sub(lambda found: _WORDPRESS.get(found[1], ""), text).strip()


def _value(name: str, values: Mapping[str, str]) -> SafeString:
    text = values.get(name, "") if name in PLACEHOLDERS else ""
    address = {"permalink": text, "source": values.get("source_url", "")}.get(name, "")
    address = safe_address(address, {"http", "https"}) or ""
    if not text or not address.startswith("http"):
        return escape(text)
    return format_html('<a href="{}" rel="{}">{}</a>', address, _RELS[name], text)
