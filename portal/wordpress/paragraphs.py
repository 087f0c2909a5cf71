"""Paragraphs as WordPress makes them: a blank line parts them, a single line break stays one.

Block editor content says its paragraphs itself; there `breaks` is false, and only loose text
between blocks is put into paragraphs. Containers that mean nothing (`div` and its kin) are left
out, their alignment goes to what they held.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator

from portal.wordpress.alignment import aligned, alignment_of
from portal.wordpress.figures import figure_of
from portal.wordpress.tree import Element, Node, plain_text, words

CONTAINERS = words(
    "address article aside body center details dialog div dl fieldset footer form header"
    " hgroup html main nav section"
)
PHRASES = words("h1 h2 h3 h4 h5 h6 figcaption caption legend summary")
TIGHT = words("li td th")
STRUCTURES = words("ul ol menu dir table thead tbody tfoot tr colgroup col figure")
VERBATIM = words("pre hr")

BLANK_LINES = re.compile(r"\n[ \t\r\u3000]*\n\s*")
LINE_BREAK = re.compile(r"[ \t]*\r?\n[ \t]*")
AFTER_BREAK = re.compile(r"^[ \t]*\r?\n")
ADDRESS = re.compile(r"https?://[^\s<>\"]+")

EmbedAddress = Callable[[str], Element]


class Paragraphs:
    """Puts a tree into paragraphs; `embed` says what stands for an address alone on its line."""

    def __init__(self, embed: EmbedAddress, *, breaks: bool) -> None:
        self._embed = embed
        self._breaks = breaks

    def flow(self, nodes: Iterable[Node], align: str = "") -> list[Node]:
        """Return block elements only: text becomes paragraphs, containers give up their content."""
        done: list[Node] = []
        for run in _runs(nodes):
            if isinstance(run, Element):
                done += self._block(run, align)
            else:
                done += self._paragraphs(run, align)
        return done

    def _block(self, block: Element, align: str) -> list[Node]:
        own = alignment_of(block) or align
        if block.tag == "aside" and "pull" in block.classes:
            return [block.with_children(self.flow(block.children))]
        if block.tag in CONTAINERS or block.tag == "p":
            return self.flow(block.children, own)
        if block.tag in PHRASES:
            children = self._lines_with_breaks(_trimmed(self._prepared(block.children)))
            return [aligned(block.with_children(children), own)] if children else []
        if block.tag in TIGHT:
            return [block.with_children(self._tight(block.children))]
        if block.tag == "blockquote":
            return [block.with_children(self.flow(block.children))]
        if block.tag in STRUCTURES:
            return [aligned(block.with_children(self._structure(block.children)), own)]
        return [block]

    def _structure(self, nodes: Iterable[Node]) -> list[Node]:
        done: list[Node] = []
        for node in nodes:
            if isinstance(node, Element) and node.is_block:
                done += self._block(node, "")
            elif not isinstance(node, str) or node.strip():
                done.append(node)
        return done

    def _tight(self, nodes: Iterable[Node]) -> list[Node]:
        """List items and cells: paragraphs only where blank lines part their text."""
        done: list[Node] = []
        for run in _runs(nodes):
            if isinstance(run, Element):
                done += self._block(run, "")
                continue
            pieces = self._pieces(run)
            if len(pieces) > 1:
                done += [Element("p", {}, self._lines_with_breaks(piece)) for piece in pieces]
            elif pieces:
                done += self._lines_with_breaks(pieces[0])
        return done

    def _paragraphs(self, run: Iterable[Node], align: str) -> list[Node]:
        done: list[Node] = []
        for piece in self._pieces(run):
            lines: list[list[Node]] = []
            for line in _split(piece, LINE_BREAK) if self._breaks else [piece]:
                line = _trimmed(line)
                figures = list(self._figures(line, align))
                if not figures:
                    floating, line = _without_floating(line)
                    done += floating
                    lines += [line] if line else []
                    continue
                done += self._paragraph(lines, align) + figures
                lines = []
            done += self._paragraph(lines, align)
        return done

    def _paragraph(self, lines: list[list[Node]], align: str) -> list[Node]:
        children: list[Node] = []
        for line in lines:
            children += [Element("br"), "\n"] if children else []
            children += self._lines_with_breaks(line)
        return [aligned(Element("p", {}, children), align)] if children else []

    def _figures(self, line: list[Node], align: str) -> Iterator[Node]:
        """What stands for a line that holds nothing but pictures, or one address."""
        text = plain_text(line).strip()
        if text:
            if all(isinstance(node, str) for node in line) and ADDRESS.fullmatch(text):
                yield self._embed(text)
            return
        pictures = [node for node in line if isinstance(node, Element) and _is_picture(node)]
        if len(pictures) == sum(not isinstance(node, str) and node.tag != "br" for node in line):
            for picture in pictures:
                yield figure_of(picture, align)

    def _pieces(self, run: Iterable[Node]) -> list[list[Node]]:
        nodes = self._prepared(run)
        pieces = _split(nodes, BLANK_LINES) if self._breaks else [nodes]
        return [piece for piece in map(_trimmed, pieces) if piece]

    def _prepared(self, nodes: Iterable[Node]) -> list[Node]:
        return _breaks_as_text(nodes) if self._breaks else list(nodes)

    def _lines_with_breaks(self, nodes: list[Node]) -> list[Node]:
        if not self._breaks:
            return nodes
        done: list[Node] = []
        for node in nodes:
            if isinstance(node, Element):
                done.append(node.with_children(self._lines_with_breaks(node.children)))
                continue
            for number, line in enumerate(LINE_BREAK.split(node)):
                done += [Element("br"), "\n"] if number else []
                done += [line] if line else []
        return done


def _is_picture(node: Element) -> bool:
    """A picture, linked or not."""
    if node.tag == "a":
        return any(inner.tag == "img" for inner in node.descendants()) and not (
            plain_text(node.children).strip()
        )
    return node.tag == "img"


def _without_floating(line: list[Node]) -> tuple[list[Node], list[Node]]:
    """Take the pictures with text flowing round them out of the line, which they precede."""
    floating = [
        node
        for node in line
        if isinstance(node, Element)
        and _is_picture(node)
        and any(alignment_of(img) for img in (node, *node.descendants()))
    ]
    rest = [node for node in line if not any(node is other for other in floating)]
    return [figure_of(picture) for picture in floating], _trimmed(rest) if floating else line


def _runs(nodes: Iterable[Node]) -> Iterator[Element | list[Node]]:
    """Yield blocks one by one and what stands between them as lists."""
    run: list[Node] = []
    for node in lifted(nodes):
        if isinstance(node, Element) and node.is_block:
            if run:
                yield run
            run = []
            yield node
        else:
            run.append(node)
    if run:
        yield run


def lifted(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield the nodes with every block freed from the inline elements around it.

    `<a><h2>…</h2></a>` becomes `<h2><a>…</a></h2>`: a paragraph cannot hold a block.
    """
    for node in nodes:
        if (
            isinstance(node, Element)
            and not node.is_block
            and any(inner.is_block for inner in node.descendants())
        ):
            yield from _pushed_in(node, node.children)
        else:
            yield node


