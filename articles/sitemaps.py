"""Sitemaps: every public address for search engines, the news of two days for news search.

A section is cut by id, not by number of rows: an address never moves from one file to another,
each file costs the same however large the site is, and withdrawn articles just leave a gap.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from articles.html.tree import without_junk
from articles.models import (
    Article,
    ArticleAuthor,
    ArticleTag,
    Author,
    Category,
    SiteProfile,
    Tag,
    Topic,
)
from articles.public_pages import public_page

IDS_A_FILE = 5_000  # the protocol allows 50,000 addresses; smaller files are fetched sooner
NEWS_HOURS = 48  # what Google News takes, in age and in number
NEWS_ARTICLES = 1_000
NEWS_LANGUAGES = {"zh-hans": "zh-cn", "en": "en"}
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP_NS = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS_NS = "http://www.google.com/schemas/sitemap-news/0.9"


@dataclass(frozen=True)
class Section:
    """One kind of pages: `rows` are those that readers may see, `changed` says since when.

    `paths` are addresses without a row, listed in the first file.
    """

    rows: Callable[[], QuerySet[Any]]
    changed: Callable[[Any], datetime | None] = lambda row: None
    paths: tuple[str, ...] = ()

    def numbers(self) -> Iterator[int]:
        """The numbers of the files, in order: one look-up by key for each."""
        number = 0
        while first := self._first_id(number):
            number = first // IDS_A_FILE + 1
            yield number
        if not number and self.paths:
            yield 1

    def addresses(self, number: int) -> list[tuple[str, datetime | None]]:
        """The addresses in one file, each with the time of its last change."""
        low = (number - 1) * IDS_A_FILE
        rows = self.rows().filter(pk__gte=low, pk__lt=low + IDS_A_FILE).order_by("pk")
        found = [(row.get_absolute_url(), self.changed(row)) for row in rows]
        if self.paths and number == next(self.numbers()):
            return [*((path, None) for path in self.paths), *found]
        return found

    def _first_id(self, number: int) -> int | None:
        """The first id that belongs into a later file than `number`."""
        later = self.rows().filter(pk__gte=number * IDS_A_FILE).order_by("pk")
        return later.values_list("pk", flat=True).first()


Sections = Mapping[str, Section]


def _articles() -> QuerySet[Article]:
    return Article.objects.published().only("published_at", "updated_at")


def _categories() -> QuerySet[Category]:
    inside = Q(category=OuterRef("pk")) | Q(category__parent=OuterRef("pk"))
    return Category.objects.filter(Exists(Article.objects.published().filter(inside)))


def _tags() -> QuerySet[Tag]:
    public = Article.objects.published().filter(pk=OuterRef("article"))
    uses = ArticleTag.objects.filter(Exists(public), tag=OuterRef("pk"))
    return Tag.objects.filter(Exists(uses))


def _topics() -> QuerySet[Topic]:
    return Topic.objects.published().defer("intro")


def _authors() -> QuerySet[Author]:
    public = Article.objects.published().filter(pk=OuterRef("article"))
    uses = ArticleAuthor.objects.filter(Exists(public), author=OuterRef("pk"))
    return Author.objects.filter(Exists(uses))


def _changed(article: Article) -> datetime | None:
    return max(filter(None, (article.published_at, article.updated_at)), default=None)


SECTIONS: Sections = {
    "articles": Section(_articles, _changed),
    "categories": Section(_categories),
    "tags": Section(_tags),
    "topics": Section(_topics, lambda topic: topic.updated_at),
    "authors": Section(_authors),
}


@public_page
def sitemap_index(request: HttpRequest, sections: Sections = SECTIONS) -> HttpResponse:
    """The list of all files of all sections."""
    files = (
        reverse("sitemap_section", args=[name, number])
        for name, section in sections.items()
        for number in section.numbers()
    )
    lines = (f"<sitemap><loc>{_address(path)}</loc></sitemap>" for path in files)
    return _xml("sitemapindex", f'xmlns="{SITEMAP_NS}"', lines)


@public_page
def sitemap_section(
    request: HttpRequest, name: str, number: int, sections: Sections = SECTIONS
) -> HttpResponse:
    """One file of a section."""
    addresses = sections[name].addresses(number) if name in sections else []
    if not addresses:
        raise Http404
    lines = (
        f"<url><loc>{_address(path)}</loc>{_lastmod(changed)}</url>" for path, changed in addresses
    )
    return _xml("urlset", f'xmlns="{SITEMAP_NS}"', lines)


@public_page
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """The articles of the last two days, under the name of the site."""
    recent = Article.objects.published().filter(
        published_at__gt=timezone.now() - timedelta(hours=NEWS_HOURS)
    )
    shown = recent.newest_first().only("headline", "language", "published_at")[:NEWS_ARTICLES]
    site = escape(without_junk(SiteProfile.load().name))
    namespaces = f'xmlns="{SITEMAP_NS}" xmlns:news="{NEWS_NS}"'
    return _xml("urlset", namespaces, (_news(article, site) for article in shown))


def _news(article: Article, site: str) -> str:
    language = NEWS_LANGUAGES.get(article.language, article.language)
    return (
        f"<url><loc>{_address(article.get_absolute_url())}</loc><news:news><news:publication>"
        f"<news:name>{site}</news:name><news:language>{language}</news:language>"
        f"</news:publication><news:publication_date>{_time(article.published_at)}"
        f"</news:publication_date><news:title>{escape(without_junk(article.headline))}"
        "</news:title></news:news></url>"
    )


def _address(path: str) -> str:
    return escape(f"{settings.SITE_URL}{path}")


def _lastmod(changed: datetime | None) -> str:
    return f"<lastmod>{_time(changed)}</lastmod>" if changed else ""


def _time(moment: datetime | None) -> str:
    zone = timezone.get_default_timezone()
    return timezone.localtime(moment, zone).isoformat(timespec="seconds") if moment else ""


def _xml(root: str, namespaces: str, lines: Iterable[str]) -> HttpResponse:
    body = "\n".join(lines)
    text = f"{DECLARATION}<{root} {namespaces}>\n{body}\n</{root}>\n"
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
