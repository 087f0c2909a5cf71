"""How text is compared: folded, cut into runs, and turned into tokens for the index.

A *run* is a stretch of one kind of writing: Han, kana and hangul are written without spaces and
make runs of their own («CJK» below); everything else that has letters or digits makes words.
Nothing but runs counts: «你好，世界» and «你好 世界» are the same, «A股» and «A 股», too.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

# Radicals, 々〆〇, kana, bopomofo, kanbun, extension A, Han, hangul, compatibility, planes 2 and 3.
CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3041-\u3096\u309d-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
WORD_CHAR = rf"[^\W_{CJK}]"
RUN = re.compile(rf"[{CJK}]+|{WORD_CHAR}+[+#]*")  # C++ and C# are words, too
# Soft hyphens, joiners, direction marks and variation selectors: invisible, so not compared.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
INVISIBLE = f"[{INVISIBLE}\U000e0100-\U000e01ef]"
_INVISIBLE = re.compile(INVISIBLE)
# A token is an entry of the index; longer words are cut (PostgreSQL refuses above 2 kB), and the
# exact comparison that follows decides.
TOKEN_CHARS = 64


def fold(text: str) -> str:
    """Make equal what readers take for equal: NFKC (width, ligatures…), case, invisible signs."""
    visible = _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())


def runs(text: str) -> list[str]:
    """The runs of the folded text, in order."""
    return RUN.findall(fold(text))


def is_cjk(run: str) -> bool:
    """Whether the run is of a writing without spaces."""
    return re.match(f"[{CJK}]", run) is not None


def comparable(blocks: Iterable[str]) -> str:
    """What needles are looked for in: runs set apart by spaces, blocks by line ends."""
    return "\n".join(f" {' '.join(found)}" for block in blocks if (found := runs(block)))


def tokens(comparable_text: str) -> Iterator[str]:
    """The tokens under which a text is found: pairs of CJK characters, the last one alone, words.

    They are ASCII (see encoded()), not in order, and may repeat.
    """
    for run in comparable_text.split():
        if is_cjk(run):
            yield from (encoded(run[i : i + 2]) for i in range(len(run) - 1))
            yield encoded(run[-1])
        else:
            yield encoded(run)


def encoded(token: str) -> str:
    """Write a token in ASCII, so that no tokenizer or version of Unicode can read it differently.

    Different tokens have different codes, and the code of a beginning is a beginning of the code.
    """
    return "".join(map(_code, token[:TOKEN_CHARS]))


@lru_cache(maxsize=30_000)  # more than a newspaper uses
def _code(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character
    number = ord(character)
    return f"_{number:04x}" if number <= 0xFFFF else f"_g{number:05x}"
