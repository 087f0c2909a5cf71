"""Figures: a picture or a video with its caption, in all the ways WordPress has made them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeGuard

from portal.wordpress.alignment import aligned, alignment_of
from portal.wordpress.tree import Element, Node


def figure_of(picture: Element, align: str = "") -> Element:
    """A figure of its own for a picture that stood in a line of its own."""
    own = next(
        filter(None, (alignment_of(img) for img in (picture, *picture.descendants()))), align
    )
    for img in (picture, *picture.descendants()):
        img.attributes.pop("class", None)
    return aligned(Element("figure", {}, [picture]), own)


def picture_element(
    picture_id: int | None, address: str, alt: str, given: Mapping[str, str] | None = None
) -> Element:
    """A picture of ours, or one that stays where it is until its file comes."""
    if picture_id is not None:
        return Element("img", {"data-picture": str(picture_id), "alt": alt})
    sizes = {name: value for name, value in (given or {}).items() if name in {"width", "height"}}
    return Element("img", {"src": address, "alt": alt, **sizes})


def figures_in(nodes: Iterable[Node]) -> list[Element]:
    """The figures among the nodes, and a figure for each picture outside of one."""
    found: list[Element] = []
    for node in nodes:
        if isinstance(node, str):
            continue
        if node.tag == "figure":
            found.append(node)
        elif node.tag == "img" or (node.tag == "a" and any(map(_is_image, node.children))):
            found.append(figure_of(node))
        elif node.tag != "table":
            found += figures_in(node.children)
    return found


def captioned(figures: list[Element], caption: Element | None) -> list[Node]:
    """Give the caption to the one figure that lacks it; that of a whole gallery follows it."""
    if caption and len(figures) == 1 and figures[0].tag == "figure":
        (figure,) = figures
        if not any(is_tag(node, "figcaption") for node in figure.children):
            return [figure.with_children([*figure.children, caption])]
    return [*figures, *as_paragraph(caption)]


def as_paragraph(caption: Element | None) -> list[Node]:
    return [Element("p", {}, caption.children)] if caption else []


def pull_quote(figure: Element) -> Element:
    """A sentence of the text shown a second time, which is not a quotation of somebody else."""
    inside: list[Node] = []
    for node in figure.children:
        if is_tag(node, "blockquote"):
            inside += node.children
        else:
            inside.append(node)
    return Element("aside", {"class": "pull"}, inside)


def theme_caption(div: Element) -> Element:
    """The figure of themes from before HTML5."""
    children: list[Node] = []
    for node in div.children:
        if isinstance(node, Element) and "wp-caption-text" in node.classes:
            children.append(Element("figcaption", {}, node.children))
        elif not isinstance(node, str) or node.strip():
            children.append(node)
    return aligned(Element("figure", {}, children), alignment_of(div))


def _is_image(node: Node) -> bool:
    return is_tag(node, "img")


def is_tag(node: Node, tag: str) -> TypeGuard[Element]:
    return isinstance(node, Element) and node.tag == tag
