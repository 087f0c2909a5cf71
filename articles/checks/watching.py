"""Words on the site's watch list, also where somebody has tried to hide them."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.checks.registry import Finding, Place, check
from articles.checks.subject import Subject

MOST_WORDS = 5000
LONGEST_WORD = 40  # characters: there are at most as many look-ups at each place of a text
_SHOWN = 5  # places of one word
_MOST_FOUND = 20  # words told of one by one
# What parts sentences parts words, too; any other sign may have been put in between.
_BORDERS = frozenset("，。！？；：、…\n\r\t")


@dataclass(frozen=True)
class WatchList:
    """Folded words as they were written, and how long those are that begin with a character."""

    words: dict[str, str]
    lengths: dict[str, tuple[int, ...]]

    @classmethod
    @lru_cache(maxsize=4)  # the site has one; the older ones are those of a moment ago
    def of(cls, lines: str) -> "WatchList":
        words: dict[str, str] = {}
        for line in lines.splitlines()[:MOST_WORDS]:
            folded = "".join(sign for sign, _at in _folded(line))
            if 0 < len(folded) <= LONGEST_WORD:
                words.setdefault(folded, line.strip())
        lengths = defaultdict(set)
        for folded in words:
            lengths[folded[0]].add(len(folded))
        longest_first = {one: tuple(sorted(all_, reverse=True)) for one, all_ in lengths.items()}
        return cls(words, longest_first)

    def places(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Each use of a word in the text: the word, where it starts and where it ends.

        One pass; at each character as many look-ups as there are lengths of words that begin so.
        """
        signs = list(_folded(text))
        folded = "".join(sign for sign, _at in signs)
        at = 0
        while at < len(folded):
            word = self._word_at(folded, at, text, signs)
            if word:
                yield self.words[word], signs[at][1], signs[at + len(word) - 1][1] + 1
            at += len(word) or 1

    def _word_at(self, folded: str, at: int, text: str, signs: list[tuple[str, int]]) -> str:
        for length in self.lengths.get(folded[at], ()):
            word = folded[at : at + length]
            if len(word) == length and word in self.words:
                start, end = signs[at][1], signs[at + length - 1][1] + 1
                if not _is_inside_word(text, start) and not _is_inside_word(text, end):
                    return word
        return ""


@check("watch_words", _("words on the watch list"), "body")
def watch_words(subject: Subject) -> Iterator[Finding]:
    watched = WatchList.of(subject.settings.watch_words)
    if not watched.words:
        return
    found: dict[tuple[str, str], list[Place]] = {}
    for field, text in subject.texts():
        for word, start, end in watched.places(text):
            found.setdefault((field, word), []).append(Place.of(text, start, end))
    for (field, word), places in list(found.items())[:_MOST_FOUND]:
        sentence = ngettext(
            "“%(word)s” is on the watch list.",
            "“%(word)s” is on the watch list, and stands here %(count)d times.",
            len(places),
        )
        yield Finding(
            sentence % {"word": word, "count": len(places)}, field=field, places=places[:_SHOWN]
        )
    if (more := len(found) - _MOST_FOUND) > 0:
        yield Finding(gettext("And %(count)d more words of the watch list.") % {"count": more})


@lru_cache(maxsize=30_000)  # more than a newspaper uses
def _fold(sign: str) -> str:
    """Width, case and compatibility folded; empty for what is neither letter nor digit."""
    if sign in _BORDERS:
        return "\n"
    folded = unicodedata.normalize("NFKC", sign).casefold()
    return "".join(one for one in folded if one.isalnum())


def _folded(text: str) -> Iterator[tuple[str, int]]:
    """The folded signs of a text, each with the place that it has there."""
    for at, sign in enumerate(text):
        for one in _fold(sign):
            yield one, at


def _is_inside_word(text: str, at: int) -> bool:
    """Whether letters or digits of a writing with spaces go on across this place: s|aid."""
    return 0 < at < len(text) and _is_spaced(text[at - 1]) and _is_spaced(text[at])


def _is_spaced(sign: str) -> bool:
    is_wide = unicodedata.east_asian_width(unicodedata.normalize("NFKC", sign)[0]) in {"W", "F"}
    return sign.isalnum() and not is_wide
