"""Stored bodies and pictures as readers get them.

A body stores what a picture *is* (`data-picture`) and where a video *lives* (`data-embed`); sizes,
addresses of files and players are found here, each time a page is made, so they may change.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.html import Element, Node, canonical_embed, elements, parse, serialise
from articles.html.embeds import Embed
from articles.html.policy import LINK_REL
from articles.models import Picture

# The text column of css/layout.css.
COLUMN = "(min-width: 44rem) 41.625rem, 100vw"
BESIDE_TEXT = "(min-width: 44rem) 20rem, 100vw"
COLUMN_PX = 666
STILL_SIZE = {"width": "1200", "height": "675"}


def picture_tag(
    picture: Picture,
    *,
    sizes: str,
    css: str = "",
    lazy: bool = True,
    alt: str | None = None,
) -> SafeString:
    """The picture as `<picture>`: renditions by width, the full file for browsers without WebP.

    `sizes` says how wide it is shown (HTML `sizes`). Only the picture that opens a page is not
    `lazy`: it is fetched first, all others when they come into view. `css` is the class of the
    image, beside those that say where its focal point is; `alt` replaces the library's description.
    """
    text = picture.alt if alt is None else alt
    css = f"{css} {picture.focus_classes}".strip()
    element = _picture(picture, sizes=sizes, alt=text, css=css, lazy=lazy)
    # Built from our own row, and the serialiser escapes every value.
    return mark_safe(serialise([element]))  # noqa: S308


def render_body(
    html: str, pictures: Mapping[int, Picture] | None = None, *, lazy: bool = True
) -> SafeString:
    """A stored body for the page.

    `pictures` holds the pictures of the body by id (articles.html.picture_ids); without it they
    are loaded, in one query if there are any. A picture that is missing there vanishes with its
    figure. Without `lazy` the first picture opens the page: no cover stands above the text.
    """
    nodes = parse(html)
    if pictures is None:
        pictures = _load(nodes)
    page = _Page(pictures, lazy=lazy)
    rendered = page.render(nodes)
    last = rendered[-1] if rendered else None
    if isinstance(last, Element) and last.tag == "p":
        last.attrs["class"] = f"{last.attrs.get('class', '')} end".strip()
    # articles/html cleaned the body when it was saved; what is added here the serialiser escapes.
    return mark_safe(serialise(rendered))  # noqa: S308


def _load(nodes: Iterable[Node]) -> Mapping[int, Picture]:
    ids = {int(e.attrs["data-picture"]) for e in elements(nodes) if "data-picture" in e.attrs}
    return Picture.objects.in_bulk(ids) if ids else {}


class _Page:
    """One pass over a body; after the first picture all others are lazy."""

    def __init__(self, pictures: Mapping[int, Picture], *, lazy: bool) -> None:
        self.pictures = pictures
        self.lazy = lazy

    def render(
        self, nodes: Iterable[Node], *, sizes: str = "", is_linked: bool = False
    ) -> list[Node]:
        """The nodes as readers get them; `sizes` is empty for pictures within a line of text."""
        out: list[Node] = []
        for node in nodes:
            if isinstance(node, str):
                out.append(node)
            elif node.tag == "img":
                out += self._image(node, sizes, is_linked)
            elif node.tag == "figure":
                out += self._figure(node)
            else:
                inner = self.render(
                    node.children, sizes=sizes, is_linked=is_linked or node.tag == "a"
                )
                node.children = inner
                out.append(_improved(node))
        return out

    def _figure(self, figure: Element) -> list[Node]:
        if address := figure.attrs.pop("data-embed", ""):
            return [Element("figure", figure.attrs, [_video(address), *figure.children])]
        image = next(element for element in figure.walk() if element.tag == "img")
        picture = self._picture_of(image)
        if picture is None and "data-picture" in image.attrs:
            return []
        is_beside_text = {"align-left", "align-right"} & set(figure.classes)
        sizes = BESIDE_TEXT if is_beside_text else COLUMN
        figure.children = self.render(figure.children, sizes=sizes)
        if picture and picture.credit:
            _add_credit(figure, picture.credit)
        return [figure]

    def _image(self, image: Element, sizes: str, is_linked: bool) -> list[Node]:
        attrs = image.attrs
        if "data-picture" not in attrs:
            return [_elsewhere(image, is_linked=is_linked)]
        picture = self._picture_of(image)
        if picture is None:
            return []
        lazy, self.lazy = self.lazy, True
        narrow = "narrow" if picture.width < COLUMN_PX else ""
        return [
            _picture(
                picture,
                sizes=sizes or f"(min-width: {picture.width}px) {picture.width}px, 100vw",
                alt=attrs.get("alt", picture.alt),
                css=f"{narrow} {picture.focus_classes}".strip(),
                lazy=lazy,
            )
        ]

    def _picture_of(self, image: Element) -> Picture | None:
        return self.pictures.get(int(image.attrs.get("data-picture", 0)))


def _picture(picture: Picture, *, sizes: str, alt: str, css: str, lazy: bool) -> Element:
    image = Element(
        "img",
        {
            "src": picture.url,
            "width": str(picture.width),
            "height": str(picture.height),
            "alt": alt,
            "decoding": "async",
        }
        | ({"loading": "lazy"} if lazy else {"fetchpriority": "high"})
        | ({"class": css} if css else {}),
    )
    if not picture.widths:
        return Element("picture", {}, [image])
    source = Element("source", {"type": "image/webp", "srcset": picture.srcset, "sizes": sizes})
    return Element("picture", {}, [source, image])


def _elsewhere(image: Element, *, is_linked: bool) -> Node:
    """A picture that is no picture of ours: shown if it lies on this site, else a link to it.

    Readers' browsers load nothing from other hosts (the content security policy forbids it), so
    the picture would be a hole in the page, silently.
    """
    address = urlsplit(image.attrs.get("src", ""))
    if not address.netloc or address.netloc == urlsplit(settings.SITE_URL).netloc:
        image.attrs |= {"loading": "lazy", "decoding": "async", "alt": image.attrs.get("alt", "")}
        return image
    alt = image.attrs.get("alt") or _("picture")
    words = _("%(alt)s (picture on %(host)s)") % {"alt": alt, "host": address.hostname}
    label = Element("span", {"class": "elsewhere"}, [_icon("link"), words])
    if is_linked:
        return label
    return Element("a", {"href": image.attrs["src"], "rel": LINK_REL}, [label])


def _video(address: str) -> Element:
    """Still, label and link; static/js/embed.js puts the player in its place on a click."""
    embed: Embed | None = canonical_embed(address)
    site = embed.name if embed else urlsplit(address).hostname
    still = static("img/video.svg")
    attrs = {"class": "embed", "href": address, "rel": LINK_REL}
    if embed:
        attrs |= {"data-player": embed.player, "data-title": str(embed.title)}
    return Element(
        "a",
        attrs,
        [
            Element("img", {"src": still, **STILL_SIZE, "alt": "", "loading": "lazy"}),
            Element(
                "span",
                {"class": "embed__go"},
                [_icon("play"), _("Play the video from %(site)s") % {"site": site}],
            ),
        ],
    )


def _improved(element: Element) -> Element:
    """The element as keyboards and screen readers need it."""
    if element.tag == "pre":
        element.attrs["tabindex"] = "0"  # it scrolls, so the keyboard must get there
    elif element.tag == "a":
        element.attrs["rel"] = LINK_REL
    elif element.tag == "aside":
        element.attrs["aria-label"] = _("Pull quote")
    elif element.tag == "table":
        captions = (child for child in element.walk() if child.tag == "caption")
        caption = next(captions, None)
        label = " ".join(caption.text().split()) if caption else _("Table")
        region = {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": label}
        return Element("div", region, [element])
    return element


def _add_credit(figure: Element, credit: str) -> None:
    caption = next((element for element in figure.walk() if element.tag == "figcaption"), None)
    if caption is None:
        caption = Element("figcaption")
        figure.children.append(caption)
    if not any(element.tag == "small" for element in caption.walk()):  # the writer's own wins
        caption.children.append(Element("small", {}, [credit]))


def _icon(name: str) -> Element:
    shape = Element("use", {"href": f"{static('icons/icons.svg')}#{name}"})
    return Element("svg", {"class": "icon", "aria-hidden": "true"}, [shape])
