"""Slugs of WordPress (percent-encoded, in any script) as ours are."""

from __future__ import annotations

import re
from urllib.parse import unquote

from articles.models.fields import normal_slug

MAX_CHARS = 100
SEPARATORS = re.compile(r"\W+")


def clean_slug(*candidates: str) -> str:
    """The first candidate of which a slug can be made, as one; empty if there is none."""
    for candidate in candidates:
        # WordPress cuts percent-encoded slugs at 200 bytes, sometimes within a character.
        words = SEPARATORS.sub("-", normal_slug(unquote(candidate.strip(), errors="ignore")))
        slug = words.strip("-")[:MAX_CHARS].strip("-")
        if slug:
            return slug
    return ""


def free_slug(slug: str, taken: set[str]) -> str:
    """This slug, or the first with a number behind it that is not taken; marks it as taken."""
    stem, number = slug or "-", 1
    free = slug
    while not free or free in taken:
        number += 1
        tail = f"-{number}"
        free = f"{stem[: MAX_CHARS - len(tail)].strip('-')}{tail}".strip("-")
    taken.add(free)
    return free
