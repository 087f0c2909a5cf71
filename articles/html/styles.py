"""What foreign markup says about text: alignment, emphasis, whether it is to be seen."""

import re

from articles.html.policy import CLASSES, FOREIGN_CLASSES
from articles.html.tree import Element

_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all)", re.IGNORECASE)
_ALIGNED = re.compile(r"(?:^|;)\s*text-align\s*:\s*([a-z]+)", re.IGNORECASE)
_FLOATED = re.compile(r"(?:^|;)\s*float\s*:\s*(left|right)\b", re.IGNORECASE)
_WEIGHT = re.compile(r"(?:^|;)\s*font-weight\s*:\s*([a-z]+|\d+)", re.IGNORECASE)
_EMPHASES = (
    ("em", re.compile(r"(?:^|;)\s*font-style\s*:\s*italic", re.IGNORECASE)),
    ("s", re.compile(r"(?:^|;)\s*text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE)),
    ("sup", re.compile(r"(?:^|;)\s*vertical-align\s*:\s*super\b", re.IGNORECASE)),
    ("sub", re.compile(r"(?:^|;)\s*vertical-align\s*:\s*sub\b", re.IGNORECASE)),
)
_ALIGNMENTS = {"center": "align-center", "right": "align-right", "end": "align-right"}
_ALIGNMENTS |= dict.fromkeys(["left", "start", "justify"], "")


def is_hidden(element: Element) -> bool:
    """Hidden where it came from: old spam, tracking, Word's bookkeeping."""
    return "hidden" in element.attrs or bool(_HIDDEN.search(element.attrs.get("style", "")))


def classes(element: Element, tag: str) -> list[str]:
    """The element's classes that `tag` may have in a stored body, other systems' translated."""
    allowed = CLASSES.get(tag, frozenset())
    named = (FOREIGN_CLASSES.get(name, name) for name in element.classes)
    return sorted({name for name in named if name in allowed})


def alignment(element: Element) -> str | None:
    """align-center, align-right, "" for expressly ordinary, or None if nothing is said."""
    for name in classes(element, "p"):
        if name.startswith("align-"):
            return name
    if element.tag == "center":
        return "align-center"
    style = _ALIGNED.search(element.attrs.get("style", ""))
    said = style[1] if style else element.attrs.get("align", "")
    return _ALIGNMENTS.get(said.strip().lower())


def floating(element: Element) -> list[str]:
    """The classes of the figure that shows this picture."""
    said = _FLOATED.search(element.attrs.get("style", ""))
    side = said[1] if said else element.attrs.get("align", "")
    found = classes(element, "figure")
    if side.lower() in {"left", "right"}:
        found.append(f"align-{side.lower()}")
    return found


def emphasis(element: Element) -> list[str]:
    """The marks that the style stands for."""
    style = element.attrs.get("style", "")
    if not style:
        return []
    found = [tag for tag, pattern in _EMPHASES if pattern.search(style)]
    return ["strong", *found] if _weight(style) >= 600 else found  # CSS: 600 is semi-bold


def is_expressly_light(element: Element) -> bool:
    """Google Docs wraps everything in `<b style="font-weight:normal">`."""
    return 0 < _weight(element.attrs.get("style", "")) < 500


def _weight(style: str) -> int:
    """The font weight as a number, 0 if none is given."""
    found = _WEIGHT.search(style)
    if not found:
        return 0
    name = found[1].lower()
    if name.isdigit():
        return int(name[:4])
    return {"normal": 400, "lighter": 300, "bold": 700, "bolder": 700}.get(name, 0)
