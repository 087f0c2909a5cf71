"""Alignment in all the ways WordPress has said it, and in the one way our bodies say it."""

from __future__ import annotations

import re

from portal.wordpress.tree import Element

CLASS = re.compile(r"(?:align|has-text-align-|align-)(left|center|right)")
WIDER = {"alignwide", "alignfull", "bleed"}
STYLE = re.compile(r"(?:^|;)\s*text-align\s*:\s*(left|center|right)", re.IGNORECASE)
SIDE = re.compile(r"(left|center|right)", re.IGNORECASE)


def alignment_of(element: Element) -> str:
    """Return the class that says in our bodies what this element says, or nothing."""
    for name in element.classes:
        if match := CLASS.fullmatch(name):
            return f"align-{match[1]}"
        if name in WIDER:
            return "bleed"
    said = STYLE.search(element.attributes.get("style", "")) or SIDE.fullmatch(
        element.attributes.get("align", "")
    )
    if said:
        return f"align-{said[1].lower()}"
    return "align-center" if element.tag == "center" else ""


def aligned(element: Element, name: str) -> Element:
    """The element with this class, or with none."""
    attributes = {
        key: value
        for key, value in element.attributes.items()
        if key not in {"class", "style", "align"}
    }
    if name:
        attributes["class"] = name
    return Element(element.tag, attributes, element.children)
