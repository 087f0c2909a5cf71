"""What a feed says, whatever its format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.html import format_html

from articles import dates
from articles.html import elements, parse, picture_ids, serialise
from articles.html.tree import without_junk
from articles.models import (
    Article,
    ArticleAuthor,
    ArticleQuerySet,
    ArticleTag,
    Correction,
    Picture,
)
from articles.rendering import render_body

ENTRIES = 30  # a day or two of a busy site; readers ask every hour
LANGUAGES = {"zh-hans": "zh-CN"}  # others are called the same everywhere


@dataclass(frozen=True)
class Writer:
    """A name of the byline, and the address of its page. Never a mail address."""

    name: str
    url: str


@dataclass(frozen=True)
class Entry:
    """One article. Its text is HTML with absolute addresses, its times carry the site's offset."""

    permalink: str
    tag_uri: str
    title: str
    summary: str
    content: str
    authors: list[Writer]
    subjects: list[str]
    published: datetime
    updated: datetime
    picture: Picture | None

    @classmethod
    def of(
        cls,
        article: Article,
        pictures: Mapping[int, Picture],
        corrections: Sequence[Correction] = (),
    ) -> Self:
        """Read an article; what was corrected stands before its text."""
        published = timezone.localtime(article.published_at, timezone.get_default_timezone())
        updated = published
        if article.updated_at and article.updated_at > published:
            updated = timezone.localtime(article.updated_at, timezone.get_default_timezone())
        return cls(
            permalink=article.permalink,
            tag_uri=tag_uri(f"article/{article.pk}"),
            title=without_junk(article.headline),
            summary=without_junk(article.summary),
            content=_corrected(corrections) + _content(article, pictures),
            authors=[
                Writer(without_junk(author.name), absolute(author.get_absolute_url()))
                for author in article.ordered_authors
            ],
            subjects=_subjects(article),
            published=published,
            updated=updated,
            picture=article.cover,
        )


@dataclass(frozen=True)
class Channel:
    """A feed: the newest entries of a page that lists articles."""

    title: str
    description: str
    home_url: str
    tag_uri: str
    site_name: str
    language: str
    entries: list[Entry]

    @classmethod
    def of(
        cls, articles: ArticleQuerySet, *, title: str, description: str, path: str, site_name: str
    ) -> Self:
        """Read the newest public ones of `articles`, in five queries at most."""
        return cls(
            title=without_junk(title),
            description=without_junk(description or title),
            home_url=f"{settings.SITE_URL}{path}",
            tag_uri=tag_uri(f"feed{path}"),
            site_name=without_junk(site_name),
            language=LANGUAGES.get(settings.LANGUAGE_CODE, settings.LANGUAGE_CODE),
            entries=_newest(articles),
        )


def absolute(address: str) -> str:
    """An address of this site as others may follow it; one of another host stays as it is."""
    return urljoin(settings.SITE_URL, address)


def tag_uri(name: str) -> str:
    """An id for ever (RFC 4151): it stays when the site changes from http to https."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2025:{name}"


def _newest(articles: ArticleQuerySet) -> list[Entry]:
    bylines = ArticleAuthor.objects.select_related("author").order_by("position")
    found = list(
        articles.published()
        .newest_first()
        .select_related("category", "cover")
        .prefetch_related(
            Prefetch("bylines", bylines),
            Prefetch("article_tags", ArticleTag.objects.select_related("tag").order_by("pk")),
        )[:ENTRIES]
    )
    shown = {pk for article in found for pk in picture_ids(article.body)}
    pictures = Picture.objects.in_bulk(shown) if shown else {}
    told = _told_of([article for article in found if article.has_corrections])
    return [Entry.of(article, pictures, told.get(article.pk, ())) for article in found]


def _told_of(articles: Sequence[Article]) -> dict[int, list[Correction]]:
    """What readers are told of these articles, newest first: no query where there is nothing."""
    told: dict[int, list[Correction]] = {}
    if articles:
        for one in Correction.objects.for_readers().filter(article__in=articles):
            told.setdefault(one.article_id, []).append(one)
    return told


def _corrected(corrections: Sequence[Correction]) -> str:
    """A paragraph for each correction, as HTML."""
    return "".join(
        format_html(
            "<p><strong>{} · {}</strong> {}</p>",
            one.get_kind_display(),
            dates.full(one.made_at),
            without_junk(one.note),
        )
        for one in corrections
    )


def _subjects(article: Article) -> list[str]:
    filed = [article.category.name] if article.category else []
    tags = [link.tag.name for link in article.article_tags.all()]
    return [without_junk(name) for name in (*filed, *tags)]


def _content(article: Article, pictures: Mapping[int, Picture]) -> str:
    """The body as on the page, without what only works there: scripts' hooks, icons, classes."""
    # Reading it once more keeps what the policy lets in, and nothing a page adds around it.
    nodes = parse(render_body(article.body, pictures))
    for element in elements(nodes):
        element.attrs.pop("class", None)
        for name in ("href", "src"):
            if name in element.attrs:
                element.attrs[name] = urljoin(article.permalink, element.attrs[name])
    return serialise(nodes)
