"""Tables: rows and cells as the policy has them, tables that only lay out taken apart."""

import re
from collections.abc import Callable, Sequence

from articles.html import styles
from articles.html.tree import Element, Node

_SPAN = re.compile(r"[2-9]|[1-9]\d{1,2}")  # a span of 1 says nothing, 1000 hangs browsers
_SCOPES = frozenset({"col", "row", "colgroup", "rowgroup"})
_SECTIONS = ("thead", "tbody", "tfoot")

Reader = Callable[[Element], list[Element]]


def rows_of(section: Element) -> list[Element]:
    return [c for c in section.children if isinstance(c, Element) and c.tag == "tr"]


def cells_of(row: Element) -> list[Element]:
    return [c for c in row.children if isinstance(c, Element) and c.tag in {"td", "th"}]


def only_cell(source: Element) -> Element | None:
    """The cell of a table that is a mere box around it."""
    cells = [
        cell
        for section in source.children
        if isinstance(section, Element)
        for row in rows_of(section)
        for cell in cells_of(row)
    ]
    return cells[0] if len(cells) == 1 else None


def table(source: Element, caption: list[Node], read_cell: Reader) -> list[Element]:
    """The table as blocks: itself, or nothing of it if it is empty."""
    sections = [
        Element(child.tag, {}, [_row(row, read_cell) for row in rows_of(child)])
        for child in source.children
        if isinstance(child, Element) and child.tag in _SECTIONS
    ]
    cells = [cell for s in sections for row in rows_of(s) for cell in cells_of(row)]
    if not any(cell.children for cell in cells):
        return [Element("p", {}, caption)] if caption else []
    for cell in cells:
        cell.children = compact(cell.children)
    head: list[Node] = [Element("caption", {}, caption)] if caption else []
    return [Element("table", {}, head + [s for s in sections if s.children])]


def compact(blocks: Sequence[Node]) -> list[Node]:
    """A first and only paragraph of an item or a cell needs no element of its own."""
    paragraphs = [b for b in blocks if isinstance(b, Element) and b.tag == "p"]
    if len(paragraphs) == 1 and paragraphs[0] is blocks[0] and not paragraphs[0].attrs:
        return [*paragraphs[0].children, *blocks[1:]]
    return list(blocks)


def _row(source: Element, read_cell: Reader) -> Element:
    return Element("tr", {}, [_cell(cell, read_cell) for cell in cells_of(source)])


def _cell(source: Element, read_cell: Reader) -> Element:
    blocks = read_cell(source)
    attrs = {
        name: value
        for name, value in source.attrs.items()
        if (name in {"colspan", "rowspan"} and _SPAN.fullmatch(value))
        or (name == "scope" and source.tag == "th" and value in _SCOPES)
    }
    aligned = styles.alignment(source)
    if len(blocks) == 1 and blocks[0].tag == "p":
        inner = blocks[0].attrs.pop("class", "").split()
        aligned = next((name for name in inner if name.startswith("align-")), aligned)
    if "n" in source.classes or aligned == "align-right":
        attrs["class"] = "n"
    elif aligned:
        attrs["class"] = aligned
    return Element(source.tag, attrs, list(blocks))
