"""Half-width punctuation between Han characters, and how one press mends it.

`repair` and `repair_body` are pure and change nothing the second time. Addresses and code are never
touched, nor what stands beside a Latin word or a number: 3:20, Wi-Fi, v2.0.
"""

import re
from collections.abc import Callable, Iterator
from itertools import accumulate

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.checks.registry import Finding, Place, check
from articles.checks.subject import Subject
from articles.html import Node, clean_body, parse, policy, serialise

FULL = dict(zip(",.:;!?()", "，。：；！？（）", strict=True))
_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Quotation marks and brackets that close before, or open after, belong to the characters.
_LEFT, _RIGHT = f"[{_HAN}”’」』》〉）】]", f"[{_HAN}“‘「『《〈（【]"
_MARK = re.compile(rf"(?<={_LEFT})(?:[,:;!?]+|\.)( *)(?={_RIGHT})")
# Before an opening bracket, behind it, and before the closing one.
_AROUND = (re.compile(_LEFT), re.compile(f"[{_HAN}]"), re.compile(_LEFT))
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_OPAQUE = "\ufffc"  # stands for code: no Han character, and never in a text of ours
_APART = policy.BLOCKS | policy.BOXES
_SHOWN = 5  # places

REPAIRED_LINES = ("headline", "excerpt")  # beside the body


def repair(text: str) -> str:
    """The plain text with full-width marks between Han characters."""
    return "".join(_mended(text))


def repair_body(html: str) -> str:
    """The body, cleaned, with full-width marks between Han characters of its text."""
    nodes = parse(clean_body(html))
    for run in _runs(nodes):
        _mend(run)
    return clean_body(serialise(nodes))


@check("punctuation", _("half-width punctuation"), "body")
def punctuation(subject: Subject) -> Iterator[Finding]:
    content = subject.content
    lines = [(name, getattr(content, name)) for name in REPAIRED_LINES]
    texts = [*lines, *(("body", text) for text in _texts(subject.nodes))]
    found = [(name, text, at) for name, text in texts for at in _faults(text)]
    if not found:
        return
    sentence = ngettext(
        "%(count)d half-width mark stands between Chinese characters.",
        "%(count)d half-width marks stand between Chinese characters.",
        len(found),
    )
    places = tuple(Place.of(text, at, at + 1, name) for name, text, at in found[:_SHOWN])
    yield Finding(
        sentence % {"count": len(found)}, field=found[0][0], places=places, repair="punctuation"
    )


def _mended(text: str) -> list[str]:
    """The text character by character, mended; a space after a mark is gone: an empty string."""
    signs, touches = list(text), _touching_address(text)
    _mend_brackets(signs, touches)  # first: the marks beside them depend on them
    for match in _MARK.finditer("".join(signs)):
        if not touches(match.start(), match.end()):
            for at in range(match.start(), match.start(1)):
                signs[at] = FULL[signs[at]]
            signs[match.start(1) : match.end(1)] = [""] * len(match[1])
    return signs


def _mend_brackets(signs: list[str], touches: Callable[[int, int], bool]) -> None:
    """Pairs that follow a Han character and enclose some: the inner before the outer ones.

    One pass: somebody will type ten thousand brackets.
    """
    opened: list[int] = []
    kept = -1  # where the last bracket is that stays: a pair around it stays, too
    for at, sign in enumerate(signs):
        if sign == "(":
            opened.append(at)
        elif sign == ")" and opened:
            start = opened.pop()
            around = "".join(signs[max(start - 1, 0) : start]), signs[start + 1], signs[at - 1]
            is_han = all(map(_fits, _AROUND, around)) and kept < start
            if is_han and not touches(start, at + 1):
                signs[start], signs[at] = FULL["("], FULL[")"]
            else:
                kept = at


def _fits(pattern: re.Pattern[str], sign: str) -> bool:
    return bool(pattern.fullmatch(sign))


def _touching_address(text: str) -> Callable[[int, int], bool]:
    """Whether something of an address lies between two places of the text."""
    inside = bytearray(len(text))
    for match in _ADDRESS.finditer(text):
        inside[match.start() : match.end()] = b"\1" * len(match[0])
    before = [0, *accumulate(inside)]
    return lambda start, end: before[end] > before[start]


def _faults(text: str) -> Iterator[int]:
    for at, (before, after) in enumerate(zip(text, _mended(text), strict=True)):
        if after and before != after:
            yield at


# A body: text of one line may lie in several elements, and is mended as one.

Slot = tuple[list[Node], int]  # where a piece of text lies: the list of nodes and its index


def _runs(nodes: list[Node]) -> list[list[Slot | None]]:
    """The pieces of text of each line, in order; None stands for what is no text."""
    lines: list[list[Slot | None]] = [[]]

    def walk(children: list[Node]) -> None:
        for index, node in enumerate(children):
            if isinstance(node, str):
                lines[-1].append((children, index))
            elif node.tag in _APART or node.tag == "br":
                lines.append([])
                if node.tag != "pre":
                    walk(node.children)
                lines.append([])
            elif node.tag in {"code", "img"}:
                lines[-1].append(None)
            else:
                walk(node.children)

    walk(nodes)
    return [line for line in lines if line]


def _pieces(line: list[Slot | None]) -> list[str]:
    return [str(slot[0][slot[1]]) if slot else _OPAQUE for slot in line]


def _texts(nodes: list[Node]) -> list[str]:
    return ["".join(_pieces(line)) for line in _runs(nodes)]


def _mend(line: list[Slot | None]) -> None:
    pieces = _pieces(line)
    signs, at = _mended("".join(pieces)), 0
    for slot, piece in zip(line, pieces, strict=True):
        if slot:
            slot[0][slot[1]] = "".join(signs[at : at + len(piece)])
        at += len(piece)