def _pushed_in(inline: Element, nodes: Iterable[Node]) -> Iterator[Node]:
    for run in _runs(nodes):
        if isinstance(run, list):
            blank = not plain_text(run).strip() and not any(
                isinstance(node, Element) and _is_picture(node) for node in run
            )
            yield from run if blank else [inline.with_children(run)]
        elif run.tag in VERBATIM or run.tag == "figcaption" or "data-embed" in run.attributes:
            yield run
        else:
            yield run.with_children(list(_pushed_in(inline, run.children)))


def _split(nodes: Iterable[Node], boundary: re.Pattern[str]) -> list[list[Node]]:
    """Part the nodes where `boundary` matches, and with them inline elements that reach across."""
    pieces: list[list[Node]] = [[]]
    for node in nodes:
        if isinstance(node, str):
            parts: list[list[Node]] = [[text] if text else [] for text in boundary.split(node)]
        else:
            inner = _split(node.children, boundary)
            parts = [[node.with_children(part)] for part in inner] if inner[1:] else [[node]]
        pieces[-1] += parts[0]
        pieces += parts[1:]
    return pieces


def _breaks_as_text(nodes: Iterable[Node]) -> list[Node]:
    """Write each `<br>` as a line break in the text, and neighbouring texts as one."""
    done: list[Node] = []
    after_break = False
    for node in nodes:
        if isinstance(node, Element) and node.tag != "br":
            done.append(node.with_children(_breaks_as_text(node.children)))
            after_break = False
            continue
        if isinstance(node, Element):
            text, after_break = "\n", True
        else:
            # The end of the line in the source after a <br> is not a second break.
            text = AFTER_BREAK.sub("", node) if after_break else node
            after_break = False
        if done and isinstance(done[-1], str):
            done[-1] += text
        else:
            done.append(text)
    return done


def _trimmed(nodes: list[Node]) -> list[Node]:
    """Without white space, line breaks and empty elements at either end."""
    return _trimmed_end(_trimmed_end(nodes, first=True), first=False)


def _trimmed_end(nodes: list[Node], *, first: bool) -> list[Node]:
    nodes = list(nodes)
    at = 0 if first else -1
    while nodes:
        node = nodes[at]
        if isinstance(node, str):
            node = node.lstrip() if first else node.rstrip()
            keep = bool(html.unescape(node).strip("\xa0"))
        elif node.tag == "br":
            keep = False
        else:
            if node.tag != "img":
                node = node.with_children(_trimmed_end(node.children, first=first))
            keep = node.tag == "img" or bool(node.children)
        if keep:
            nodes[at] = node
            break
        del nodes[at]
    return nodes
