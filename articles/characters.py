"""Characters as readers see them: one may be several code points."""

import unicodedata

_JOINERS = "\u200c\u200d"
_MARKS = frozenset({"Mn", "Me", "Mc"})


def is_inside_character(text: str, index: int) -> bool:
    """Whether a cut before text[index] would go through one character of the reader's.

    Accents, variation selectors, key caps, skin tones, joined emoji, flags, conjoining Hangul,
    surrogates that some other program left apart: the common part of Unicode's grapheme clusters.
    """
    if not 0 < index < len(text):
        return False
    last, first = text[index - 1], text[index]
    if _is_flag_half(first) and _is_flag_half(last):
        return _flag_halves_before(text, index) % 2 == 1
    return (
        last == "\u200d"
        or first in _JOINERS
        or unicodedata.category(first) in _MARKS
        or "\U0001f3fb" <= first <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= first <= "\U000e007f"  # flags of England, Scotland, Wales
        or "\uff9e" <= first <= "\uff9f"  # voicing of half-width kana
        or "\u1160" <= first <= "\u11ff"  # vowels and finals of Hangul
        or ("\ud800" <= last <= "\udbff" and "\udc00" <= first <= "\udfff")
    )


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves_before(text: str, index: int) -> int:
    start = index
    while start and _is_flag_half(text[start - 1]):
        start -= 1
    return index - start
