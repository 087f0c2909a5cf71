"""HTML as a small tree: read by a real HTML5 parser, printed in one way only."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import nh3

from articles.html import policy

VOID = frozenset({"br", "hr", "img", "embed", "source"})
# Tags beyond this depth are dropped and their text kept: nobody nests so deep, and neither the
# parser (quadratic) nor recursion should have to.
MAX_DEPTH = 100
MAX_UNCLOSED = 300


@dataclass(slots=True)
class Element:
    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attrs.get("class", "").split()

    def walk(self) -> Iterator["Element"]:
        """The element and all elements in it, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def text(self) -> str:
        """All characters in it; a line break counts as a newline."""
        if self.tag == "br":
            return "\n"
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)


Node = Element | str

_intake = nh3.Cleaner(
    tags=set(policy.INTAKE_TAGS),
    attributes=policy.INTAKE_ATTRIBUTES,
    clean_content_tags=set(policy.DISCARDED),
    url_schemes=set(policy.LINK_SCHEMES),
    link_rel=None,
    strip_comments=True,
)
# nh3 prints a regular language: lower-case tags, attributes in double quotes, all else escaped.
_TOKEN = re.compile(r'<(/?)([a-z0-9]+)((?: [a-z-]+="[^"]*")*)>|([^<]+|<)')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
# Only the raw text of a frame is not escaped; it is never wanted.
_FRAME_TEXT = re.compile(r'(<iframe(?: [a-z-]+="[^"]*")*>).*?(?=</iframe>)', re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_SELF_CLOSING = VOID | {
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "rt", "rp",
}  # fmt: skip

# Nothing that XML or PostgreSQL refuses, nothing invisible that only breaks search and copying:
# controls, lone surrogates, zero-width spaces, bidirectional overrides, object placeholders.
# Joiners (U+200C, U+200D) and direction marks belong to words and stay.
_JUNK = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\u202a-\u202e\ufff9-\ufffc"
    "\ufffe\uffff\ud800-\udfff\U000e0001]"
)
_LINE_SEPARATORS = re.compile("[\x85\u2028\u2029]")


def without_junk(text: str) -> str:
    """The text without characters that nobody typed."""
    return _LINE_SEPARATORS.sub("\n", _JUNK.sub("", text))


def parse(html: str) -> list[Node]:
    """Read any HTML, however broken, as the nodes of the policy's intake tables."""
    printed = _intake.clean(_without_deep_nesting(without_junk(html)))
    printed = _FRAME_TEXT.sub(r"\1", printed)
    root = Element("")
    stack = [root]
    ignored: list[str] = []  # open tags beyond the depth limit
    for closing, tag, attrs, text in _TOKEN.findall(printed):
        if text:
            stack[-1].children.append(without_junk(_unescape(text)))
        elif closing:
            if ignored:
                ignored.pop()
            elif len(stack) > 1:
                stack.pop()
        elif len(stack) > MAX_DEPTH and tag not in VOID:
            ignored.append(tag)
        else:
            named = {name: without_junk(_unescape(v)) for name, v in _ATTRIBUTE.findall(attrs)}
            element = Element(tag, named)
            stack[-1].children.append(element)
            if tag not in VOID:
                stack.append(element)
    return root.children


def elements(nodes: Iterable[Node]) -> Iterator[Element]:
    """All elements among the nodes and in them, in document order."""
    for node in nodes:
        if isinstance(node, Element):
            yield from node.walk()


def serialise(nodes: Iterable[Node]) -> str:
    """Print the nodes exactly as nh3 would."""
    out: list[str] = []
    _print(nodes, out)
    return "".join(out)


def _print(nodes: Iterable[Node], out: list[str]) -> None:
    for node in nodes:
        if isinstance(node, str):
            out.append(_escape(node))
            continue
        attrs = "".join(f' {name}="{_escape_value(v)}"' for name, v in node.attrs.items())
        out.append(f"<{node.tag}{attrs}>")
        if node.tag not in VOID:
            _print(node.children, out)
            out.append(f"</{node.tag}>")


def _escape(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\xa0", "&nbsp;")


def _escape_value(text: str) -> str:
    return _escape(text).replace('"', "&quot;")


def _unescape(text: str) -> str:
    if "&" not in text:
        return text
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return text.replace("&nbsp;", "\xa0").replace("&amp;", "&")


def _without_deep_nesting(html: str) -> str:
    """Drop opening tags once absurdly many are open: html5ever needs quadratic time for them."""
    if html.count("<") < MAX_UNCLOSED:
        return html
    unclosed: defaultdict[str, int] = defaultdict(int)
    total = 0

    def count(match: re.Match[str]) -> str:
        nonlocal total
        tag = match[2].lower()
        if tag in _SELF_CLOSING:
            return match[0]
        if match[1]:
            if unclosed[tag]:
                unclosed[tag] -= 1
                total -= 1
        elif total >= MAX_UNCLOSED:
            return "<wbr"  # keeps the attributes inside a tag; the policy does not know it
        else:
            unclosed[tag] += 1
            total += 1
        return match[0]

    return _TAG.sub(count, html)
