"""Post content as a small tree: tolerant of everything, linear in time, bounded in depth.

It only prepares: what comes out passes the policy of articles/html.py, which alone is trusted.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


def words(names: str) -> frozenset[str]:
    """A set of names, written as a line of words."""
    return frozenset(names.split())


MAX_DEPTH = 80  # deeper nesting is an accident or an attack; the tags are left out, the text stays

VOID = words("area base br col embed hr img input link meta param source track wbr")
# Their content is no text for readers.
UNREAD = words("iframe noembed noframes noscript script style svg template title")
BLOCKS = words(
    "address article aside blockquote body caption center col colgroup dd details dialog dir div"
    " dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend"
    " li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
# A new one ends an open one of these, unless it lies beyond one of the walls.
ENDS = {
    "li": ({"li"}, {"ul", "ol", "menu", "dir"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr", "td", "th"}, {"table"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "tbody": ({"thead", "tbody", "tfoot"}, {"table"}),
    "tfoot": ({"thead", "tbody", "tfoot"}, {"table"}),
    "option": ({"option"}, {"select"}),
}
# No end tag reaches out of these.
WALLS = frozenset({"table", "td", "th", "caption"})
INLINE_WALLS = WALLS | {"li", "blockquote", "figure"}

TAG_PATTERN = (
    r"<(?P<end>/?)(?P<tag>[a-zA-Z][^\s/<>]*+)"
    r"(?P<attributes>(?:[^<>=]|=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>][^\s<>]*+)?)*+)>"
)
COMMENT_PATTERN = r"<!--.*?(?:-->|\Z)|<[!?][^>]*+(?:>|\Z)"
MARKUP = re.compile(f"{TAG_PATTERN}|{COMMENT_PATTERN}", re.DOTALL)
ATTRIBUTE = re.compile(
    r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?", re.DOTALL
)


@dataclass(slots=True)
class Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def is_block(self) -> bool:
        return self.tag in BLOCKS or "data-embed" in self.attributes

    def with_children(self, children: list[Node]) -> Element:
        return Element(self.tag, self.attributes, children)

    def descendants(self) -> Iterator[Element]:
        """All elements inside, in the order of the document."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.descendants()


# A string is text as it stands in HTML: its entities are kept, its `<` are not tags.
Node = Element | str


def parse(source: str) -> list[Node]:
    """Return the nodes of `source`; tags left open are closed, stray end tags are dropped."""
    builder = _Builder()
    position = 0
    for match in MARKUP.finditer(source):
        if match.start() < position:
            continue  # inside a script or the like that was skipped
        builder.text(source[position : match.start()])
        position = match.end()
        tag = (match["tag"] or "").lower()
        if not tag:
            continue
        if match["end"]:
            builder.end(tag)
            continue
        attributes = parse_attributes(match["attributes"])
        builder.start(tag, attributes)
        if tag in UNREAD and not match["attributes"].endswith("/"):
            position = _end_of_unread(source, tag, position)
            builder.end(tag)
    builder.text(source[position:])
    return builder.root.children


def _end_of_unread(source: str, tag: str, position: int) -> int:
    end = re.compile(rf"</{re.escape(tag)}\b[^>]*>", re.IGNORECASE).search(source, position)
    # A frame that is never closed must not swallow the article.
    return end.end() if end else (len(source) if tag in {"script", "style"} else position)


def parse_attributes(source: str) -> dict[str, str]:
    """Return the attributes of a tag, names in lower case, values unescaped; the first counts."""
    attributes: dict[str, str] = {}
    for name, double, single, bare in ATTRIBUTE.findall(source):
        attributes.setdefault(name.lower(), html.unescape(double or single or bare))
    return attributes


class _Builder:
    def __init__(self) -> None:
        self.root = Element("")
        self._open = [self.root]

    def text(self, text: str) -> None:
        if text:
            self._open[-1].children.append(text.replace("<", "&lt;").replace(">", "&gt;"))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in BLOCKS:
            self._close_any({"p"}, {"button", *INLINE_WALLS})
        if tag in ENDS:
            self._close_any(*ENDS[tag])
        element = Element(tag, attributes)
        if tag in VOID:
            self._open[-1].children.append(element)
        elif len(self._open) < MAX_DEPTH:
            self._open[-1].children.append(element)
            self._open.append(element)

    def end(self, tag: str) -> None:
        if tag == "br":  # browsers read `</br>` so
            self.start("br", {})
        walls = WALLS if tag in BLOCKS else INLINE_WALLS
        self._close_any({tag}, walls - {tag})

    def _close_any(self, tags: set[str], walls: Iterable[str]) -> None:
        """Close up to the innermost open element of `tags`, unless a wall stands before it."""
        for depth in range(len(self._open) - 1, 0, -1):
            open_tag = self._open[depth].tag
            if open_tag in tags:
                del self._open[depth:]
                return
            if open_tag in walls:
                return


def serialize(nodes: Iterable[Node]) -> str:
    """Return the nodes as HTML, each top-level block on a line of its own."""
    parts: list[str] = []
    for node in nodes:
        _write(node, parts)
        if isinstance(node, Element) and node.is_block:
            parts.append("\n")
    return "".join(parts).strip()


def _write(node: Node, parts: list[str]) -> None:
    if isinstance(node, str):
        parts.append(node)
        return
    attributes = "".join(
        f' {name}="{html.escape(value)}"' for name, value in node.attributes.items()
    )
    parts.append(f"<{node.tag}{attributes}>")
    if node.tag in VOID:
        return
    for child in node.children:
        _write(child, parts)
    parts.append(f"</{node.tag}>")


def plain_text(nodes: Iterable[Node]) -> str:
    """Return the text of the nodes, entities resolved, white space as it stands."""
    return html.unescape("".join(_texts(nodes)))


def _texts(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.tag == "br":
            yield "\n"
        else:
            yield from _texts(node.children)
