"""Plain text out of the HTML that WordPress keeps in titles, excerpts and descriptions."""

from __future__ import annotations

import html

from portal.wordpress.tree import parse, plain_text


def one_line(source: str, limit: int | None = None) -> str:
    """The text of some HTML in one line, at most `limit` characters."""
    # Titles are often escaped twice: once by the editor, once by the export.
    text = " ".join(html.unescape(plain_text(parse(source))).split())
    return text if limit is None or len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
