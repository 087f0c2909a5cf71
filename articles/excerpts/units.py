"""What belongs together in a line of Chinese with Latin words and numbers in it."""

import re
import unicodedata

_PAIRS = dict(zip("“‘「『《〈（【\u3014([{", "”’」』》〉）】\u3015)]}", strict=True))
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_PAIRED = re.compile("[" + re.escape("".join([*_PAIRS, *_CLOSING])) + "]")

# Scripts without spaces between words. Letters of all others make words.
_UNSPACED = re.compile(
    "[\u2e80-\u312f\u31a0-\ua4cf\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[!-~]+|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+"
)
_IN_WORDS = frozenset("'\u2019-\u2010\u2011\u2013./&@+_~=#")  # Wi-Fi, R&D, it’s, v2.0
_IN_NUMBERS = frozenset(",:\uff0c\uff1a")  # 1,234 and 12:30
_BEFORE_NUMBERS = frozenset("$¥\uffe5€£+-\u2212\u2013第约近超之")
_AFTER_NUMBERS = frozenset("%\uff05‰°℃℉")
_CHINESE_DIGITS = frozenset("零〇一二三四五六七八九十百千万亿两")


def pairs(text: str) -> list[tuple[int, int]]:
    """Where pairs of quotation marks and brackets begin and end; what has no partner is no pair."""
    found: list[tuple[int, int]] = []
    opened: dict[str, list[int]] = {opening: [] for opening in _PAIRS}
    for match in _PAIRED.finditer(text):
        mark, index = match[0], match.start()
        if mark in opened:
            opened[mark].append(index)
        elif opened[_CLOSING[mark]] and not _is_apostrophe(text, index):
            start = opened[_CLOSING[mark]].pop()
            found.append((start, index))
            for others in opened.values():  # what was opened inside has no partner any more
                while others and others[-1] > start:
                    others.pop()
    straight = [match.start() for match in re.finditer('"', text)]
    if len(straight) % 2 == 0:
        found += zip(straight[::2], straight[1::2], strict=True)
    return found


def addresses(text: str) -> list[tuple[int, int]]:
    """Where addresses of the web and of mail begin and end."""
    return [match.span() for match in _ADDRESS.finditer(text)]


def is_inside_unit(text: str, place: int) -> bool:
    """Whether a cut before text[place] would go through a word or a number."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    return (
        _is_inside_word(text, place)
        or _is_inside_number(before, after)
        or "·" in (before, after)  # the parts of a foreign name
    )


def _is_inside_word(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if _is_of_word(before) and _is_of_word(after):
        return True
    if _is_of_word(before):  # Wi|-Fi
        left, mark, right = before, after, text[place + 1 : place + 2]
    else:  # Wi-|Fi
        left, mark, right = text[max(place - 2, 0) : place - 1], before, after
    if mark in _IN_NUMBERS:
        return left.isdigit() and right.isdigit()
    return mark in _IN_WORDS and _is_of_word(left) and _is_of_word(right)


def _is_inside_number(before: str, after: str) -> bool:
    """Numbers go with what they count (5个), what they are parts of (1月28日), and their signs."""
    if before.isdigit():
        return after in _AFTER_NUMBERS or unicodedata.category(after) == "Lo"
    if after.isdigit():
        return before in _BEFORE_NUMBERS or before in "年月"
    return after in _CHINESE_DIGITS and (before in _CHINESE_DIGITS or before in _BEFORE_NUMBERS)


def _is_of_word(character: str) -> bool:
    """A letter or digit of a script that parts words by spaces, or an accent on one."""
    if not character or _UNSPACED.match(character):
        return False
    return character.isalnum() or unicodedata.category(character) in {"Mn", "Mc"}


def _is_apostrophe(text: str, index: int) -> bool:
    around = text[index - 1 : index] + text[index + 1 : index + 2]
    return text[index] == "\u2019" and len(around) == 2 and all(map(_is_of_word, around))
