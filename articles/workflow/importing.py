"""Articles of another system, taken over many at a time.

The outcome is that of create_article(), publish() or submit(), and place(), one after the other;
those ask the database eighty times for each article, and an archive has tens of thousands.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from articles import fingerprints, freshness, search
from articles.content import ArticleContent, Relations
from articles.html import picture_ids
from articles.models import (
    Article,
    ArticleAuthor,
    ArticleCounter,
    ArticlePicture,
    ArticleRevision,
    ArticleTag,
    Author,
    Category,
    JournalEntry,
    Picture,
    Tag,
    Tombstone,
)
from articles.workflow import live_row
from articles.workflow.ids import reserve_ids
from articles.workflow.refusals import NotReadyToPublish
from articles.workflow.writing import measure

State = ArticleRevision.State


@dataclass(frozen=True, kw_only=True)
class ImportedArticle:
    """One article as the other system had it.

    `article_id` is the id it should keep. `publish_at` is None for what stays with the desk, in
    review if `is_in_review`. `views` and `likes` are what was counted elsewhere.
    """

    content: ArticleContent
    article_id: int | None = None
    publish_at: datetime | None = None
    is_in_review: bool = False
    is_pinned: bool = False
    comments_open: bool = True
    views: int = 0
    likes: int = 0


@transaction.atomic
def import_articles(rows: Sequence[ImportedArticle], *, note: str) -> list[Article]:
    """Store the articles and return them in the same order, each with its `latest_revision`.

    An id that another article has or had is not used: the article gets a new one. What a content
    names and is not there is left out. Raises NotReadyToPublish as publish() does.
    """
    if not rows:
        return []
    relations = list(_relations([row.content for row in rows]))
    for row, related in zip(rows, relations, strict=True):
        if row.publish_at and (row.content.missing or not related.category):
            raise NotReadyToPublish(row.content.missing or ["category"])
    articles = [_article(row, related) for row, related in zip(rows, relations, strict=True)]
    _insert(articles, [row.article_id for row in rows])
    _add_revisions(rows, articles, note)
    _add_lists(articles, relations)
    ArticleCounter.objects.bulk_create(
        ArticleCounter(article=article, views_base=row.views, likes_base=row.likes)
        for row, article in zip(rows, articles, strict=True)
    )
    fingerprints.keep_all((article.pk, article.body) for article in articles)
    JournalEntry.objects.bulk_create(_journal_entry(article, note) for article in articles)
    _tell(articles, relations)
    return articles


def _article(row: ImportedArticle, relations: Relations) -> Article:
    article = Article(is_pinned=row.is_pinned, comments_open=row.comments_open)
    live_row.fill(article, row.content, relations)
    if row.publish_at:
        article.state = Article.State.PUBLISHED
        article.published_at = article.first_published_at = row.publish_at
    return article


def _insert(articles: Sequence[Article], wanted: Sequence[int | None]) -> None:
    """Insert the rows, first those that keep their id, then those for which the database finds one.

    Somebody who begins an article meanwhile gets a number above: see reserve_ids().
    """
    ids = [pk for pk in wanted if pk is not None]
    taken = set(Article.objects.filter(pk__in=ids).values_list("pk", flat=True))
    taken |= set(Tombstone.objects.filter(pk__in=ids).values_list("pk", flat=True))
    for article, pk in zip(articles, wanted, strict=True):
        if pk is not None and pk not in taken:
            article.pk = pk
            taken.add(pk)
    keeping = [article for article in articles if article.pk]
    if keeping:
        Article.objects.bulk_create(keeping)
        reserve_ids(max(article.pk for article in keeping))
    Article.objects.bulk_create([article for article in articles if not article.pk])


def _add_revisions(rows: Sequence[ImportedArticle], articles: Sequence[Article], note: str) -> None:
    now = timezone.now()
    revisions = []
    for row, article in zip(rows, articles, strict=True):
        revision = row.content.to_revision()
        revision.article, revision.note = article, note
        measure(revision)
        if row.publish_at:
            revision.state = State.APPROVED
            revision.published_at = max(now, row.publish_at)
        elif row.is_in_review:
            revision.state = State.IN_REVIEW
        revisions.append(revision)
    ArticleRevision.objects.bulk_create(revisions)
    for article, revision in zip(articles, revisions, strict=True):
        article.latest_revision = revision
        article.live_revision = revision if article.state == Article.State.PUBLISHED else None
    Article.objects.bulk_update(articles, ["latest_revision", "live_revision"])


def _add_lists(articles: Sequence[Article], relations: Sequence[Relations]) -> None:
    pairs = list(zip(articles, relations, strict=True))
    ArticleAuthor.objects.bulk_create(
        ArticleAuthor(article=article, author=author, position=position)
        for article, related in pairs
        for position, author in enumerate(related.authors)
    )
    ArticleTag.objects.bulk_create(
        ArticleTag(article=article, tag=tag) for article, related in pairs for tag in related.tags
    )
    ArticlePicture.objects.bulk_create(
        ArticlePicture(article=article, picture=picture)
        for article, related in pairs
        for picture in related.pictures
    )


def _journal_entry(article: Article, note: str) -> JournalEntry:
    """One entry an article, as of create_article(): that it was published its date says."""
    return JournalEntry(
        action="article.create",
        kind=Article._meta.label_lower,
        object_id=article.pk,
        object_name=str(article)[:250],
        note=note,
    )


def _tell(articles: Sequence[Article], relations: Sequence[Relations]) -> None:
    keys = {"front"}
    for article, related in zip(articles, relations, strict=True):
        keys.add(f"article:{article.pk}")
        if article.state != Article.State.PUBLISHED:
            continue
        search.index(article)
        keys |= {f"tag:{tag.pk}" for tag in related.tags}
        keys |= {f"author:{author.pk}" for author in related.authors}
        if related.category:
            parent_id = related.category.parent_id
            keys |= {f"category:{pk}" for pk in (related.category.pk, parent_id) if pk}
    freshness.touch(*keys)


def _relations(contents: Sequence[ArticleContent]) -> Iterator[Relations]:
    """What each content names, in four queries for all of them."""
    in_bodies = [picture_ids(content.body) for content in contents]
    categories = _rows(Category, [[content.category_id] for content in contents])
    tags = _rows(Tag, [content.tag_ids for content in contents])
    authors = _rows(Author, [content.author_ids for content in contents])
    covers = [[content.cover_id] for content in contents]
    pictures = _rows(Picture, [*covers, *in_bodies])
    for content, in_body in zip(contents, in_bodies, strict=True):
        yield Relations(
            category=categories.get(content.category_id),
            cover=pictures.get(content.cover_id),
            tags=_those(tags, content.tag_ids),
            authors=_those(authors, content.author_ids),
            pictures=_those(pictures, [content.cover_id, *in_body]),
            gone=(),
        )


def _rows(model: type[models.Model], lists: Iterable[Iterable[int | None]]) -> dict:
    ids = {pk for listed in lists for pk in listed if pk is not None}
    return model._default_manager.in_bulk(ids) if ids else {}


def _those(rows: dict, ids: Iterable[int | None]) -> list:
    return [rows[pk] for pk in dict.fromkeys(ids) if pk in rows]
