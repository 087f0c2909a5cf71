"""Pictures that lie on other sites, copied into the library when a text that shows them is kept.

Readers' browsers load nothing from elsewhere, and a link to somebody's server is a picture until
that server thinks otherwise. What cannot be copied stays in the text as a link, so that nothing a
writer brought is lost. Nothing here may run inside a transaction: other people's servers are slow.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404

from articles import throttling
from articles.fetching import TOTAL_S, Deadline, Network, NotFetched, fetch
from articles.html import Element, Node, clean_body, elements, parse, serialise
from articles.html.policy import LINK_REL
from articles.media_files import picture_at
from articles.models import Picture, User
from articles.pictures import PictureRefused, store_picture
from articles.pixels import MAX_BYTES

AT_ONCE = 20  # pictures of one text: a long report has fewer
ALL_TOGETHER_S = 20.0  # a writer waits for no longer, and the server stops a request after 30
IN_PARALLEL = 4  # and as many files in memory, 20 MB each at most
A_PERSON, WINDOW_S = 200, 3600  # pictures an hour: ten long texts


@dataclass(frozen=True)
class Copy:
    """What became of one address: a picture of the library, or why there is none.

    `why` is a Reason of fetching, ``too_many`` or ``too_often``; `said` is the library's own
    sentence when it was the library that refused the file.
    """

    address: str
    picture: Picture | None = None
    why: str = ""
    said: Any = ""


@dataclass(frozen=True)
class Copied:
    """A body without pictures of other sites, and what became of each address."""

    body: str
    copies: list[Copy]


Label = Callable[[str, str], str]


def addresses_in(body: str) -> dict[str, str]:
    """The pictures of other sites that a clean body shows, with their descriptions."""
    found: dict[str, str] = {}
    for image in elements(parse(body)):
        if image.tag == "img" and _is_elsewhere(image):
            found.setdefault(image.attrs["src"], image.attrs.get("alt", ""))
    return found


def copy_pictures(
    wanted: dict[str, str], *, by: User, network: Network | None = None
) -> list[Copy]:
    """Copy the pictures at these addresses, with their descriptions, in the order given.

    A few at a time, and all of them within ALL_TOGETHER_S: what took longer is reported as too
    slow. A picture of this very site is found, not fetched.
    """
    known = {address: picture for address in wanted if (picture := own_picture(address))}
    others = [address for address in wanted if address not in known]
    now, later = others[:AT_ONCE], others[AT_ONCE:]
    copies = {address: Copy(address, picture) for address, picture in known.items()}
    copies |= {address: Copy(address, why="too_many") for address in later}
    for copy in _fetched(list(_allowed(now, by, copies)), wanted, by, network):
        copies[copy.address] = copy
    return [copies[address] for address in wanted]


def take_in(body: str, *, by: User, label: Label, network: Network | None = None) -> Copied:
    """Copy every remote picture of a clean body, and put the copies in their places.

    `label` makes the words of the link that stands for a picture that was not copied, from its
    description and its host.
    """
    wanted = addresses_in(body)
    if not wanted:
        return Copied(body, [])
    copies = copy_pictures(wanted, by=by, network=network)
    found = {copy.address: copy.picture for copy in copies}
    return Copied(clean_body(serialise(_replaced(parse(body), found, label))), copies)


def own_picture(address: str) -> Picture | None:
    """The picture of this library whose file lies at the address, if any."""
    parts, media = urlsplit(address), urlsplit(default_storage.url(""))
    if parts.netloc and parts.netloc not in {urlsplit(settings.SITE_URL).netloc, media.netloc}:
        return None
    try:
        return picture_at(unquote(parts.path).removeprefix(media.path))
    except Http404:
        return None


def host_of(address: str) -> str:
    """The host of an address, to be shown."""
    return urlsplit(address).hostname or address


def _is_elsewhere(image: Element) -> bool:
    """Whether it has an address at all: of another site, or of a file of this library."""
    address = image.attrs.get("src", "")
    return bool(address) and (bool(urlsplit(address).netloc) or own_picture(address) is not None)


def _allowed(addresses: list[str], by: User, copies: dict[str, Copy]) -> Iterator[str]:
    for address in addresses:
        if throttling.allow("remote_picture", str(by.pk), limit=A_PERSON, window_s=WINDOW_S):
            yield address
        else:
            copies[address] = Copy(address, why="too_often")


def _fetched(
    addresses: list[str], alts: dict[str, str], by: User, network: Network | None
) -> Iterator[Copy]:
    """Fetch in threads, store here: one database connection, and few files in memory."""
    deadline = Deadline(ALL_TOGETHER_S)
    waiting = iter(addresses)
    running: dict[Future[bytes], str] = {}
    get = partial(_fetch, network=network, deadline=deadline)
    with ThreadPoolExecutor(IN_PARALLEL) as pool:
        while True:
            for address in waiting:
                running[pool.submit(get, address)] = address
                if len(running) == IN_PARALLEL:
                    break
            if not running:
                return
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                address = running.pop(done)
                yield _stored(done, address, alts[address], by, deadline)


def _fetch(address: str, *, network: Network | None, deadline: Deadline) -> bytes:
    return fetch(address, limit=MAX_BYTES, network=network, seconds=deadline.left(TOTAL_S))


def _stored(done: Future[bytes], address: str, alt: str, by: User, deadline: Deadline) -> Copy:
    try:
        data = done.result()
        deadline.left()  # decoding takes seconds, too
        # The host stands in the working title, which helps colleagues and no reader sees. It is
        # nobody's credit: who made the picture, a person has to find out.
        picture = store_picture(BytesIO(data), by=by, alt=alt, title=host_of(address))
    except NotFetched as failure:
        return Copy(address, why=failure.reason)
    except PictureRefused as refusal:
        return Copy(address, why="refused_by_library", said=refusal.reason)
    return Copy(address, picture)


def _replaced(nodes: Iterable[Node], found: dict[str, Picture | None], label: Label) -> list[Node]:
    """The nodes with each picture of `found` in place, or a link where there is none."""
    out: list[Node] = []
    for node in nodes:
        if not isinstance(node, Element):
            out.append(node)
        elif node.tag == "img":
            out.append(_image(node, found, label))
        elif node.tag == "a":
            out += _link(node, found, label)
        else:
            node.children = _replaced(node.children, found, label)
            out += _unframed(node) if node.tag == "figure" else [node]
    return out


def _image(image: Element, found: dict[str, Picture | None], label: Label) -> Element:
    address = image.attrs.get("src", "")
    if address not in found:
        return image
    alt = image.attrs.get("alt")
    if picture := found[address]:
        described = {} if alt is None else {"alt": alt}
        return Element("img", {"data-picture": str(picture.pk)} | described)
    words = label(alt or "", host_of(address))
    return Element("a", {"href": address, "rel": LINK_REL}, [words])


def _link(link: Element, found: dict[str, Picture | None], label: Label) -> list[Node]:
    """A link around a picture that became one itself goes before it: links hold no links."""
    link.children = _replaced(link.children, found, label)
    inner = [one for one in elements(link.children) if one.tag == "a"]
    if not inner:
        return [link]
    around = Element("a", link.attrs, [link.attrs.get("href", "")])
    return [around, " ", *link.children]


def _unframed(figure: Element) -> list[Node]:
    """A figure whose picture became a link is a paragraph, its caption another one."""
    if "data-embed" in figure.attrs or any(one.tag == "img" for one in figure.walk()):
        return [figure]
    caption = [one for one in elements(figure.children) if one.tag == "figcaption"]
    others: list[Node] = [one for one in figure.children if one not in caption]
    return [Element("p", {}, others), *(Element("p", {}, one.children) for one in caption)]
