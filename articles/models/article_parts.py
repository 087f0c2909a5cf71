"""What hangs on an article: its byline, its tags, its pictures, and what is left of it."""

from django.db import models

from articles.models.people import Author
from articles.models.taxonomy import Tag


class ArticleAuthor(models.Model):
    """One name in an article's byline."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="bylines"
    )
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="bylines")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(name="author_once_an_article", fields=["article", "author"])
        ]

    def __str__(self) -> str:
        return str(self.author)


class ArticleTag(models.Model):
    """An article carries a tag."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="article_tags"
    )
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="article_tags")

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(name="tag_once_an_article", fields=["article", "tag"])
        ]

    def __str__(self) -> str:
        return str(self.tag)


class ArticlePicture(models.Model):
    """The live row shows this picture, as cover or in its text."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="article_pictures"
    )
    picture = models.ForeignKey(
        "articles.Picture", on_delete=models.PROTECT, related_name="article_pictures"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="picture_once_an_article", fields=["article", "picture"])
        ]

    def __str__(self) -> str:
        return f"#{self.article_id} #{self.picture_id}"


class Tombstone(models.Model):
    """An article was purged: its id is never given to another, its address answers 410 or 404."""

    article_id = models.BigIntegerField(primary_key=True)
    was_public = models.BooleanField()
    purged_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"#{self.article_id}"
