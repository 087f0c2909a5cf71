"""Elements of WordPress, its editors and themes, shaped into those that our bodies have."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable

from portal.wordpress.addresses import WEB_ADDRESS, file_name, split
from portal.wordpress.alignment import aligned, alignment_of
from portal.wordpress.figures import (
    as_paragraph,
    captioned,
    figures_in,
    is_tag,
    picture_element,
    pull_quote,
    theme_caption,
)
from portal.wordpress.library import Library
from portal.wordpress.tree import UNREAD, Element, Node, plain_text, words

# Controls of a form, and what only scripts fill; the words of labels and buttons stay.
DROPPED = UNREAD | words("area canvas datalist input map param select textarea")
UNWRAPPED = words("acronym bdo big button font label picture span wbr")
RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "strike": "s", "tt": "code", "dir": "ul"}
KEPT_ATTRIBUTES = {
    "a": ("href", "title"),
    "img": ("data-picture", "src", "alt", "width", "height"),
    "abbr": ("title",),
    "time": ("datetime",),
    "aside": ("class",),
    "figure": ("data-embed",),
    "ol": ("start",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
}
ALIGNED = words("p h2 h3 h4 figure img td th table")

PICTURES = words("figure img")

IMAGE_CLASS = re.compile(r"wp-image-(\d+)|attachment_(\d+)")
IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|avif|heic)$", re.IGNORECASE)
BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*url\(\s*['\"]?([^'\")]+)")
# Lazy loading puts the real address beside a placeholder.
LAZY_SOURCES = ("data-original", "data-lazy-src", "data-src", "data-orig-file")
FRAME_SOURCES = ("src", "data-src", "data", "data-lazy-src")


class Shaper:
    """Shapes the elements of one post and counts in `warnings` what could not be kept."""

    def __init__(self, library: Library, warnings: Counter[str]) -> None:
        self._library = library
        self._warnings = warnings
        self._special = {
            "img": self._image,
            "iframe": self._frame,
            "embed": self._frame,
            "object": self._frame,
            "video": self._player,
            "audio": self._player,
            "figure": self._figure,
            "ul": self._list,
            "dt": self._term,
            "dd": self._definition,
            "div": self._container,
            "pre": self._preformatted,
            "a": self._link,
        }

    def shape(self, nodes: Iterable[Node]) -> list[Node]:
        shaped: list[Node] = []
        for node in nodes:
            if isinstance(node, str):
                shaped.append(node)
                continue
            tag = node.tag = RENAMED.get(node.tag, node.tag)
            if tag in self._special and tag in UNREAD:
                shaped += self._special[tag](node)
            elif tag in DROPPED:
                continue
            else:
                node.children = self.shape(node.children)
                if tag in self._special:
                    shaped += self._special[tag](node)
                else:
                    shaped += node.children if tag in UNWRAPPED else [node]
        return shaped

    def embed(self, address: str) -> Element:
        """A video, where our policy accepts its host; any other address as a link."""
        address = html.unescape(address)
        if self._library.accepts_embed(address):
            return Element("figure", {"data-embed": address})
        return _paragraph_with_link(address, address)

    def _image(self, img: Element) -> list[Node]:
        if "data-picture" in img.attributes:  # from a gallery: ours already
            return [img]
        alt = img.attributes.get("alt", "").strip()
        if {"wp-smiley", "emoji"} & set(img.classes):
            return [html.escape(alt)] if alt else []
        address = next(
            filter(None, (img.attributes.get(name, "").strip() for name in LAZY_SOURCES)),
            img.attributes.get("src", "").strip(),
        )
        if img.attributes.get("width") == "1" and img.attributes.get("height") == "1":
            return []  # counts visits for somebody
        picture_id = self._library.picture_id(address, _attachment_id(img))
        address = self._library.absolute(address)
        if picture_id is None and not address:
            self._warnings["picture without an address"] += 1
            return []
        picture = picture_element(picture_id, address, alt, img.attributes)
        return [aligned(picture, alignment_of(img))]

    def _frame(self, frame: Element) -> list[Node]:
        inner = [node for node in frame.descendants() if "data-embed" in node.attributes]
        if inner:
            return [inner[0]]
        address = _web_address(frame, FRAME_SOURCES)
        if not address:
            return []
        element = self.embed(address)
        if "data-embed" not in element.attributes:
            self._warnings[f"frame {split(address).hostname or ''}"] += 1
        return [element]

    def _player(self, player: Element) -> list[Node]:
        sources = [player, *(node for node in player.descendants() if node.tag == "source")]
        address = next(filter(None, (_web_address(node, ("src",)) for node in sources)), "")
        return [link_to_file(address)] if address else []

    def _figure(self, figure: Element) -> list[Node]:
        if "data-embed" in figure.attributes:
            return [figure]
        if "wp-block-pullquote" in figure.classes:
            return [pull_quote(figure)]
        captions = [node for node in figure.children if is_tag(node, "figcaption")]
        body = [node for node in figure.children if not is_tag(node, "figcaption")]
        caption = next((node for node in captions if plain_text([node]).strip()), None)
        text = plain_text(body).strip()
        if WEB_ADDRESS.fullmatch(text):
            return captioned([self.embed(text)], caption)
        figures = figures_in(body)
        if not figures:
            return [*body, *as_paragraph(caption)]
        own = alignment_of(figure)
        if own and (len(figures) == 1 or own != "bleed"):  # a wide gallery is not wide pictures
            figures = [aligned(inner, own) for inner in figures]
        return captioned(figures, caption)

    def _list(self, element: Element) -> list[Node]:
        """A gallery is written as a list of figures; any other list is one."""
        if any("gallery" in name for name in element.classes):
            return list(figures_in(element.children)) or [element]
        return [element]

    def _term(self, term: Element) -> list[Node]:
        """Bodies have no lists of definitions: the word that is explained stands out."""
        is_word = not any(node.is_block or node.tag == "img" for node in term.descendants())
        return [
            Element("p", {}, [Element("strong", {}, term.children)] if is_word else term.children)
        ]

    def _definition(self, definition: Element) -> list[Node]:
        return [Element("div", {}, definition.children)]

    def _preformatted(self, pre: Element) -> list[Node]:
        return [pre.with_children(_without_blocks(pre.children))]

    def _container(self, div: Element) -> list[Node]:
        classes = set(div.classes)
        if "wp-block-file" in classes:
            div.children = [
                node
                for node in div.children
                if isinstance(node, str) or "wp-block-file__button" not in node.classes
            ]
        if "wp-caption" in classes:
            return [theme_caption(div)]
        background = BACKGROUND.search(div.attributes.get("style", ""))
        if "wp-block-cover" in classes and background:
            pictures = self._image(Element("img", {"src": background[1]}))
            div.children = [*figures_in(pictures), *div.children]
        return [div]

    def _link(self, link: Element) -> list[Node]:
        address = link.attributes.get("href", "").strip()
        images = [node for node in link.descendants() if node.tag == "img"]
        # The picture page of ours shows the picture large; the old file is not there to link to.
        to_picture = images and (
            IMAGE_FILE.search(split(address).path)
            or "attachment" in link.attributes.get("rel", "")
            or self._library.is_attachment_page(address)
        )
        if not address or to_picture:
            return link.children
        return [link]


def _without_blocks(nodes: Iterable[Node]) -> list[Node]:
    """What lines of text can hold: blocks among the nodes give up their content."""
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            kept.append(node)
            continue
        inner = _without_blocks(node.children)
        kept += inner if node.is_block else [node.with_children(inner)]
    return kept


def _attachment_id(img: Element) -> int:
    named = IMAGE_CLASS.search(img.attributes.get("class", ""))
    number = (named and (named[1] or named[2])) or img.attributes.get("data-id", "")
    return int(number) if re.fullmatch(r"[0-9]{1,18}", number) else 0


def _web_address(element: Element, names: Iterable[str]) -> str:
    """The first of these attributes that holds an address of the web."""
    for name in names:
        address = element.attributes.get(name, "").strip()
        address = f"https:{address}" if address.startswith("//") else address
        if WEB_ADDRESS.fullmatch(address):
            return address
    return ""


def link_to_file(address: str) -> Element:
    """A sound or a film that is no embed: a paragraph with a link that names the file."""
    return _paragraph_with_link(address, file_name(address))


def _paragraph_with_link(address: str, text: str) -> Element:
    return Element("p", {}, [Element("a", {"href": address}, [html.escape(text, quote=False)])])


def tidy(nodes: Iterable[Node]) -> None:
    """Leave only the attributes that our bodies have; alignment becomes a class."""
    for node in nodes:
        if isinstance(node, str):
            continue
        side = alignment_of(node) if node.tag in ALIGNED else ""
        node.attributes = {
            name: value
            for name, value in node.attributes.items()
            if name in KEPT_ATTRIBUTES.get(node.tag, ())
        }
        # Text stands on the left and in its column without being told.
        if side and (node.tag in PICTURES or side in {"align-center", "align-right"}):
            node.attributes["class"] = side
        tidy(node.children)
