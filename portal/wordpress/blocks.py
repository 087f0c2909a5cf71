"""Block editor content: `<!-- wp:name {…} -->` … `<!-- /wp:name -->`.

Most blocks hold their HTML as readers see it, so their delimiters are simply left out. What is
taken note of: where the writer of the text is the block editor (line breaks then mean nothing),
and blocks that hold nothing because WordPress made their content anew for each request.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from portal.wordpress.library import Library
from portal.wordpress.tree import words

# WordPress writes signs of markup as \u003c and the like there, so no delimiter holds another.
DELIMITER = re.compile(
    r"<!--\s+(?P<closing>/)?wp:(?P<name>[a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)"
    r"(?P<given>\s+\{(?:(?!<!--|-->).)*?\})?\s+(?P<void>/)?-->",
    re.DOTALL,
)
# Inside these the text is as in the classic editor.
CLASSIC = words("freeform shortcode")
# Nothing is lost with these: ours shows the like by itself, or the space means nothing.
SILENT = words(
    "more nextpage spacer separator post-content post-date post-featured-image post-title"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """One block with all that it holds, or what stands between blocks.

    `breaks`: blank lines and line breaks in it make paragraphs.
    """

    html: str
    breaks: bool


def segments(content: str, library: Library, warnings: Counter[str]) -> Iterator[Segment]:
    """Yield the content without delimiters, reusable blocks in their places."""
    opened: list[str] = []
    parts: list[str] = []
    position = 0
    for match in DELIMITER.finditer(content):
        parts.append(content[position : match.start()])
        position = match.end()
        name = match["name"].removeprefix("core/")
        if not opened:
            yield Segment("".join(parts), breaks=True)
            parts.clear()
        if match["closing"]:
            yield from _closed(opened, parts, name)
        elif not match["void"]:
            opened.append(name)
        elif name == "block":
            shared = _shared(match["given"], library, warnings)
            if opened:
                parts.append(shared)
            else:
                yield Segment(shared, breaks=False)
        elif name not in SILENT:
            warnings[f"block {name}"] += 1
    parts.append(content[position:])
    yield Segment("".join(parts), breaks=not opened or opened[0] in CLASSIC)


def _closed(opened: list[str], parts: list[str], name: str) -> Iterator[Segment]:
    """Close the innermost block of this name; an end without a beginning closes nothing."""
    if name not in opened:
        return
    outermost = opened[0]
    del opened[len(opened) - 1 - opened[::-1].index(name) :]
    if not opened:
        yield Segment("".join(parts), breaks=outermost in CLASSIC)
        parts.clear()


def _shared(given: str | None, library: Library, warnings: Counter[str]) -> str:
    """The content of a reusable block; blocks that it holds in turn are not followed further."""
    try:
        reference = json.loads(given or "{}").get("ref")
    except (ValueError, RecursionError):
        reference = None
    shared = library.reusable_block(reference) if isinstance(reference, int) else ""
    if not shared.strip():
        warnings["block reusable"] += 1
    return DELIMITER.sub("", shared)
