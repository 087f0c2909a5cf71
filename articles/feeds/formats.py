"""The three formats of a feed."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from typing import Any

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed

from articles.feeds.entries import Channel, Entry, absolute
from articles.models import Picture

EMPTY_SINCE = datetime(2025, 1, 1, tzinfo=UTC)


class _Stable(SyndicationFeed):
    """A feed whose bytes change only with its entries, so that readers get a 304."""

    def latest_post_date(self) -> datetime:
        """Without entries Django would say «now», each time."""
        return super().latest_post_date() if self.items else EMPTY_SINCE


class _Rss(_Stable, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for author in entry.authors:  # RSS's own <author> must be a mail address
            handler.addQuickElement("dc:creator", author.name)
        handler.addQuickElement("content:encoded", entry.content)


class _Atom(_Stable, Atom1Feed):
    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for author in entry.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", author.name)
            handler.addQuickElement("uri", author.url)
            handler.endElement("author")
        handler.addQuickElement("content", entry.content, {"type": "html"})


def rss(channel: Channel, feed_url: str) -> HttpResponse:
    """RSS 2.0 with the whole text in content:encoded."""
    feed = _filled(_Rss(**_about(channel, feed_url)), channel, lambda entry: entry.permalink)
    return _xml(feed, "application/rss+xml")


def atom(channel: Channel, feed_url: str) -> HttpResponse:
    """Atom 1.0 (RFC 4287). Its feed author stands in for articles without a byline."""
    about = _about(channel, feed_url)
    about |= {"feed_guid": channel.tag_uri, "author_name": channel.site_name}
    feed = _filled(_Atom(**about), channel, lambda entry: entry.tag_uri)
    return _xml(feed, "application/atom+xml")


def json_feed(channel: Channel, feed_url: str) -> HttpResponse:
    """JSON Feed 1.1."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.home_url,
        "feed_url": feed_url,
        "description": channel.description,
        "language": channel.language,
        "items": [_json_item(entry) for entry in channel.entries],
    }
    text = json.dumps(feed, ensure_ascii=False)
    return HttpResponse(text, content_type="application/feed+json; charset=utf-8")


def _about(channel: Channel, feed_url: str) -> dict[str, Any]:
    return {
        "title": channel.title,
        "link": channel.home_url,
        "description": channel.description,
        "subtitle": channel.description,
        "language": channel.language,
        "feed_url": feed_url,
    }


def _filled(
    feed: SyndicationFeed, channel: Channel, unique_id: Callable[[Entry], str]
) -> SyndicationFeed:
    for entry in channel.entries:
        feed.add_item(
            title=entry.title,
            link=entry.permalink,
            description=escape(entry.summary),  # both formats read it as HTML
            unique_id=unique_id(entry),
            unique_id_is_permalink=True,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=entry.subjects,
            enclosures=_enclosures(entry),
            entry=entry,
        )
    return feed


def _enclosures(entry: Entry) -> list[Enclosure]:
    """The cover, which is no part of the text."""
    if entry.picture is None:
        return []
    kind = "jpeg" if entry.picture.format == Picture.Format.JPEG else entry.picture.format
    return [Enclosure(absolute(entry.picture.url), str(entry.picture.size), f"image/{kind}")]


def _xml(feed: SyndicationFeed, media_type: str) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type=f"{media_type}; charset=utf-8")


def _json_item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.permalink,
        "url": entry.permalink,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content,
        "date_published": entry.published.isoformat(timespec="seconds"),
        "date_modified": entry.updated.isoformat(timespec="seconds"),
        "authors": [{"name": a.name, "url": a.url} for a in entry.authors],
        "tags": entry.subjects,
    }
    return item | ({"image": absolute(entry.picture.url)} if entry.picture else {})
