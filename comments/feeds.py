"""The approved comments on one article, for feed readers."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from articles.html.tree import without_junk
from articles.models import Article
from articles.permalinks import public_article
from articles.public_pages import public_page
from comments import text
from comments.models import Comment, CommentQuerySet

ITEMS = 50


class _CommentFeed(Feed):
    """Newest first. Names and words alone: nothing of it comes near an address."""

    feed_type = Rss201rev2Feed
    language = settings.LANGUAGE_CODE

    def get_object(self, request: HttpRequest, article_pk: int) -> Article:
        return public_article(article_pk, Article.objects.defer("body"))

    def title(self, article: Article) -> str:
        headline = without_junk(article.headline)
        return _("Comments on “%(headline)s”") % {"headline": headline}

    def link(self, article: Article) -> str:
        return article.permalink

    def feed_url(self, article: Article) -> str:
        return settings.SITE_URL + reverse("comments:comment_feed", args=[article.pk])

    def description(self, article: Article) -> str:
        return without_junk(article.summary)

    def items(self, article: Article) -> CommentQuerySet:
        return article.comments.counted().order_by("-pk")[:ITEMS]

    def item_title(self, comment: Comment) -> str:
        return comment.name

    def item_author_name(self, comment: Comment) -> str:
        return comment.name

    def item_description(self, comment: Comment) -> str:
        return text.paragraphs(comment.body)

    def item_pubdate(self, comment: Comment) -> datetime:
        return comment.created_at

    def item_link(self, comment: Comment) -> str:
        return f"{settings.SITE_URL}{comment.get_absolute_url()}"


_feed = _CommentFeed()


@public_page
def comment_feed(request: HttpRequest, **where: Any) -> HttpResponse:
    return _feed(request, **where)
