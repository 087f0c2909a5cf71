"""Where a text may be cut so that no reader stumbles.

In this order: after the last sentence that ends in the last third; at the last clause there; after
the last word. Never inside a Latin word, a number with what it counts, a pair of quotation marks or
brackets, or a character. A whole sentence misses nothing, so no `…` follows it; elsewhere `…` takes
the place of the punctuation, and counts.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate

import rjieba

from articles.characters import is_inside_character
from articles.excerpts.units import addresses, is_inside_unit, pairs

ELLIPSIS = "…"
_LOOK_AHEAD = 20  # characters past the limit that show how the last word goes on
_CLOSING = '”’」』》〉）】\u3015)]"'
_CLOSERS = f"[{re.escape(_CLOSING)}]*"
_NEVER_SHORTENED = frozenset("》〉】")  # titles of books, labels
# A Latin full stop ends a sentence only after a word: not in "U.S.", "Dr. Li" or "No. 5".
_SENTENCE_END = re.compile(rf"[。！？!?…]+{_CLOSERS}|(?<=[a-z0-9)%]{{3}})\.{_CLOSERS}(?=\s)")
_CLAUSE_END = re.compile("[，；：、,;:]")
_TRAILING = "，；：、,;:—\u2013·~ \t\xa0　“‘「『《〈（【\u3014([{"
_DOTS = re.compile(r"\.{2,}$")  # an ellipsis as typewriters made it
# Words that only lead to the next one: 与…, 在….
_LEADING = frozenset("与和及或跟同在被把将对从向往为由以于让使令并而但若如因是的个每各不没未")


def shorten(text: str, limit: int) -> str:
    """The text if it has at most `limit` characters, else so much of it that it reads well."""
    if len(text) <= limit:
        return text
    return _Cut(text, limit).best() if limit > 0 else ""


class _Cut:
    """The search for the best place to cut: the number of characters before it."""

    def __init__(self, text: str, limit: int) -> None:
        self.text, self.limit = text, limit
        self.last_third = limit * 2 // 3
        self.pairs = [(start, end) for start, end in pairs(text) if start < limit]
        self.addresses = addresses(text[: limit + _LOOK_AHEAD])

    def best(self) -> str:
        if end := _last(self._sentence_ends(), self._is_outside_pairs):
            return self.text[:end]
        place = self._clause_or_word(self._is_outside_pairs)
        if place <= self.limit // 3:
            # A quotation takes up most of the room: it is cut too, and closed again.
            place = max(place, self._clause_or_word(self._leaves_room))
        return self._ended(place) or self._forced()

    def _clause_or_word(self, is_allowed: Callable[[int], bool]) -> int:
        return _last(self._clause_ends(), is_allowed) or _last(self._word_ends(), is_allowed)

    def _sentence_ends(self) -> Iterator[int]:
        for found in _SENTENCE_END.finditer(self.text[: self.limit + 1]):
            if self.last_third < found.end() <= self.limit:
                yield found.end()

    def _clause_ends(self) -> Iterator[int]:
        for found in _CLAUSE_END.finditer(self.text, self.last_third, self.limit):
            yield found.start()

    def _word_ends(self) -> Iterator[int]:
        words = rjieba.cut(self.text[: self.limit + _LOOK_AHEAD], hmm=False)
        for word, end in zip(words, accumulate(map(len, words)), strict=True):
            if end < self.limit and word not in _LEADING:
                yield end

    def _is_outside_pairs(self, place: int) -> bool:
        return not self._open_pairs(place) and self._is_between_units(place)

    def _leaves_room(self, place: int) -> bool:
        closing = {self.text[end] for end in self._open_pairs(place)}
        fits = place + len(ELLIPSIS) + len(self._open_pairs(place)) <= self.limit
        return fits and not closing & _NEVER_SHORTENED and self._is_between_units(place)

    def _is_between_units(self, place: int) -> bool:
        return not (
            is_inside_character(self.text, place)
            or is_inside_unit(self.text, place)
            or any(start < place < end for start, end in self.addresses)
        )

    def _open_pairs(self, place: int) -> list[int]:
        """Where the pairs end that a cut here would leave open, the innermost first."""
        return sorted(end for start, end in self.pairs if start < place <= end)

    def _ended(self, place: int) -> str:
        kept = _DOTS.sub("", self.text[:place]).rstrip(_TRAILING)
        closing = "".join(self.text[end] for end in self._open_pairs(len(kept)))
        is_whole = kept.endswith(ELLIPSIS) or (not closing and _ends_sentence(kept))
        return kept and kept + ("" if is_whole else ELLIPSIS) + closing

    def _forced(self) -> str:
        """One endless word: only its characters are kept whole."""
        end = _last(range(self.limit), lambda place: not is_inside_character(self.text, place))
        return self.text[:end] + ELLIPSIS


def _last(places: Iterable[int], is_allowed: Callable[[int], bool]) -> int:
    """The last place that is allowed, or 0."""
    return next(filter(is_allowed, sorted(places, reverse=True)), 0)


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING).endswith(("。", "！", "？", "!", "?", ELLIPSIS))
