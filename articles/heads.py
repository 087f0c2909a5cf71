"""What a page says about itself in its head: for search engines, sharing and feed readers."""

from dataclasses import dataclass, field
from typing import Self

from django.core.paginator import Page

from articles.models import Article, Author, Picture, Tag


@dataclass(frozen=True)
class FeedLink:
    """A feed that a reader of the page may want."""

    kind: str
    path: str
    media_type: str


@dataclass(frozen=True)
class PageHead:
    """Everything that templates/portal/_head.html prints.

    `title` is without the site's name; empty on the front page. Paths begin with a slash.
    """

    title: str = ""
    description: str = ""
    path: str = ""
    language: str = ""
    picture: Picture | None = None
    page_number: int = 1
    previous_path: str = ""
    next_path: str = ""
    is_hidden: bool = False
    feeds: tuple[FeedLink, ...] = ()
    article: Article | None = None
    author_names: list[str] = field(default_factory=list)
    tag_names: list[str] = field(default_factory=list)

    @classmethod
    def of_article(
        cls, article: Article, authors: list[Author], tags: list[Tag], *, is_hidden: bool = False
    ) -> Self:
        return cls(
            title=article.seo_title or article.headline,
            description=article.seo_description or article.summary,
            path=article.get_absolute_url(),
            language=article.language,
            picture=article.cover,
            is_hidden=is_hidden,
            article=article,
            author_names=[author.name for author in authors],
            tag_names=[tag.name for tag in tags],
        )

    @classmethod
    def of_list(
        cls,
        page: Page,
        path: str,
        *,
        title: str,
        description: str = "",
        has_feeds: bool = False,
        picture: Picture | None = None,
    ) -> Self:
        """The head of one page of a list at `path`; the first page has no number of its own."""

        def numbered(number: int) -> str:
            return path if number == 1 else f"{path}?page={number}"

        return cls(
            title=title,
            description=description,
            path=numbered(page.number),
            picture=picture,
            page_number=page.number,
            previous_path=numbered(page.number - 1) if page.has_previous() else "",
            next_path=numbered(page.number + 1) if page.has_next() else "",
            feeds=feeds_under(path) if has_feeds else (),
        )


def feeds_under(path: str) -> tuple[FeedLink, ...]:
    """The three feeds that lie under the address of a list, or of the front page."""
    return (
        FeedLink("RSS", f"{path}feed/", "application/rss+xml"),
        FeedLink("Atom", f"{path}feed/atom/", "application/atom+xml"),
        FeedLink("JSON", f"{path}feed.json", "application/feed+json"),
    )
