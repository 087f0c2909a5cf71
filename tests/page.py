"""Reading pages as a reader's browser does: by elements, not by strings."""

from typing import Any

from django.http import HttpResponse
from django.test.html import Element, RootElement, parse_html


def page(response: HttpResponse) -> RootElement:
    """Parse a page. Raises HTMLParseError where tags do not nest."""
    root = RootElement()
    root.children = [parse_html(response.content.decode())]  # which drops a root of one child
    return root


def find(root: Element, name: str = "", **attributes: Any) -> list[Element]:
    """Elements in page order. An attribute is given by its value, or as True for any.

    `class_` and `for_` stand for those attributes, `data_views` for ``data-views``; a class is
    one of several.
    """
    wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    return [one for one in _walk(root) if _is(one, name, wanted)]


def attribute(element: Element, name: str) -> str | None:
    values = dict(element.attributes)
    return values.get(name)


def text(element: Element | str) -> str:
    """The words that an element shows, joined by single spaces."""
    if isinstance(element, str):
        return element.strip()
    return " ".join(filter(None, (text(child) for child in element.children)))


def links(root: Element) -> list[str]:
    """Addresses of all links, in page order."""
    return [attribute(one, "href") or "" for one in find(root, "a", href=True)]


def meta(root: Element, name: str) -> str | None:
    """The content of a <meta> by its name or property."""
    for one in find(root, "meta"):
        if name in (attribute(one, "name"), attribute(one, "property")):
            return attribute(one, "content")
    return None


def _walk(element: Element) -> list[Element]:
    found: list[Element] = []
    for child in element.children:
        if isinstance(child, Element):
            found.append(child)
            found += _walk(child)
    return found


def _is(element: Element, name: str, wanted: dict[str, Any]) -> bool:
    if name and element.name != name:
        return False
    values = dict(element.attributes)
    for key, value in wanted.items():
        if key not in values:
            return False
        if key == "class" and value not in (values[key] or "").split():
            return False
        if key != "class" and value is not True and values[key] != str(value):
            return False
    return True
