"""Showing where a text was hit: as segments, which the template escapes and marks."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from articles.search.terms import Term
from articles.search.text import INVISIBLE, WORD_CHAR, fold, is_cjk

EXCERPT_CHARS = 110  # two to three lines of a result
LEAD_CHARS = 24  # shown before the hit, so that the eye finds it in the first line
CUT = "……"
_SENTENCE_END = re.compile(r"[。！？!?…]+[”’」』）]*\s*|\.\s+")
# Where characters live that fold to another one: Latin, kana, squared and circled signs,
# compatibility and full-width forms, mathematical letters.
_LOOK_ALIKES = (
    range(0x21, 0x600),
    range(0x1E00, 0x3400),
    range(0xF900, 0x10000),
    range(0x1D400, 0x1D800),
    range(0x1F100, 0x1F200),
    range(0x2F800, 0x2FA20),
)


class Segment(NamedTuple):
    """A stretch of text, hit or not."""

    text: str
    is_hit: bool


class Marker:
    """Finds the terms of one query in texts as they were written."""

    def __init__(self, terms: Sequence[Term]) -> None:
        # Longer terms first: of «北京» and «北京大学» the longer is marked.
        longest = sorted(terms, key=lambda term: -len(term.needle))
        self._pattern = re.compile("|".join(map(_pattern, longest))) if terms else None

    def segments(self, text: str) -> list[Segment]:
        """The whole text, cut at the hits."""
        found: list[Segment] = []
        end = 0
        for hit in self._pattern.finditer(text) if self._pattern else ():
            found.append(Segment(text[end : hit.start()], False))
            found.append(Segment(hit.group(), True))
            end = hit.end()
        found.append(Segment(text[end:], False))
        return [segment for segment in found if segment.text]

    def excerpt(self, text: str) -> list[Segment]:
        """About EXCERPT_CHARS around the first hit; none if there is no hit."""
        hit = self._pattern.search(text) if self._pattern else None
        if hit is None:
            return []
        start = _step_back(text, hit.start())
        end = _step_out(text, max(start + EXCERPT_CHARS, hit.end()))
        before, after = CUT if start else "", CUT if end < len(text) else ""
        return self.segments(f"{before}{text[start:end].strip()}{after}")


def _step_back(text: str, hit: int) -> int:
    """Where the excerpt begins: at the sentence of the hit, else at a word not far before it."""
    if hit <= 2 * LEAD_CHARS:
        return 0
    earliest = hit - LEAD_CHARS
    sentences = [found.end() for found in _SENTENCE_END.finditer(text, earliest, hit)]
    return sentences[-1] if sentences else _step_out(text, earliest)


def _step_out(text: str, place: int) -> int:
    """The next place, from `place` on, that is not inside a word; gives up soon."""
    if place >= len(text):
        return len(text)
    inside = re.match(WORD_CHAR, text[place - 1]) if place else None
    rest = re.match(rf"{WORD_CHAR}{{0,24}}", text[place:]) if inside else None
    return place + (rest.end() if rest else 0)


def _pattern(term: Term) -> str:
    """A regular expression for the term in unfolded text."""
    invisible = f"{INVISIBLE}*"
    parts = []
    for number, run in enumerate(term.runs):
        spelled = invisible.join(_class(character) for character in run)
        if is_cjk(run):
            parts.append(spelled)
        elif number == len(term.runs) - 1:
            parts.append(rf"{spelled}{WORD_CHAR}*[+#]*")  # the beginning of a word marks all of it
        elif run[-1] in "+#":
            parts.append(rf"{spelled}(?![+#])")
        else:
            parts.append(rf"{spelled}(?!{WORD_CHAR}|[+#])")
    start = "" if is_cjk(term.runs[0]) else rf"(?<!{WORD_CHAR})"
    return start + r"[\W_]*".join(parts)


def _class(character: str) -> str:
    """The character and everything that folds to it alone."""
    same = {character, character.upper(), *_folding_to().get(character, "")}
    return "[" + "".join(re.escape(one) for one in sorted(same) if len(one) == 1) + "]"


@cache
def _folding_to() -> dict[str, str]:
    """For each character the others that fold to it: «A» and its full-width form to «a»."""
    found: dict[str, str] = {}
    for block in _LOOK_ALIKES:
        for character in map(chr, block):
            folded = fold(character)
            if len(folded) == 1 and folded != character:
                found[folded] = found.get(folded, "") + character
    return found
