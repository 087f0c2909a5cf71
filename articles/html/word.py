"""Lists as Word writes them: paragraphs that only their style says to be items."""

import re
from collections.abc import Sequence

from articles.html.tree import Element, Node

_ITEM = re.compile(r"mso-list\s*:\s*\S+\s+level([1-9])", re.IGNORECASE)
_MARKER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_NUMBERED = re.compile(
    r"[(（]?(?:\d+|[a-z]|[ivx]+|[一二三四五六七八九十]+)[.)）、\uff0e]", re.IGNORECASE
)


def gather_lists(nodes: Sequence[Node]) -> Sequence[Node]:
    """The nodes, neighbouring list paragraphs of Word made into real, nested lists."""
    if not any(_level(node) for node in nodes):
        return nodes
    gathered: list[Node] = []
    lists: list[Element] = []  # the open ones, outermost first
    for node in nodes:
        level = _level(node)
        if not level or not isinstance(node, Element):
            if not (isinstance(node, str) and not node.strip()):
                lists = []
            gathered.append(node)
            continue
        del lists[level:]
        if not lists:
            lists = [_list_of(node)]
            gathered.append(lists[0])
        elif level > len(lists):
            inner = _list_of(node)
            lists[-1].children[-1].children.append(inner)  # type: ignore[union-attr]
            lists.append(inner)
        lists[-1].children.append(Element("li", {}, _without_marker(node)))
    return gathered


def _level(node: Node) -> int:
    if isinstance(node, str) or node.tag != "p":
        return 0
    found = _ITEM.search(node.attrs.get("style", ""))
    return int(found[1]) if found else 0


def _list_of(item: Element) -> Element:
    marker = next((e.text() for e in item.walk() if _is_marker(e)), "")
    return Element("ol" if _NUMBERED.match(marker.strip()) else "ul")


def _without_marker(element: Element) -> list[Node]:
    kept: list[Node] = []
    for child in element.children:
        if isinstance(child, Element):
            if _is_marker(child):
                continue
            child = Element(child.tag, child.attrs, _without_marker(child))
        kept.append(child)
    return kept


def _is_marker(element: Element) -> bool:
    return bool(_MARKER.search(element.attrs.get("style", "")))
