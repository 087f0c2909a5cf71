"""Everything about an article that the desk edits, as one value.

A revision stores it, the form shows it, publishing resolves it and copies it to the live row.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from articles.html import picture_ids, plain_text
from articles.models import Article, ArticleRevision, Author, Category, MergedInto, Picture, Tag
from articles.models.revision import CONTENT_SCHEMA

LISTS = ("tag_ids", "author_ids")
NOT_TEXT = ("<img ", "data-embed=")  # what a body may consist of without a word


@dataclass(frozen=True)
class Relations:
    """What the ids of a content stand for.

    `gone` names the fields with ids of nothing: category, cover, tags, authors, or body for the
    pictures in it.
    """

    category: Category | None
    cover: Picture | None
    tags: list[Tag]
    authors: list[Author]
    pictures: list[Picture]  # the cover, then those in the body
    gone: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ArticleContent:
    """The editable content of an article. Relations are ids, so that it fits into JSON."""

    headline: str = ""
    body: str = ""
    subheadline: str = ""
    excerpt: str = ""
    language: str = "zh-hans"
    cover_id: int | None = None
    category_id: int | None = None
    tag_ids: tuple[int, ...] = ()
    author_ids: tuple[int, ...] = ()  # in the order of the byline
    responsible_editor: str = ""
    editor_code: str = ""
    origin: str = Article.Origin.OWN.value
    source_name: str = ""
    source_url: str = ""
    notice_mode: str = Article.NoticeMode.DEFAULT.value
    notice_text: str = ""
    indent_first_line: bool = False
    seo_title: str = ""
    seo_description: str = ""

    @classmethod
    def from_revision(cls, revision: ArticleRevision) -> Self:
        """Read a revision. Keys that this version does not know are left alone."""
        values = {name: revision.content[name] for name in JSON_FIELDS if name in revision.content}
        values |= {name: tuple(values[name]) for name in LISTS if name in values}
        return cls(headline=revision.headline, body=revision.body, **values)

    @classmethod
    def from_article(cls, article: Article) -> Self:
        """Read the live row."""
        return cls(
            tag_ids=tuple(link.tag_id for link in article.article_tags.all()),
            author_ids=tuple(byline.author_id for byline in article.bylines.all()),
            **{name: getattr(article, name) for name in ROW_FIELDS},
        )

    def to_revision(self) -> ArticleRevision:
        """Return an unsaved revision; whose it is and what it builds on is for others to say."""
        content: dict[str, Any] = {name: getattr(self, name) for name in JSON_FIELDS}
        content |= {name: list(content[name]) for name in LISTS}
        return ArticleRevision(
            headline=self.headline, body=self.body, content=content, content_schema=CONTENT_SCHEMA
        )

    def changes_since(self, earlier: "ArticleContent") -> list[str]:
        """Names of the fields that differ, in their order here."""
        return [name for name in FIELDS if getattr(self, name) != getattr(earlier, name)]

    @property
    def missing(self) -> list[str]:
        """Names of the form's fields without which the article cannot be published."""
        lacking = {
            "headline": not self.headline.strip(),
            "body": not plain_text(self.body) and not any(mark in self.body for mark in NOT_TEXT),
            "category": self.category_id is None,
            # Whoever prints what others wrote says where it is from.
            "source_name": self.origin == Article.Origin.REPRINTED and not self.source_name,
        }
        return [name for name, is_lacking in lacking.items() if is_lacking]

    def up_to_date(self) -> Self:
        """The same, with the ids of merged categories and tags replaced by what they became."""
        named = {
            MergedInto.Kind.CATEGORY: [self.category_id] if self.category_id else [],
            MergedInto.Kind.TAG: list(self.tag_ids),
        }
        condition = Q()
        for kind, ids in named.items():
            condition |= Q(kind=kind, old_id__in=ids)
        rows = MergedInto.objects.filter(condition) if any(named.values()) else ()
        became = {(row.kind, row.old_id): row.new_id for row in rows}
        if not became:
            return self

        def now(kind: str, pk: int | None) -> int | None:
            return pk if pk is None else became.get((kind, pk), pk)

        tags = (now(MergedInto.Kind.TAG, pk) for pk in self.tag_ids)
        return replace(
            self,
            category_id=now(MergedInto.Kind.CATEGORY, self.category_id),
            tag_ids=tuple(dict.fromkeys(pk for pk in tags if pk is not None)),
        )

    def relations(self) -> Relations:
        """Look up everything that the ids stand for, in five queries at most.

        What was merged since the content was saved is what it has become.
        """
        categories = _found(Category.objects.select_related("parent"), [self.category_id])
        tags = _found(Tag.objects.all(), self.tag_ids)
        if len(tags) < len(set(self.tag_ids)) or (self.category_id and not categories):
            current = self.up_to_date()
            if current != self:
                return current.relations()
        authors = _found(Author.objects.all(), self.author_ids)
        in_body = picture_ids(self.body)
        pictures = _found(Picture.objects.all(), [self.cover_id, *in_body])
        known = {picture.pk for picture in pictures}
        gone = {
            "category": self.category_id is not None and not categories,
            "cover": self.cover_id is not None and self.cover_id not in known,
            "tags": len(tags) < len(set(self.tag_ids)),
            "authors": len(authors) < len(set(self.author_ids)),
            "body": not known.issuperset(in_body),
        }
        return Relations(
            category=categories[0] if categories else None,
            cover=next((picture for picture in pictures if picture.pk == self.cover_id), None),
            tags=tags,
            authors=authors,
            pictures=pictures,
            gone=tuple(name for name, is_gone in gone.items() if is_gone),
        )


FIELDS = tuple(field.name for field in fields(ArticleContent))
ROW_FIELDS = tuple(name for name in FIELDS if name not in LISTS)
JSON_FIELDS = tuple(name for name in FIELDS if name not in ("headline", "body"))


Row = TypeVar("Row", bound=models.Model)


def _found(among: "models.QuerySet[Row]", ids: Sequence[int | None]) -> list[Row]:
    """The rows that exist, each once, in the order of `ids`."""
    wanted = list(dict.fromkeys(pk for pk in ids if pk is not None))
    rows = among.in_bulk(wanted) if wanted else {}
    return [rows[pk] for pk in wanted if pk in rows]
