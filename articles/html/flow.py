"""From a tree of anything to the blocks that a body may consist of."""

import re
from collections.abc import Callable, Iterable, Sequence

from articles.html import parts, policy, styles, word
from articles.html.embeds import canonical_embed
from articles.html.inline import Mark, Marks, Piece, nest, paragraphs, pictures_apart
from articles.html.tables import compact, only_cell, table
from articles.html.tree import Element, Node

_START = re.compile(r"\d{1,6}")


class Flow:
    """Reads nodes into blocks; text between blocks becomes paragraphs.

    `accepts` names elements that only some places have (figcaption, footer, small), `drops` marks
    that say nothing in this place. `pictures`: whether those that stand alone or beside the text
    become a "figure", all stay "inline", or there are "none".
    """

    def __init__(
        self,
        marks: Marks = (),
        *,
        accepts: Iterable[str] = (),
        drops: Iterable[str] = (),
        pictures: str = "figure",
    ) -> None:
        self.accepts, self.drops, self.pictures = frozenset(accepts), frozenset(drops), pictures
        self.marks: Marks = tuple(mark for mark in marks if mark.tag not in self.drops)
        self.blocks: list[Element] = []
        self.captions: list[list[Node]] = []
        self._pieces: list[Piece] = []
        self._attrs: dict[str, str] = {}

    def read(self, nodes: Sequence[Node], attrs: dict[str, str] | None = None) -> list[Element]:
        """The blocks of these nodes; `attrs` is what paragraphs among them inherit."""
        self._attrs = attrs or {}
        self._walk(nodes)
        self._flush()
        return self.blocks

    def _walk(self, nodes: Sequence[Node]) -> None:
        for node in word.gather_lists(nodes):
            if isinstance(node, str):
                self._pieces.append(Piece(node, self.marks))
            elif not styles.is_hidden(node):
                self._element(node)

    def _element(self, element: Element) -> None:
        outer = self.marks
        if styles.is_expressly_light(element):
            self.marks = tuple(mark for mark in outer if mark.tag != "strong")
        for tag in styles.emphasis(element):
            self._mark(Mark(tag))
        tag = policy.RENAMED.get(element.tag, element.tag)
        _HANDLERS.get(tag, Flow._inline)(self, element, tag)
        self.marks = outer

    def _flush(self) -> None:
        """End the paragraph."""
        lines, self._pieces = paragraphs(self._pieces), []
        for line in lines:
            for group in pictures_apart(line) if self.pictures == "figure" else [line]:
                self.blocks += self._paragraphs(group)

    def _paragraphs(self, group: Sequence[Piece]) -> list[Element]:
        """Paragraphs of this text, or figures of these pictures."""
        pictures = [piece for piece in group if piece.is_picture]
        others = [piece for piece in group if not (piece.is_picture or piece.is_blank)]
        if self.pictures == "figure" and all(piece.is_break for piece in others):
            return [parts.picture_figure(piece) for piece in pictures]
        return [Element("p", dict(self._attrs), nest(line)) for line in paragraphs(group)]

    def _inner(
        self, accepts: Iterable[str] = (), drops: Iterable[str] = (), pictures: str = "figure"
    ) -> "Flow":
        """A flow for what is inside the element at hand, which ends the paragraph before it."""
        self._flush()
        return Flow(self.marks, accepts=accepts, drops=self.drops.union(drops), pictures=pictures)

    def _mark(self, mark: Mark) -> None:
        known = mark.tag in self.drops or any(m.tag == mark.tag for m in self.marks)
        if not known:
            self.marks = (*self.marks, mark)

    def _line(self, element: Element, accepts: Iterable[str] = ()) -> list[Node]:
        """Everything in the element as the text of one block, without pictures."""
        inner = self._inner(accepts=accepts, pictures="none")
        return parts.joined(
            line for block in inner.read(element.children) for line in parts.lines(block)
        )

    def _paragraph_attrs(self, element: Element) -> dict[str, str]:
        """What a box says about the paragraphs in it, added to what its own box said."""
        names = {name for name in self._attrs.get("class", "").split() if name != "lead"}
        aligned = styles.alignment(element)
        if aligned is not None:
            names = {aligned} - {""}
        if "lead" in element.classes and element.tag == "p":
            names.add("lead")
        attrs = {"class": " ".join(sorted(names))} if names else {}
        return attrs | parts.language(self._attrs | element.attrs)

    # What becomes of each element. Handlers take the element and its tag after renaming.

    def _inline(self, element: Element, tag: str) -> None:
        attrs = parts.mark_attrs(element, tag)
        is_light = tag == "strong" and styles.is_expressly_light(element)
        open_marks = {mark.tag for mark in self.marks}
        belongs = {
            "a": "href" in attrs,
            "small": "small" in self.accepts,
            "rt": "ruby" in open_marks and "rp" not in open_marks,
            "rp": "ruby" in open_marks and "rt" not in open_marks,
        }
        if tag in policy.MARKS and belongs.get(tag, True) and not is_light:
            self._mark(Mark(tag, tuple(attrs.items())))
        self._walk(element.children)

    def _break(self, element: Element, tag: str) -> None:
        self._pieces.append(Piece(Element("br"), self.marks))

    def _picture(self, element: Element, tag: str) -> None:
        if {"emoji", "wp-smiley"} & set(element.classes):
            self._pieces.append(Piece(element.attrs.get("alt", ""), self.marks))
        elif self.pictures != "none" and (attrs := parts.picture_attrs(element)):
            if self.pictures == "inline":
                attrs.pop("class", None)
            links = tuple(mark for mark in self.marks if mark.tag == "a")
            self._pieces.append(Piece(Element("img", attrs), links))

    def _box(self, element: Element, tag: str) -> None:
        self._flush()
        outer, self._attrs = self._attrs, self._paragraph_attrs(element)
        self._walk(element.children)
        self._flush()
        self._attrs = outer

    def _heading(self, element: Element, tag: str) -> None:
        inner = self._inner(drops={"strong"})
        for block in inner.read(element.children, self._paragraph_attrs(element)):
            self.blocks.append(parts.heading(block, tag) if block.tag == "p" else block)

    def _rule(self, element: Element, tag: str) -> None:
        self._flush()
        self.blocks.append(Element("hr"))

    def _code(self, element: Element, tag: str) -> None:
        self._flush()
        text = re.sub(r"\r\n?", "\n", element.text()).replace("\xa0", " ").strip("\n")
        if text.strip():
            # The element inside keeps parsers from eating a first line end.
            self.blocks.append(Element("pre", {}, [Element("code", {}, [text])]))

    def _list(self, element: Element, tag: str) -> None:
        items: list[Element] = []
        for child in element.children:
            if isinstance(child, Element) and child.tag == "li":
                items.append(self._item(child.children))
            elif isinstance(child, Element) and child.tag in {"ul", "ol"} and items:
                items[-1].children += self._inner().read([child])
            else:
                items.append(self._item([child]))
        items = [item for item in items if item.children]
        content = [node for item in items for node in item.children]
        if all(isinstance(node, Element) and node.tag == "figure" for node in content):
            self.blocks += [node for node in content if isinstance(node, Element)]
            return
        start = element.attrs.get("start", "")
        attrs = {"start": start} if tag == "ol" and _START.fullmatch(start) else {}
        self.blocks.append(Element(tag, attrs, list(items)))

    def _item(self, nodes: Sequence[Node]) -> Element:
        return Element("li", {}, compact(self._inner(pictures="inline").read(nodes)))

    def _quote(self, element: Element, tag: str) -> None:
        blocks = self._inner(accepts={"footer"}).read(element.children)
        if "pull" in styles.classes(element, "aside"):
            self.blocks += parts.pull_quote(blocks)
            return
        if len(blocks) > 1 and (cite := parts.sole_cite(blocks[-1])):
            blocks[-1] = Element("footer", {}, cite.children)
        if blocks:
            self.blocks.append(Element("blockquote", parts.language(element.attrs), list(blocks)))

    def _footer(self, element: Element, tag: str) -> None:
        if tag not in self.accepts:
            self._box(element, tag)
        elif line := self._line(element):
            self.blocks.append(Element("footer", {}, line))

    def _aside(self, element: Element, tag: str) -> None:
        if "pull" not in styles.classes(element, "aside"):
            self._box(element, tag)
            return
        self.blocks += parts.pull_quote(self._inner().read(element.children))

    def _caption(self, element: Element, tag: str) -> None:
        if tag not in self.accepts:
            self._box(element, tag)
        elif line := self._line(element, accepts={"small"}):
            self.captions.append(line)

    def _table(self, element: Element, tag: str) -> None:
        self._flush()
        captions = [c for c in element.children if isinstance(c, Element) and c.tag == "caption"]
        caption = parts.joined(self._line(c) for c in captions)
        if cell := only_cell(element):
            if caption:
                self.blocks.append(Element("p", {}, caption))
            self._box(cell, tag)
        else:
            self.blocks += table(element, caption, self._cell)

    def _cell(self, element: Element) -> list[Element]:
        drops = {"strong"} if element.tag == "th" else ()
        return self._inner(pictures="inline", drops=drops).read(element.children)

    def _frame(self, element: Element, tag: str) -> None:
        for part in element.walk():
            address = part.attrs.get("data-src") or part.attrs.get("src", "")
            if embed := canonical_embed(address):
                self._flush()
                self.blocks.append(parts.embed_figure(embed))
                return

    def _figure(self, element: Element, tag: str) -> None:
        inner = self._inner(accepts={"figcaption"})
        blocks = inner.read(element.children)
        caption = parts.joined(inner.captions)
        embed = canonical_embed(element.attrs.get("data-embed", ""))
        if not embed and len(blocks) == 1 and blocks[0].tag == "p":
            embed = canonical_embed(blocks[0].text())
        if embed:
            blocks = [parts.embed_figure(embed)]
        elif "pull" in styles.classes(element, "aside"):
            blocks = parts.pull_quote([b for block in blocks for b in _unquoted(block)])
        if len(blocks) == 1:
            if blocks[0].tag == "figure":
                parts.add_classes(blocks[0], styles.classes(element, "figure"))
            if caption and parts.take_caption(blocks[0], caption):
                caption = []
        self.blocks += blocks
        if caption:
            self.blocks.append(Element("p", {}, parts.unwrapped(caption, "small")))


def _unquoted(block: Element) -> list[Element]:
    if block.tag != "blockquote":
        return [block]
    return [child for child in block.children if isinstance(child, Element)]


_HANDLERS: dict[str, Callable[[Flow, Element, str], None]] = {
    "br": Flow._break,
    "img": Flow._picture,
    "hr": Flow._rule,
    "pre": Flow._code,
    "blockquote": Flow._quote,
    "footer": Flow._footer,
    "aside": Flow._aside,
    "table": Flow._table,
    "figure": Flow._figure,
    "figcaption": Flow._caption,
    **dict.fromkeys(["ul", "ol"], Flow._list),
    **dict.fromkeys(policy.HEADINGS, Flow._heading),
    **dict.fromkeys(policy.BOXES | {"p", "li", "caption"}, Flow._box),
    **dict.fromkeys(policy.FRAMES, Flow._frame),
}
