"""What cleaning takes out of somebody's HTML, counted, so that a person can be told.

It looks for what the policy does not know, as a person would count it, and judges nothing: what is
kept is decided by clean.py alone. In a clean body there is nothing to be found.
"""

import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from html import unescape

from articles.html import policy, styles
from articles.html.addresses import safe_address
from articles.html.embeds import canonical_embed
from articles.html.tree import Element


class Kind(StrEnum):
    """What was taken out; in the order in which people are told."""

    HIDDEN = "hidden"  # text that was there and not to be seen
    PICTURE = "picture"  # one without an address that anybody else can reach
    TRACKER = "tracker"
    SCRIPT = "script"
    FRAME = "frame"
    MEDIA = "media"  # players, drawings, forms: removed with what is in them
    LINK = "link"  # the address of a link, not its words
    SHEET = "sheet"
    STYLE = "style"
    CLASS = "class"
    ATTRIBUTE = "attribute"
    TAG = "tag"
    COMMENT = "comment"
    EMPTY = "empty"


Removed = Counter[Kind]

_DISCARDED = policy.DISCARDED - {"noscript"}  # holds what others show as well
# The wrapping of a clipboard, and what was taken off before.
_UNTOLD = frozenset(
    {"html", "body", "head", "meta", "title", "base", "script", "style", "noscript"}
)
# A tag ends at the next angle bracket, even within quotes: no input makes the search begin anew.
_TAG = re.compile(r"<([a-zA-Z][^\s/<>]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r"([^\s\"'=/<>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_RAW = re.compile(r"<!--(?!(?:Start|End)Fragment-->)|<(script|style)\b", re.IGNORECASE)
_RAW_ENDS = {
    name: re.compile(end, re.IGNORECASE)
    for name, end in {"": "-->", "script": "</script", "style": "</style"}.items()
}
_RAW_KINDS = {"": Kind.COMMENT, "script": Kind.SCRIPT, "style": Kind.SHEET}
_EMPTY = re.compile(r"<p\b[^<>]*>(?:\s|&nbsp;|&#160;|<br\b[^<>]*>)*+</p\s*>", re.IGNORECASE)
_INLINE_ADDRESS = re.compile(r"\s*(?:data|file|blob|cid|about):", re.IGNORECASE)


def removed_from(html: str) -> Removed:
    """Count what cleaning this HTML takes out; empty for a clean body."""
    found: Removed = Counter()
    text = "".join(_without_raw(html, found))
    for match in _TAG.finditer(text):
        element = Element(match[1].lower(), _attributes(match[2]))
        found.update(_of_element(element))
    found[Kind.EMPTY] += len(_EMPTY.findall(text))
    return +found


def _of_element(element: Element) -> Iterator[Kind]:
    tag = policy.RENAMED.get(element.tag, element.tag)
    if tag in _UNTOLD:
        return
    if tag == "link":
        yield Kind.SHEET
    elif tag in policy.FRAMES:
        if not canonical_embed(element.attrs.get("data-src") or element.attrs.get("src", "")):
            yield Kind.FRAME
    elif tag in _DISCARDED:
        yield Kind.MEDIA
    elif styles.is_hidden(element):
        yield Kind.HIDDEN
    elif tag == "img":
        yield from _of_picture(element)
    else:
        if tag not in policy.TAGS:
            yield Kind.TAG
        yield from _of_attributes(element, tag)


def _of_picture(image: Element) -> Iterator[Kind]:
    sizes = {image.attrs.get(name, "").removesuffix("px") for name in ("width", "height")}
    addresses = [image.attrs.get(name, "") for name in ("src", *policy.LAZY_SOURCES)]
    if sizes == {"1"}:
        yield Kind.TRACKER
    elif "data-picture" not in image.attrs and not any(map(_is_reachable, addresses)):
        yield Kind.PICTURE
    else:
        yield from _of_attributes(image, "img")


def _is_reachable(address: str) -> bool:
    return bool(address) and not _INLINE_ADDRESS.match(address)


def _of_attributes(element: Element, tag: str) -> Iterator[Kind]:
    known = policy.ATTRIBUTES.get(tag, frozenset())
    for name, value in element.attrs.items():
        if name == "style":
            yield Kind.STYLE
        elif name.startswith("on"):
            yield Kind.SCRIPT
        elif name == "href" and tag == "a":
            if safe_address(value, policy.LINK_SCHEMES) is None:
                yield Kind.LINK
        elif name == "class":
            if set(element.classes) - _known_classes(tag):
                yield Kind.CLASS
        elif name not in known and name not in {"rel", *policy.LAZY_SOURCES}:
            yield Kind.ATTRIBUTE


def _known_classes(tag: str) -> set[str]:
    """The classes that say something about this tag, or about what it becomes."""
    return {*policy.CLASSES.get(tag, ()), *policy.FOREIGN_CLASSES}


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found


def _without_raw(html: str, found: Removed) -> Iterator[str]:
    """The HTML without comments, scripts and style sheets: what is in them is no tag. Counts them.

    One without an end reaches to the end of the text.
    """
    at = 0
    while opening := _RAW.search(html, at):
        yield html[at : opening.start()]
        name = (opening[1] or "").lower()
        found[_RAW_KINDS[name]] += 1
        closing = _RAW_ENDS[name].search(html, opening.end())
        at = closing.end() if closing else len(html)
    yield html[at:]
