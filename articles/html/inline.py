"""Text within one paragraph: pieces that carry marks, tidied and nested again.

Marks (strong, a, …) are taken off the text and put back in the fewest elements. So soup such as
`<span><b></b><b>a</b></span><b>b</b>` and marks around whole paragraphs need no rules of their own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from articles.html.tree import Element, Node

# Two neighbours with one of these are one emphasis; two quotations or links stay two.
MERGING = frozenset({"strong", "em", "s", "u", "sub", "sup"})

_BREAK, _OBJECT = "\u2028", "\ufffc"  # stand-ins; the tree has no such characters in text
_GONE = "\0"
_BLANK = " \t\n\r\f\xa0\u3000\u2000-\u200a\u202f\u205f"
_WHITESPACE = re.compile(r"[ \t\n\r\f]+")
_LINE_START = re.compile(f"(^|{_BREAK})([{_BLANK}{_GONE}]+)")
# The look-behind lets a search begin only where a run begins, which keeps it linear.
_LINE_END = re.compile(f"(?<![{_BLANK}{_GONE}])[{_BLANK}{_GONE}]+(?=$|{_BREAK})")
# Scripts that are set without spaces: a line end in the source between them is no space.
_UNSPACED = re.compile("[\u2014\u2018-\u201d\u2026\u2e80-\u312f\u31a0-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U0001f200-\U0001f2ff\U00020000-\U0003ffff]")  # fmt: skip  # noqa: E501


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    tag: str
    attrs: tuple[tuple[str, str], ...] = ()

    def continues(self, other: "Mark") -> bool:
        """Whether both are one element when they meet."""
        return self is other or (self.tag == other.tag and self.tag in MERGING)


Marks = tuple[Mark, ...]


@dataclass(slots=True)
class Piece:
    content: Node  # text, or a <br> or <img>
    marks: Marks = field(default=())

    @property
    def is_break(self) -> bool:
        return isinstance(self.content, Element) and self.content.tag == "br"

    @property
    def is_picture(self) -> bool:
        return isinstance(self.content, Element) and self.content.tag == "img"

    @property
    def is_beside_text(self) -> bool:
        return isinstance(self.content, Element) and "class" in self.content.attrs

    @property
    def is_blank(self) -> bool:
        return isinstance(self.content, str) and not self.content.strip()


def paragraphs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces as paragraphs without outer white space; two line breaks make a new one."""
    tidied = _tidy("".join(map(_characters, pieces)))
    found: list[list[Piece]] = [[]]
    breaks: list[Piece] = []
    end = 0
    for piece in pieces:
        start, end = end, end + len(_characters(piece))
        text = tidied[start:end].replace(_GONE, "")
        if not text:
            continue
        if piece.is_break:
            breaks.append(piece)
            continue
        if len(breaks) > 1:
            found.append([])
        elif breaks and found[-1]:
            found[-1].append(breaks[0])
        breaks = []
        content = text if isinstance(piece.content, str) else piece.content
        found[-1].append(Piece(content, piece.marks))
    return [_without_marked_spaces(line) for line in found if line]


def pictures_apart(line: Sequence[Piece]) -> list[list[Piece]]:
    """A paragraph taken apart where a picture is no part of its sentences.

    That is one on a line of its own between line breaks, and one with a class that sets it beside
    the text, which then goes before the text.
    """
    groups: list[list[Piece]] = []
    text: list[Piece] = []
    for row in _rows(line):
        if all(piece.is_picture or piece.is_blank or piece.is_break for piece in row):
            groups += [text, row]
            text = []
        else:
            groups.append([piece for piece in row if piece.is_beside_text])
            text += [piece for piece in row if not piece.is_beside_text]
    groups.append(text)
    return [group for group in groups if group]


def nest(pieces: Sequence[Piece]) -> list[Node]:
    """The pieces as nodes, each mark one element as far as it reaches."""
    nodes: list[Node] = []
    opened: list[tuple[Mark, Element]] = []
    for piece in pieces:
        shared = _shared(tuple(mark for mark, _ in opened), piece.marks)
        del opened[shared:]
        for mark in piece.marks[shared:]:
            element = Element(mark.tag, dict(mark.attrs))
            (opened[-1][1].children if opened else nodes).append(element)
            opened.append((mark, element))
        (opened[-1][1].children if opened else nodes).append(piece.content)
    return nodes


def _rows(line: Sequence[Piece]) -> list[list[Piece]]:
    """The rows that line breaks make; each but the first begins with its break."""
    rows: list[list[Piece]] = [[]]
    for piece in line:
        if piece.is_break:
            rows.append([])
        rows[-1].append(piece)
    return rows


def _characters(piece: Piece) -> str:
    if isinstance(piece.content, str):
        return piece.content
    return _BREAK if piece.is_break else _OBJECT


def _tidy(text: str) -> str:
    """White space as a browser would show it, without indents; what goes becomes NUL.

    The length stays, so that pieces find their text at the same place.
    """

    def collapse(match: re.Match[str]) -> str:
        start, end = match.span()
        wrapped = "\n" in match[0] and _is_unspaced(text, start - 1) and _is_unspaced(text, end)
        return ("" if wrapped else " ").ljust(end - start, _GONE)

    text = _WHITESPACE.sub(collapse, text)
    text = _LINE_START.sub(lambda m: m[1] + _GONE * len(m[2]), text)
    return _LINE_END.sub(lambda m: _GONE * len(m[0]), text)


def _is_unspaced(text: str, index: int) -> bool:
    return 0 <= index < len(text) and bool(_UNSPACED.match(text[index]))


def _without_marked_spaces(line: list[Piece]) -> list[Piece]:
    """A space or a break between words is in a mark only if both words are."""
    words = [i for i, piece in enumerate(line) if not (piece.is_blank or piece.is_break)]
    for before, after in pairwise(words):
        for piece in line[before + 1 : after]:
            kept = min(_shared(line[i].marks, piece.marks) for i in (before, after))
            piece.marks = piece.marks[:kept]
    return line


def _shared(some: Marks, others: Marks) -> int:
    """How many marks, from the outermost, two neighbours have in common."""
    count = 0
    for one, other in zip(some, others, strict=False):
        if not one.continues(other):
            break
        count += 1
    return count
