"""Excerpts that understand Chinese copy: the beginning of an article as a desk would quote it."""

from collections.abc import Iterable

from articles.excerpts.credits import EditorLine, lift_editor_line, without_credits
from articles.excerpts.cutting import shorten
from articles.html import Block, Kind, blocks

__all__ = ["LIMIT", "EditorLine", "excerpt", "lift_editor_line", "shorten"]

LIMIT = 180  # characters: what the cards of the lists are drawn for

# Copy is what is told. Headings, captions and tables are read with what they belong to, and a
# pull quote would say the same twice.
_COPY = frozenset({Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE})


def excerpt(html: str, limit: int = LIMIT) -> str:
    """The beginning of a body as plain text, at most `limit` characters (code points).

    Blocks are joined by one space. Left out is what is about the copy instead of in it: the line
    of the responsible editor, the source, the dateline, #topic# marks. A body without any copy,
    a picture story perhaps, is represented by whatever text it has.
    """
    found = blocks(html)
    copy = _joined(block for block in found if block.kind in _COPY)
    return shorten(copy or _joined(found), limit)


def _joined(found: Iterable[Block]) -> str:
    lines = (line for block in found for line in block.text.split("\n"))
    return " ".join(filter(None, map(without_credits, lines)))
