"""How long a headline is."""

import math
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.checks.registry import Finding, check
from articles.checks.subject import Subject

GOOD, LONGEST = 24, 30  # Han characters: one line of a card, two of a telephone


def width(text: str) -> int:
    """The length in Han characters: letters and digits of Latin are half as wide."""
    wide = sum(unicodedata.east_asian_width(one) in {"W", "F", "A"} for one in text)
    return math.ceil(wide + (len(text) - wide) / 2)


@check("headline_length", _("length of the headline"), "headline")
def headline_length(subject: Subject) -> Iterator[Finding]:
    length = width(subject.content.headline.strip())
    if length > LONGEST:
        text = gettext("The headline is %(length)d characters long: up to %(good)d read well.")
        yield Finding(text % {"length": length, "good": GOOD})
