"""What an export says, as it says it: no interpretation, every value text unless it is an id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ExportSite:
    """The channel's own head: `version` is that of the format, `published` the time of export."""

    title: str
    link: str
    description: str
    language: str
    version: str
    site_url: str
    blog_url: str
    published: str


@dataclass(frozen=True, slots=True)
class ExportAuthor:
    """`id` is 0 before 1.2, where `login` alone tells authors apart."""

    id: int
    login: str
    email: str
    display_name: str
    first_name: str
    last_name: str


@dataclass(frozen=True, slots=True)
class ExportCategory:
    """`parent` is the slug of the category above (its name in the oldest exports), or empty."""

    id: int
    slug: str
    parent: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class ExportTag:
    id: int
    slug: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class ExportTerm:
    """A term of any other taxonomy: menus, post formats, those of plugins."""

    id: int
    taxonomy: str
    slug: str
    parent: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class TermReference:
    """A term as an item names it; `taxonomy` is `category`, `post_tag`, `post_format`, …"""

    taxonomy: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class ExportComment:
    """`approved` is 1, 0, spam or trash; `kind` empty or comment, pingback, trackback, …"""

    id: int
    author: str
    email: str
    url: str
    address: str
    date: str
    date_gmt: str
    content: str
    approved: str
    kind: str
    parent: int
    user_id: int
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExportItem:
    """A post, page, attachment, menu item or anything a plugin stores as one.

    `line` is where the item ends in the file. Where a meta key is repeated, the first value counts,
    as it does for WordPress. `published` is the feed's own date, which drafts have too.
    """

    line: int
    id: int
    kind: str
    status: str
    title: str
    link: str
    guid: str
    creator: str
    content: str
    excerpt: str
    slug: str
    date: str
    date_gmt: str
    modified: str
    modified_gmt: str
    published: str
    parent: int
    menu_order: int
    password: str
    is_sticky: bool
    comments_open: bool
    attachment_url: str
    terms: tuple[TermReference, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    comments: tuple[ExportComment, ...] = ()


ExportRecord = ExportSite | ExportAuthor | ExportCategory | ExportTag | ExportTerm | ExportItem


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """A whole file, read to its end and found sound. `items` counts by (kind, status)."""

    site: ExportSite
    authors: int
    categories: int
    tags: int
    terms: int
    items: Mapping[tuple[str, str], int]
    comments: int
