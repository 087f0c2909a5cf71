"""Writing the article's row: content, what is derived from it, and whom to tell."""

from collections.abc import Iterable

from django.db import models

from articles import freshness, search
from articles.content import ROW_FIELDS, ArticleContent, Relations
from articles.excerpts import excerpt
from articles.html import plain_text
from articles.models import Article, ArticleAuthor, ArticlePicture, ArticleTag, Category, Tag
from articles.reading_time import reading_minutes
from articles.titles import phrase_title
from articles.workflow.refusals import AlreadyMoved

TEXT = frozenset({"headline", "subheadline", "body"})  # what 更新 on the page speaks of


def locked(pk: int) -> Article:
    """The row, held until the transaction ends. SQLite has held the whole file since BEGIN.

    Raises AlreadyMoved if it was purged meanwhile.
    """
    try:
        return Article.objects.select_for_update(no_key=True).get(pk=pk)
    except Article.DoesNotExist as error:
        raise AlreadyMoved from error


def fill(article: Article, content: ArticleContent, relations: Relations) -> None:
    """Put the content into the row's fields, and save nothing. What is gone is left out."""
    for name in ROW_FIELDS:
        setattr(article, name, getattr(content, name))
    article.category = relations.category
    article.cover = relations.cover
    article.headline_html = phrase_title(article.headline)
    article.teaser = excerpt(article.body)
    article.reading_minutes = reading_minutes(plain_text(article.body))


def save(article: Article, relations: Relations) -> None:
    """Write the row and its lists: byline, tags, pictures.

    Raises AlreadyMoved if its category or a tag was merged into another just now.
    """
    _hold(Category, [article.category_id] if article.category_id else [])
    _hold(Tag, [tag.pk for tag in relations.tags])
    article.save()
    authors = [author.pk for author in relations.authors]
    if _listed(article.bylines.all(), "author_id") != authors:
        article.bylines.all().delete()
        ArticleAuthor.objects.bulk_create(
            ArticleAuthor(article=article, author_id=pk, position=position)
            for position, pk in enumerate(authors)
        )
    tags = [tag.pk for tag in relations.tags]
    if _listed(article.article_tags.all(), "tag_id") != tags:
        article.article_tags.all().delete()
        ArticleTag.objects.bulk_create(ArticleTag(article=article, tag_id=pk) for pk in tags)
    pictures = [picture.pk for picture in relations.pictures]
    if set(_listed(article.article_pictures.all(), "picture_id")) != set(pictures):
        article.article_pictures.all().delete()
        ArticlePicture.objects.bulk_create(
            ArticlePicture(article=article, picture_id=pk) for pk in pictures
        )


def keys_of(article: Article) -> set[str]:
    """What shows this article, as keys of freshness, from the rows as they are now."""
    keys = {f"article:{article.pk}", "front"}
    keys |= {f"tag:{pk}" for pk in _listed(article.article_tags.all(), "tag_id")}
    keys |= {f"author:{pk}" for pk in _listed(article.bylines.all(), "author_id")}
    keys |= {f"topic:{pk}" for pk in _listed(article.topic_entries.all(), "topic_id")}
    if article.category_id:
        parents = Category.objects.filter(pk=article.category_id).values_list(
            "parent_id", flat=True
        )
        keys |= {f"category:{pk}" for pk in (article.category_id, *parents) if pk}
    return keys


def tell(article: Article, also: Iterable[str] = ()) -> None:
    """Mark every page that shows the article, or showed it (`also`), and keep search in step."""
    if article.state == Article.State.PUBLISHED:
        search.index(article)
    else:
        search.remove(article.pk)
    freshness.touch(*keys_of(article), *also)


def _hold(terms: type[models.Model], ids: list[int]) -> None:
    """Keep these from being merged away until the transaction ends."""
    rows = terms._default_manager.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True)
    if ids and len(rows.select_for_update(no_key=True)) < len(ids):
        raise AlreadyMoved


def _listed(rows: models.QuerySet, column: str) -> list[int]:
    return list(rows.values_list(column, flat=True))
