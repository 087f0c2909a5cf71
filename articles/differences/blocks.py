"""A body as the blocks that a reader sees, each a flat line of text with its setting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from articles.differences.words import Token, tokens_of
from articles.html import Element, Node, parse, policy

# Elements that hold blocks. What stands in them is a block of its own, of their kind.
HOLDERS = frozenset({"ul", "ol", "li", "blockquote", "aside", "table", "thead", "tbody", "tfoot"})
CELLS = frozenset({"td", "th"})
CELL_BORDER = "\t"


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture or a video of the text."""

    picture_id: int | None  # of the library; None for one that lies elsewhere
    address: str  # of a picture elsewhere, or of a video
    alt: str = ""
    is_video: bool = False


@dataclass(frozen=True)
class Block:
    """One block: `shape` are its elements from outside, with what sets them apart.

    ``("blockquote", "p")``, ``("h2",)``, ``("figure.align-left",)``, ``("ol", "li")``.
    """

    shape: tuple[str, ...]
    tokens: tuple[Token, ...]
    shown: tuple[Shown, ...] = ()

    @cached_property
    def text(self) -> str:
        return "".join(token.text for token in self.tokens)

    @cached_property
    def key(self) -> int:
        """Equal for blocks that are the same in every respect."""
        return hash((self.shape, self.tokens, self.shown))


def blocks_of(body: str) -> list[Block]:
    """The blocks in reading order."""
    return list(_blocks(parse(body), ()))


def _blocks(nodes: Sequence[Node], within: tuple[str, ...]) -> Iterator[Block]:
    line: list[Node] = []
    for node in nodes:
        if isinstance(node, str) or node.tag not in policy.BLOCKS:
            line.append(node)
            continue
        yield from _block(line, within or ("p",))
        line = []
        shape = (*within, _shape(node))
        if node.tag in HOLDERS:
            yield from _blocks(node.children, shape)
        elif node.tag == "tr":
            yield _row(node, shape)
        elif node.tag in ("figure", "hr"):
            yield Block(shape, tuple(_tokens(node.children, ())), tuple(_shown([node])))
        else:
            yield from _block(node.children, shape)
    yield from _block(line, within or ("p",))


def _block(nodes: Sequence[Node], shape: tuple[str, ...]) -> Iterator[Block]:
    tokens, shown = tuple(_tokens(nodes, ())), tuple(_shown(nodes))
    if shown or any(token.text.strip() for token in tokens):
        yield Block(shape, tokens, shown)


def _row(row: Element, within: tuple[str, ...]) -> Block:
    tokens: list[Token] = []
    for cell in row.children:
        if isinstance(cell, Element) and cell.tag in CELLS:
            tokens += [Token(CELL_BORDER)] if tokens else []
            tokens += _tokens(cell.children, ())
    return Block(within, tuple(tokens), tuple(_shown(row.children)))


def _shape(element: Element) -> str:
    return ".".join([element.tag, *sorted(element.classes)])


def _tokens(nodes: Sequence[Node], marks: tuple[str, ...]) -> Iterator[Token]:
    for node in nodes:
        if isinstance(node, str):
            yield from tokens_of(node, marks)
        elif node.tag == "br":
            yield Token("\n", marks)
        elif node.tag in policy.MARKS:
            told = node.attrs.get("href") or node.attrs.get("title") or ""
            yield from _tokens(node.children, (*marks, f"{node.tag} {told}".strip()))
        else:
            yield from _tokens(node.children, marks)


def _shown(nodes: Sequence[Node]) -> Iterator[Shown]:
    for node in nodes:
        if isinstance(node, str):
            continue
        for element in node.walk():
            attrs = element.attrs
            if element.tag == "img":
                stored = attrs.get("data-picture", "")
                pk = int(stored) if stored.isdecimal() else None
                yield Shown(pk, "" if pk else attrs.get("src", ""), attrs.get("alt", ""))
            elif address := attrs.get("data-embed"):
                yield Shown(None, address, is_video=True)
