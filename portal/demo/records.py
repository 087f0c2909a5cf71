"""What the demo site consists of. Keys are unique within their kind."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

ArticleState = Literal["published", "draft", "in_review", "scheduled", "withdrawn"]
CommentState = Literal["approved", "pending", "rejected", "spam"]
Origin = Literal["own", "contributed", "reprinted"]
Curve = Literal["surge", "fade", "steady", "slow"]

PICTURE_REFERENCE = re.compile(r'data-demo-picture="([^"]+)"')
ARTICLE_REFERENCE = re.compile(r'href="demo:([^"]+)"')


@dataclass(frozen=True, slots=True)
class DemoProfile:
    """The site's own facts; field names as in `articles.SiteProfile`."""

    name: str
    tagline: str
    promise: str
    publisher: str
    phone: str
    qq: str
    email: str
    hours: str
    wechat_name: str
    wechat_qr: Path
    wechat_qr_alt: str
    icp: str
    legal_line: str


@dataclass(frozen=True, slots=True)
class DemoCategory:
    """A category; `key` is its slug, `parent` the key of the one above."""

    key: str
    name: str
    description: str
    position: int
    parent: str = ""


@dataclass(frozen=True, slots=True)
class DemoTopic:
    """A topic; `key` is its slug, `picture` a key, `articles` keys in the desk's order."""

    key: str
    name: str
    intro: str
    picture: str
    articles: tuple[str, ...]
    featured: bool = False


@dataclass(frozen=True, slots=True)
class DemoAuthor:
    """A byline; `key` is its slug, `account` the demo user name it belongs to."""

    key: str
    name: str
    role: str
    bio: str
    avatar: Path | None = None
    account: str = ""


@dataclass(frozen=True, slots=True)
class DemoPicture:
    """A drawing of the library."""

    key: str
    file: Path
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """A story in any state; what is not published has no views, likes or time of its own."""

    key: str
    headline: str
    body: str
    category: str
    authors: tuple[str, ...]
    editor_name: str
    editor_code: str
    tags: tuple[str, ...]
    hours_ago: float
    subheadline: str = ""
    excerpt: str = ""
    cover: str = ""
    language: str = "zh-hans"
    origin: Origin = "own"
    source_name: str = ""
    source_url: str = ""
    state: ArticleState = "published"
    updated_hours_ago: float | None = None
    correction: str = ""  # what readers are told of the update, if something was wrong
    pinned: bool = False
    featured: bool = False
    indent: bool = False
    views: int = 0
    likes: int = 0
    curve: Curve = "fade"
    seo_title: str = ""
    seo_description: str = ""

    def published_at(self, now: datetime) -> datetime:
        """When it appears, on the full minute; of a draft, when it was last worked on."""
        return _minute(now - timedelta(hours=self.hours_ago))

    def updated_at(self, now: datetime) -> datetime | None:
        """When its text changed after publication, if it did."""
        if self.updated_hours_ago is None:
            return None
        return _minute(now - timedelta(hours=self.updated_hours_ago))

    @property
    def pictures_in_body(self) -> tuple[str, ...]:
        """Keys of the pictures that the body shows, in order."""
        return tuple(PICTURE_REFERENCE.findall(self.body))

    @property
    def links_in_body(self) -> tuple[str, ...]:
        """Keys of the articles that the body links to, in order."""
        return tuple(ARTICLE_REFERENCE.findall(self.body))

    def body_for(
        self, *, article_url: Callable[[str], str], picture_id: Callable[[str], int]
    ) -> str:
        """The body as the site stores it: picture ids and addresses in place of demo keys."""
        body = PICTURE_REFERENCE.sub(
            lambda found: f'data-picture="{picture_id(found[1])}"', self.body
        )
        return ARTICLE_REFERENCE.sub(lambda found: f'href="{article_url(found[1])}"', body)


@dataclass(frozen=True, slots=True)
class DemoComment:
    """A reader's comment, or the answer of the byline `author`."""

    key: str
    article: str
    name: str
    email: str
    body: str
    after: float
    parent: str = ""
    author: str = ""
    url: str = ""
    state: CommentState = "approved"

    def written_at(self, article: DemoArticle, now: datetime) -> datetime:
        """When it was sent; `article` is the one it belongs to."""
        return now - timedelta(hours=article.hours_ago - self.after)


@dataclass(frozen=True, slots=True)
class DemoPage:
    """A standing page."""

    slug: str
    title: str
    position: int
    body: str


@dataclass(frozen=True, slots=True)
class DemoSite:
    """All of it, in the order in which it can be written."""

    profile: DemoProfile
    categories: tuple[DemoCategory, ...]
    authors: tuple[DemoAuthor, ...]
    pictures: tuple[DemoPicture, ...]
    articles: tuple[DemoArticle, ...]
    comments: tuple[DemoComment, ...]
    pages: tuple[DemoPage, ...]
    topics: tuple[DemoTopic, ...]

    @property
    def tags(self) -> tuple[str, ...]:
        """Names of all tags, in the order of their first use."""
        return tuple(dict.fromkeys(tag for article in self.articles for tag in article.tags))


def _minute(time: datetime) -> datetime:
    return time.replace(second=0, microsecond=0)
