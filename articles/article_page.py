"""What an article's page shows, for readers and for the desk's preview alike."""

from copy import copy
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from articles import counters
from articles.content import ArticleContent
from articles.correction_pages import corrections_of
from articles.heads import PageHead
from articles.models import Article, ArticleAuthor, ArticleRevision, Author, Category, Tag
from articles.related import read_on, tags_of, with_uses
from articles.rendering import render_body
from articles.topics import topic_of
from articles.workflow import live_row

HOT_BESIDE_AN_ARTICLE = 6
RELATED = 4


def article_page_context(
    article: Article, revision: ArticleRevision | None = None, *, preview: bool = False
) -> dict[str, Any]:
    """Return what templates/articles/article_detail.html asks for.

    `revision` shows the article as that revision would make it. A preview counts no view, is
    listed by no crawler, and takes neither likes nor comments.
    """
    if revision:
        article, authors, tags = _as_revised(article, revision)
    else:
        authors, tags = _authors(article), tags_of(article)
    neighbours, others = read_on(article, RELATED, tags=tags)
    hot = counters.hot(limit=HOT_BESIDE_AN_ARTICLE)
    counters.attach_totals([article, *others, *hot])
    return {
        "head": PageHead.of_article(article, authors, tags, is_hidden=preview),
        "article": article,
        "authors": authors,
        "tags": tags,
        "trail": trail_to(article.category),
        "topic": topic_of(article),
        "section": article.category and (article.category.parent or article.category),
        "corrections": corrections_of(article),
        "body": render_body(article.body, lazy=article.cover is not None),
        "neighbours": neighbours,
        "related": others,
        "hot": hot,
        "preview": preview,
    }


def trail_to(category: Category | None) -> list[tuple[str, str]]:
    """Name and address of the category and of its parent, as breadcrumbs list them."""
    steps = [category.parent, category] if category and category.parent_id else [category]
    return [(step.name, step.get_absolute_url()) for step in steps if step]


def _authors(article: Article) -> list[Author]:
    bylines = ArticleAuthor.objects.select_related("author__avatar").order_by("position")
    prefetch_related_objects([article], Prefetch("bylines", bylines))
    return article.ordered_authors


def _as_revised(
    article: Article, revision: ArticleRevision
) -> tuple[Article, list[Author], list[Tag]]:
    """A copy of the article with the revision's content, and what its ids stand for."""
    content = ArticleContent.from_revision(revision)
    relations = content.relations()
    shown = copy(article)
    live_row.fill(shown, content, relations)
    chosen = [tag.pk for tag in relations.tags]
    tags = sorted(with_uses(Tag.objects.filter(pk__in=chosen)), key=lambda t: chosen.index(t.pk))
    return shown, relations.authors, tags
