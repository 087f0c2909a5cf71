"""The content of a post as HTML that our bodies can hold.

In the order of WordPress: blocks, shortcodes, then paragraphs. The policy of articles/html.py
runs afterwards and alone decides what is safe.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field

from portal.wordpress.blocks import segments
from portal.wordpress.figures import picture_element
from portal.wordpress.library import GalleryPicture, Library
from portal.wordpress.paragraphs import Paragraphs
from portal.wordpress.shapes import Shaper, link_to_file, tidy
from portal.wordpress.shortcodes import Shortcode, expand, looks_like_shortcode
from portal.wordpress.tree import Element, Node, parse, serialize, words

MORE = re.compile(r"<!--more(?:\s.*?)?-->", re.DOTALL)
PAGE_BREAK = re.compile(r"<!--(?:nextpage|noteaser)-->")
LEADING_IMAGES = re.compile(r"\s*(?:<a\b[^>]*>\s*)?(?:<img\b[^>]*>\s*)+(?:</a>)?", re.IGNORECASE)
KNOWN_SHORTCODES = words("audio caption embed gallery playlist video wp_caption")
MEDIA_ATTRIBUTES = ("src", "mp3", "m4a", "ogg", "wav", "flac", "mp4", "m4v", "webm", "ogv", "wmv")
ADDRESS = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True, slots=True)
class Markup:
    """`teaser` is what stood before the more tag, empty if there was none.

    `warnings` counts what our bodies have no counterpart for, by name.
    """

    body: str
    teaser: str = ""
    warnings: Counter[str] = field(default_factory=Counter)


def convert(content: str, library: Library) -> Markup:
    """Turn `post_content` into HTML for a body."""
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    warnings: Counter[str] = Counter()
    teaser, more, rest = _parted(PAGE_BREAK.sub("\n\n", content))
    body = _html(f"{teaser}\n\n{rest}", library, warnings)
    return Markup(
        body=body,
        teaser=_html(teaser, library, Counter()) if more else "",
        warnings=warnings,
    )


def _parted(content: str) -> tuple[str, bool, str]:
    first, *others = MORE.split(content)
    return first, bool(others), "\n\n".join(others)


def _html(content: str, library: Library, warnings: Counter[str]) -> str:
    shaper = Shaper(library, warnings)
    shortcodes = _Shortcodes(library, shaper, warnings)
    nodes: list[Node] = []
    for segment in segments(content, library, warnings):
        source = expand(segment.html, KNOWN_SHORTCODES, shortcodes.replace)
        tree = shaper.shape(parse(source))
        nodes += Paragraphs(shaper.embed, breaks=segment.breaks).flow(tree)
    tidy(nodes)
    return serialize(nodes)


class _Shortcodes:
    """HTML for the shortcodes of WordPress itself; those of plugins leave what they enclose."""

    def __init__(self, library: Library, shaper: Shaper, warnings: Counter[str]) -> None:
        self._library = library
        self._shaper = shaper
        self._warnings = warnings

    def replace(self, shortcode: Shortcode) -> str | None:
        match shortcode.name:
            case "caption" | "wp_caption":
                return _figure_of_caption(shortcode)
            case "gallery":
                return self._gallery(shortcode)
            case "embed":
                return self._embed(shortcode)
            case "audio" | "video" | "playlist":
                return self._player(shortcode)
        if not looks_like_shortcode(shortcode):
            return None
        return self._unknown(shortcode)

    def _gallery(self, shortcode: Shortcode) -> str:
        named = shortcode.attributes.get("ids") or shortcode.attributes.get("include")
        ids = [int(digits) for digits in re.findall(r"[0-9]{1,18}", named)] if named else None
        pictures = self._library.gallery(ids)
        if not pictures:
            self._warnings["shortcode gallery"] += 1
        return "".join(map(_figure_of_picture, pictures))

    def _embed(self, shortcode: Shortcode) -> str:
        address = ADDRESS.search(html.unescape(shortcode.content or " ".join(shortcode.values)))
        return serialize([self._shaper.embed(address[0])]) if address else ""

    def _player(self, shortcode: Shortcode) -> str:
        given = [shortcode.attributes.get(name, "") for name in MEDIA_ATTRIBUTES]
        given += [*shortcode.values, shortcode.content or ""]
        address = next(filter(None, map(ADDRESS.search, given)), None)
        if not address:
            self._warnings[f"shortcode {shortcode.name}"] += 1
            return ""
        return serialize([link_to_file(html.unescape(address[0]))])

    def _unknown(self, shortcode: Shortcode) -> str:
        given = (*shortcode.values, *shortcode.attributes.values(), shortcode.content or "")
        for value in given:
            address = ADDRESS.fullmatch(html.unescape(value.strip()))
            if address and self._library.accepts_embed(address[0]):
                return serialize([self._shaper.embed(address[0])])
        self._warnings[f"shortcode {shortcode.name}"] += 1
        return shortcode.content or ""


def _figure_of_caption(shortcode: Shortcode) -> str:
    """Both forms: the caption as an argument (before 3.4), or after the picture."""
    content = (shortcode.content or "").strip()
    images = LEADING_IMAGES.match(content)
    picture = images.group() if images else ""
    caption = content[len(picture) :].strip() or shortcode.attributes.get("caption", "").strip()
    if not picture:
        return content
    side = html.escape(shortcode.attributes.get("align", ""))
    figcaption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="{side}">{picture.strip()}{figcaption}</figure>'


def _figure_of_picture(picture: GalleryPicture) -> str:
    img = picture_element(picture.picture_id, picture.address, picture.alt)
    caption = html.escape(picture.caption, quote=False)
    figcaption: list[Node] = [Element("figcaption", {}, [caption])] if caption else []
    return serialize([Element("figure", {}, [img, *figcaption])])
