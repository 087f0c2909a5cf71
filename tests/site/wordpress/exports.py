"""Small exports, built by plain functions: name only what the test is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from itertools import count
from pathlib import Path

_serial = count(1)

NAMESPACES = (
    'xmlns:excerpt="http://wordpress.org/export/{v}/excerpt/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:wp="http://wordpress.org/export/{v}/"'
)


def cdata(text: str) -> str:
    """As WordPress writes it: a section's end inside the text is split over two sections."""
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def export(
    *parts: str,
    version: str = "1.2",
    encoding: str = "UTF-8",
    namespaces: str = NAMESPACES,
    head: str = "",
    before: str = "",
    site: str = "https://old.example",
) -> str:
    """The text of a whole export around these authors, terms and items."""
    return (
        f'{before}<?xml version="1.0" encoding="{encoding}" ?>\n'
        f'<rss version="2.0" {namespaces.format(v=version)}>\n<channel>\n'
        f"<title>旧站</title>\n<link>{site}</link>\n<description>一个旧站</description>\n"
        f"<language>zh-CN</language>\n<wp:wxr_version>{version}</wp:wxr_version>\n"
        f"<wp:base_site_url>{site}</wp:base_site_url>\n"
        f"<wp:base_blog_url>{site}</wp:base_blog_url>\n{head}" + "\n".join(parts) + "\n"
        "</channel>\n</rss>\n"
    )


def author(login: str, name: str = "", **given: str) -> str:
    return (
        f"<wp:author><wp:author_id>{given.get('id', next(_serial))}</wp:author_id>"
        f"<wp:author_login>{cdata(login)}</wp:author_login>"
        f"<wp:author_email>{cdata(given.get('email', 'someone@old.example'))}</wp:author_email>"
        f"<wp:author_display_name>{cdata(name or login)}</wp:author_display_name>"
        f"<wp:author_first_name>{cdata('')}</wp:author_first_name>"
        f"<wp:author_last_name>{cdata('')}</wp:author_last_name></wp:author>"
    )


def category(slug: str, name: str = "", parent: str = "", description: str = "") -> str:
    return (
        f"<wp:category><wp:term_id>{next(_serial)}</wp:term_id>"
        f"<wp:category_nicename>{cdata(slug)}</wp:category_nicename>"
        f"<wp:category_parent>{cdata(parent)}</wp:category_parent>"
        f"<wp:cat_name>{cdata(name or slug)}</wp:cat_name>"
        f"<wp:category_description>{cdata(description)}</wp:category_description></wp:category>"
    )


def tag(slug: str, name: str = "", description: str = "") -> str:
    return (
        f"<wp:tag><wp:term_id>{next(_serial)}</wp:term_id><wp:tag_slug>{cdata(slug)}</wp:tag_slug>"
        f"<wp:tag_name>{cdata(name or slug)}</wp:tag_name>"
        f"<wp:tag_description>{cdata(description)}</wp:tag_description></wp:tag>"
    )


def term(taxonomy: str, slug: str, name: str = "", parent: str = "") -> str:
    return (
        f"<wp:term><wp:term_id>{next(_serial)}</wp:term_id>"
        f"<wp:term_taxonomy>{cdata(taxonomy)}</wp:term_taxonomy>"
        f"<wp:term_slug>{cdata(slug)}</wp:term_slug><wp:term_parent>{cdata(parent)}"
        f"</wp:term_parent><wp:term_name>{cdata(name or slug)}</wp:term_name></wp:term>"
    )


