"""What a body says: its text, block by block, its pictures and its headings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from articles.html import parts, policy
from articles.html.tree import Node, elements, parse


class Kind(StrEnum):
    """What a block of text is to a reader."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    SOURCE = "source"  # the footer of a quotation
    PULL = "pull"  # a sentence of the text, shown a second time
    CAPTION = "caption"
    TABLE = "table"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text; a newline in it is a line break."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    level: int  # 2 to 4
    text: str


_KINDS = {
    "li": Kind.ITEM, "blockquote": Kind.QUOTE, "footer": Kind.SOURCE, "aside": Kind.PULL,
    "figcaption": Kind.CAPTION, "table": Kind.TABLE, "pre": Kind.CODE,
    "h1": Kind.HEADING, "h2": Kind.HEADING, "h3": Kind.HEADING, "h4": Kind.HEADING,
    "h5": Kind.HEADING, "h6": Kind.HEADING,
}  # fmt: skip
# A paragraph in one of these is an ordinary one of that kind; in others it is part of the whole.
_OPEN_KINDS = frozenset({Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE})
_BLOCKS = policy.BLOCKS | policy.BOXES | set(_KINDS)
_UNSPOKEN = frozenset({"rt", "rp"})  # how a word is read, beside the word


def blocks(html: str) -> list[Block]:
    """All text in reading order, blocks without text left out."""
    return [
        Block(kind, text)
        for kind, run in _runs(parse(html), Kind.PARAGRAPH)
        if (text := _lines(run, keep_indent=kind is Kind.CODE))
    ]


def plain_text(html: str) -> str:
    """All text, a line for each block or line break: what search finds."""
    return "\n".join(block.text for block in blocks(html))


def picture_ids(html: str) -> list[int]:
    """The stored pictures that the body shows, each once, in order of appearance."""
    ids = (e.attrs.get("data-picture", "") for e in elements(parse(html)) if e.tag == "img")
    return list(dict.fromkeys(int(value) for value in ids if parts.is_picture_id(value)))


def headings(html: str) -> list[Heading]:
    """The headings in order, for a table of contents."""
    found = ((e.tag, " ".join(e.text().split())) for e in elements(parse(html)))
    return [Heading(int(tag[1]), text) for tag, text in found if tag in policy.HEADINGS and text]


def _runs(nodes: Sequence[Node], kind: Kind) -> Iterator[tuple[Kind, str]]:
    """Text between the borders of blocks, with the kind of block it stands in."""
    run: list[str] = []
    for part in _flattened(nodes):
        if isinstance(part, str):
            run.append(part)
            continue
        yield kind, "".join(run)
        run = []
        inner = _KINDS.get(part.tag, kind) if kind in _OPEN_KINDS else kind
        yield from _runs(part.children, inner)
    yield kind, "".join(run)


def _flattened(nodes: Sequence[Node]) -> Iterator[Node]:
    """Text and block elements; the elements of a line are taken apart."""
    for node in nodes:
        if isinstance(node, str) or node.tag in _BLOCKS:
            yield node
        elif node.tag == "br":
            yield "\v"  # told apart from a line end in the source; the tree has no \v in text
        elif node.tag not in _UNSPOKEN:
            yield from _flattened(node.children)


def _lines(run: str, *, keep_indent: bool) -> str:
    if keep_indent:
        return run.replace("\v", "\n").strip("\n") if run.strip() else ""
    lines = (" ".join(line.split()) for line in run.split("\v"))
    return "\n".join(line for line in lines if line)
