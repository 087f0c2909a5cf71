"""What single elements keep, and the small structures that are made of them."""

import re
from collections.abc import Iterable, Sequence

from articles.html import policy, styles
from articles.html.addresses import safe_address
from articles.html.embeds import Embed
from articles.html.inline import Piece, nest
from articles.html.tree import Element, Node, elements

_PICTURE_ID = re.compile(r"[1-9]\d{0,17}")  # fits a BigAutoField
_PIXELS = re.compile(r"([1-9]\d{0,4})(?:px)?")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}")
_MOMENT = re.compile(r"[0-9TZPDHMSWY:.+ -]{1,40}")


def is_picture_id(value: str) -> bool:
    """Whether this is the id of a picture of ours, as far as its form says."""
    return bool(_PICTURE_ID.fullmatch(value))


def language(attrs: dict[str, str]) -> dict[str, str]:
    """The language and direction said there. Left to right goes without saying."""
    kept = {}
    if _LANGUAGE.fullmatch(attrs.get("lang", "")):
        kept["lang"] = attrs["lang"]
    if attrs.get("dir", "").lower() in {"rtl", "auto"}:
        kept["dir"] = attrs["dir"].lower()
    return kept


def mark_attrs(element: Element, tag: str) -> dict[str, str]:
    """The attributes of a link, an abbreviation or a time."""
    kept = {}
    if tag == "a" and (href := safe_address(element.attrs.get("href", ""), policy.LINK_SCHEMES)):
        kept["href"] = href
    if title := element.attrs.get("title", "").strip():
        kept["title"] = title
    if tag == "time" and _MOMENT.fullmatch(element.attrs.get("datetime", "")):
        kept["datetime"] = element.attrs["datetime"]
    if tag == "a":
        kept["rel"] = policy.LINK_REL
    return kept


def picture_attrs(element: Element) -> dict[str, str]:
    """The attributes of a picture, with the classes of its figure; empty if it can't be shown."""
    given = element.attrs
    pixels = {n: m[1] for n in ("width", "height") if (m := _PIXELS.fullmatch(given.get(n, "")))}
    if pixels == {"width": "1", "height": "1"}:
        return {}  # it was there to count readers
    kept = {}
    if is_picture_id(given.get("data-picture", "")):
        kept["data-picture"], pixels = given["data-picture"], {}
    elif address := _picture_address(given):
        kept["src"] = address
    else:
        return {}
    alt = given.get("alt")
    if alt is not None and alt.strip().lower() not in policy.EMPTY_ALTS:
        kept["alt"] = " ".join(alt.split())
    names = " ".join(sorted(set(styles.floating(element))))
    return kept | pixels | ({"class": names} if names else {})


def _picture_address(attrs: dict[str, str]) -> str | None:
    candidates = (attrs[name] for name in (*policy.LAZY_SOURCES, "src") if name in attrs)
    safe = (safe_address(address, policy.PICTURE_SCHEMES) for address in candidates)
    return next(filter(None, safe), None)


def picture_figure(piece: Piece) -> Element:
    """A picture that stands alone."""
    picture = piece.content
    assert isinstance(picture, Element)  # noqa: S101 - the caller asked piece.is_picture
    names = picture.attrs.pop("class", "")
    return Element("figure", {"class": names} if names else {}, nest([piece]))


def heading(paragraph: Element, tag: str) -> Element:
    """The paragraph as a heading, with the classes that it may keep."""
    names = " ".join(name for name in paragraph.classes if name in policy.CLASSES[tag])
    attrs = ({"class": names} if names else {}) | language(paragraph.attrs)
    return Element(tag, attrs, paragraph.children)


def embed_figure(embed: Embed) -> Element:
    """A video, stored as the address of its page."""
    return Element("figure", {"data-embed": embed.address})


def add_classes(figure: Element, names: Iterable[str]) -> None:
    """Add classes to those that the figure has."""
    if every := {*figure.classes, *names}:
        figure.attrs["class"] = " ".join(sorted(every))


def take_caption(block: Element, caption: Sequence[Node]) -> bool:
    """Give a figure or a table this caption; False if it has one or can't have it."""
    if block.tag == "table" and not _has(block.children, "caption"):
        # The caption of a table is its title: it has no small print.
        block.children.insert(0, Element("caption", {}, unwrapped(caption, "small")))
        return True
    if block.tag == "figure" and not _has(block.children, "figcaption"):
        block.children.append(Element("figcaption", {}, list(caption)))
        return True
    return False


def pull_quote(blocks: Sequence[Element]) -> list[Element]:
    """An aside of these paragraphs, the last a <cite> if it is one; other blocks follow it."""
    inside: list[Element] = []
    for block in blocks:
        if block.tag == "footer":
            if not _has(block.children, "cite"):
                block.children = [Element("cite", {}, block.children)]
            inside.append(Element("p", {}, block.children))
        elif block.tag == "p":
            inside.append(block)
    outside = [block for block in blocks if block.tag not in {"p", "footer"}]
    if not inside:
        return outside
    children: list[Node] = list(inside)
    if len(inside) > 1 and (cite := sole_cite(inside[-1])):
        children[-1] = cite
    return [Element("aside", {"class": "pull"}, children), *outside]


def sole_cite(block: Element) -> Element | None:
    """The <cite> that is all there is in a paragraph."""
    only = block.children[0] if block.tag == "p" and len(block.children) == 1 else None
    return only if isinstance(only, Element) and only.tag == "cite" else None


def lines(block: Element) -> list[list[Node]]:
    """A block as lines of text: a paragraph is one, others lose their structure."""
    if block.tag == "p":
        return [block.children]
    texts = (" ".join(line.split()) for line in block.text().split("\n"))
    return [[text] for text in texts if text]


def joined(several: Iterable[Sequence[Node]]) -> list[Node]:
    """Lines of text as one, with line breaks."""
    nodes: list[Node] = []
    for line in filter(None, several):
        nodes += [Element("br"), *line] if nodes else line
    return nodes


def unwrapped(nodes: Iterable[Node], tag: str) -> list[Node]:
    """The nodes without elements of this kind, but with what is in them."""
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, Element):
            inner = unwrapped(node.children, tag)
            kept += inner if node.tag == tag else [Element(node.tag, node.attrs, inner)]
        else:
            kept.append(node)
    return kept


def _has(nodes: Iterable[Node], tag: str) -> bool:
    return any(element.tag == tag for element in elements(nodes))
