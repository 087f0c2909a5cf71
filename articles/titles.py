"""Headlines that break where a reader would pause.

Browsers break Chinese anywhere, in the middle of words too. A phrased headline is made of clauses
(`<span class="ph">`, which a line takes as a whole where it can) and of words with `<wbr>` between
them. It is for headings and headline links only, and stored beside the plain headline.
"""

import re
import unicodedata
from functools import lru_cache

import rjieba
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from articles.characters import is_inside_character

# A clause ends after its punctuation and what closes behind it. Between Chinese characters a space
# does the same: 主标题 副标题, 发生火灾 6死7伤.
_CLAUSE = re.compile(r".+?(?:[，：；？！。…]+[”’」』）》】]*|$)", re.DOTALL)
_CHINESE = "\u3400-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef\u2018-\u201d\u2026"
_BETWEEN_TITLES = re.compile(f"(?<=[{_CHINESE}]) (?=[0-9]*[{_CHINESE}])")

# No line begins with these …
_BINDING_BEFORE = "，、。；：？！”’」』）》】〉…—·,.;:?!)]}%\uff05℃°"
# … and a reader doesn't pause before these words, …
_PARTICLES = frozenset("的了着过地得吗呢吧上下里中们年月日号时分秒")
# … and no line ends with these.
_BINDING_AFTER = "“‘「『（《【〈·([{$¥￥€£#@"


@lru_cache(maxsize=4096)
def phrase_title(headline: str) -> SafeString:
    """The headline as clauses of words, everything in it escaped."""
    titles = _BETWEEN_TITLES.split(" ".join(headline.split()))
    # _clauses has escaped every word.
    return mark_safe(" ".join(map(_clauses, titles)))  # noqa: S308


def _clauses(title: str) -> str:
    return "".join(
        format_html('<span class="ph">{}</span>', _words(clause))
        for clause in _CLAUSE.findall(title)
    )


def _words(clause: str) -> SafeString:
    printed, end = [], 0
    for word in rjieba.cut(clause, hmm=False):
        if end and not _belongs_to(clause, end, word):
            printed.append("<wbr>")
        printed.append(escape(word))
        end += len(word)
    return mark_safe("".join(printed))  # noqa: S308 (every word is escaped)


def _belongs_to(clause: str, place: int, word: str) -> bool:
    """Whether no line may end before the word at this place, or may end there without a hint."""
    last, first = clause[place - 1], clause[place]
    return (
        first in _BINDING_BEFORE
        or last in _BINDING_AFTER
        or word in _PARTICLES
        or last.isspace()
        or first.isspace()
        or last.isdigit()  # a number and what it counts
        or (last in "年月" and first.isdigit())
        or (_is_spaced(last) and _is_spaced(first))
        or is_inside_character(clause, place)
    )


def _is_spaced(character: str) -> bool:
    """Whether its script is set with spaces, which are the places to break then."""
    is_wide = unicodedata.east_asian_width(character) in {"W", "F"}
    return not is_wide or "\uac00" <= character <= "\ud7af"  # Hangul is wide, and spaced
