"""Shortcodes of WordPress and its plugins: `[gallery ids="1,2"]`, `[caption]…[/caption]`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from portal.wordpress.tree import COMMENT_PATTERN, TAG_PATTERN

SHORTCODE_PATTERN = (
    r"(?P<escape>\[?)\[(?P<closing>/?)(?P<name>[a-zA-Z][\w-]*+)(?P<given>[^\[\]]{0,5000}?)"
    r"(?P<single>/?)\](?P<escaped>\]?)"
)
TOKEN = re.compile(f"(?:{SHORTCODE_PATTERN})|{TAG_PATTERN}|{COMMENT_PATTERN}", re.DOTALL)
GIVEN = re.compile(
    r"(?:([\w-]+)\s*=\s*)?(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=]+=?[^\s\"']*))", re.DOTALL
)


@dataclass(slots=True)
class Shortcode:
    """One tag. `values` are its arguments without a name; `content` is None unless it encloses."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    values: list[str] = field(default_factory=list)
    content: str | None = None
    source: str = ""


Expand = Callable[[Shortcode], str | None]
Parts = list["str | Parts"]  # text, some of it still in the lists of tags that enclose nothing


@dataclass(slots=True)
class _Open:
    shortcode: Shortcode
    parts: Parts = field(default_factory=list)


def expand(source: str, known: frozenset[str], replace: Expand) -> str:
    """Return `source` with every shortcode replaced by what `replace` returns for it.

    None leaves the tag as it stands. Tags inside HTML tags and comments are not looked at;
    `[[gallery]]` becomes the text `[gallery]` where the name is known.
    """
    expander = _Expander(replace)
    position = 0
    for match in TOKEN.finditer(source):
        expander.text(source[position : match.start()])
        position = match.end()
        text = match.group()
        if not match["name"]:
            expander.text(text)
        elif match["closing"]:
            expander.close(match)
        elif match["escape"] and match["name"].lower() in known:
            expander.text(text[1 : len(text) - len(match["escaped"])])
        else:
            expander.open(match)
    expander.text(source[position:])
    return expander.finish()


class _Expander:
    """Pairs tags as they come: an end tag belongs to the last open one of its name."""

    def __init__(self, replace: Expand) -> None:
        self._replace = replace
        self._parts: Parts = []
        self._open: list[_Open] = []
        self._names: Counter[str] = Counter()

    def text(self, text: str) -> None:
        self._innermost.append(text)

    def open(self, match: re.Match[str]) -> None:
        self.text(match["escape"])  # the outer brackets of "[[no shortcode]]" are text
        shortcode = _parse(match)
        self._open.append(_Open(shortcode))
        self._names[shortcode.name] += 1
        if match["single"]:
            self._fold()
        self.text(match["escaped"])

    def close(self, match: re.Match[str]) -> None:
        name, text = match["name"].lower(), match.group()
        if not self._names[name]:
            # The end of an escaped pair, or a word in brackets.
            self.text(text.removesuffix("]") if match["escaped"] else text)
            return
        while self._open[-1].shortcode.name != name:
            self._fold()
        enclosing = self._pop()
        enclosing.shortcode.content = _joined(enclosing.parts)
        replaced = self._replace(enclosing.shortcode)
        if replaced is None:
            replaced = enclosing.shortcode.source + enclosing.shortcode.content + text
        self.text(replaced)

    def finish(self) -> str:
        while self._open:
            self._fold()
        return _joined(self._parts)

    @property
    def _innermost(self) -> Parts:
        return self._open[-1].parts if self._open else self._parts

    def _fold(self) -> None:
        """The innermost open tag encloses nothing: replace it, and what followed follows."""
        single = self._pop()
        replaced = self._replace(single.shortcode)
        self.text(single.shortcode.source if replaced is None else replaced)
        # The list as it is: copied, a text of nothing but open tags would take quadratic time.
        self._innermost.append(single.parts)

    def _pop(self) -> _Open:
        innermost = self._open.pop()
        self._names[innermost.shortcode.name] -= 1
        return innermost


def _joined(parts: Parts) -> str:
    """The text of the parts; without recursion, for they nest as deep as there are open tags."""
    texts: list[str] = []
    waiting = [iter(parts)]
    while waiting:
        part = next(waiting[-1], None)
        if part is None:
            waiting.pop()
        elif isinstance(part, str):
            texts.append(part)
        else:
            waiting.append(iter(part))
    return "".join(texts)


def _parse(match: re.Match[str]) -> Shortcode:
    text = match.group()
    start, end = len(match["escape"]), len(text) - len(match["escaped"])
    shortcode = Shortcode(match["name"].lower(), source=text[start:end])
    for name, double, single, bare in GIVEN.findall(match["given"]):
        value = double or single or bare
        if name:
            shortcode.attributes.setdefault(name.lower(), value)
        else:
            shortcode.values.append(value)
    return shortcode


def looks_like_shortcode(shortcode: Shortcode) -> bool:
    """Whether an unknown `[name …]` is a plugin's tag, and not "[sic]" or "[GPT-4]" in the copy."""
    return bool(
        shortcode.content is not None
        or shortcode.attributes
        or any(value.startswith(("http://", "https://")) for value in shortcode.values)
        or shortcode.source.endswith("/]")
        or "_" in shortcode.name
    )
