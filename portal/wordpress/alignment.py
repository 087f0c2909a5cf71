"""Alignment in all the ways WordPress has said it, and in the one way our bodies say it."""

from __future__ import annotations

import re

from portal.wordpress.tree import Element

SIDES = ("left", "center", "right")
CLASS = re.compile(r"(?:align|has-text-align-|align-)(left|center|right)")
STYLE = re.compile(r"(?:^|;)\s*text-align\s*:\s*(left|center|right)", re.IGNORECASE)


def alignment_of(element: Element) -> str:
    """Return left, center, right, or nothing."""
    for name in element.classes:
        if match := CLASS.fullmatch(name):
            return match[1]
    if match := STYLE.search(element.attributes.get("style", "")):
        return match[1].lower()
    said = element.attributes.get("align", "").lower()
    if said in SIDES:
        return said
    return "center" if element.tag == "center" else ""


def aligned(element: Element, side: str) -> Element:
    """The element with the class for this side, or with none."""
    attributes = {
        name: value
        for name, value in element.attributes.items()
        if name not in {"class", "style", "align"}
    }
    if side:
        attributes["class"] = f"align-{side}"
    return Element(element.tag, attributes, element.children)