def item(
    id: int | None = None,
    *,
    title: str = "标题",
    content: str = "正文。",
    kind: str = "post",
    status: str = "publish",
    slug: str = "",
    date: str = "2025-01-28 19:58:00",
    date_gmt: str = "2025-01-28 11:58:00",
    link: str | None = None,
    creator: str = "editor",
    excerpt: str = "",
    terms: Iterable[tuple[str, str, str]] = (),
    meta: Mapping[str, str] | None = None,
    comments: Iterable[str] = (),
    sticky: bool = False,
    parent: int = 0,
    password: str = "",
    comment_status: str = "open",
    attachment_url: str = "",
    guid: str | None = None,
    extra: str = "",
) -> str:
    number = next(_serial) if id is None else id
    slug = slug or (f"item-{number}" if status == "publish" else "")
    link = f"https://old.example/{date[:4]}/{date[5:7]}/{slug}/" if link is None else link
    guid = f"https://old.example/?p={number}" if guid is None else guid
    named = "".join(
        f'<category domain="{domain}" nicename="{escape(nicename)}">{cdata(name)}</category>'
        for domain, nicename, name in terms
    )
    metas = "".join(
        f"<wp:postmeta><wp:meta_key>{cdata(key)}</wp:meta_key>"
        f"<wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
        for key, value in (meta or {}).items()
    )
    attached = (
        f"<wp:attachment_url>{cdata(attachment_url)}</wp:attachment_url>" if attachment_url else ""
    )
    return (
        f"<item><title>{cdata(title)}</title><link>{escape(link)}</link>"
        f"<pubDate>Tue, 28 Jan 2025 11:58:00 +0000</pubDate>"
        f"<dc:creator>{cdata(creator)}</dc:creator>"
        f'<guid isPermaLink="false">{escape(guid)}</guid><description></description>'
        f"<content:encoded>{cdata(content)}</content:encoded>"
        f"<excerpt:encoded>{cdata(excerpt)}</excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date>{cdata(date)}</wp:post_date>"
        f"<wp:post_date_gmt>{cdata(date_gmt)}</wp:post_date_gmt>"
        f"<wp:comment_status>{cdata(comment_status)}</wp:comment_status>"
        f"<wp:ping_status>{cdata('closed')}</wp:ping_status>"
        f"<wp:post_name>{cdata(slug)}</wp:post_name><wp:status>{cdata(status)}</wp:status>"
        f"<wp:post_parent>{parent}</wp:post_parent><wp:menu_order>0</wp:menu_order>"
        f"<wp:post_type>{cdata(kind)}</wp:post_type>"
        f"<wp:post_password>{cdata(password)}</wp:post_password>"
        f"<wp:is_sticky>{int(sticky)}</wp:is_sticky>"
        f"{attached}{named}{metas}{''.join(comments)}{extra}</item>"
    )


def attachment(id: int, address: str, **given: object) -> str:
    """A media item; its file lies under uploads as the address says."""
    meta = {"_wp_attached_file": address.partition("/uploads/")[2]} | dict(given.pop("meta", {}))
    return item(
        id,
        **{
            "kind": "attachment",
            "status": "inherit",
            "title": "图片",
            "content": "",
            "attachment_url": address,
            "meta": meta,
        }
        | given,
    )


def comment(
    id: int | None = None,
    *,
    content: str = "写得好。",
    author: str = "读者",
    email: str = "reader@mail.example",
    url: str = "",
    address: str = "203.0.113.77",
    date: str = "2025-01-29 08:00:00",
    date_gmt: str = "2025-01-29 00:00:00",
    approved: str = "1",
    kind: str = "comment",
    parent: int = 0,
    user_id: int = 0,
) -> str:
    number = next(_serial) if id is None else id
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        f"<wp:comment_author>{cdata(author)}</wp:comment_author>"
        f"<wp:comment_author_email>{cdata(email)}</wp:comment_author_email>"
        f"<wp:comment_author_url>{escape(url)}</wp:comment_author_url>"
        f"<wp:comment_author_IP>{cdata(address)}</wp:comment_author_IP>"
        f"<wp:comment_date>{cdata(date)}</wp:comment_date>"
        f"<wp:comment_date_gmt>{cdata(date_gmt)}</wp:comment_date_gmt>"
        f"<wp:comment_content>{cdata(content)}</wp:comment_content>"
        f"<wp:comment_approved>{cdata(approved)}</wp:comment_approved>"
        f"<wp:comment_type>{cdata(kind)}</wp:comment_type>"
        f"<wp:comment_parent>{parent}</wp:comment_parent>"
        f"<wp:comment_user_id>{user_id}</wp:comment_user_id></wp:comment>"
    )


def write(folder: Path, text: str, encoding: str = "utf-8", name: str = "export.xml") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path
