"""The text that search looks through."""

from django.db import models


class SearchDocument(models.Model):
    """One public article, folded for comparison. The token index lies beside it in the database.

    SQLite: the FTS5 table ``articles_search_fts``; PostgreSQL: a ``tokens`` column (tsvector, GIN).
    Both are made by the migration and written by articles/search alone.
    """

    article = models.OneToOneField(
        "articles.Article",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="search_document",
    )
    headline = models.TextField()
    text = models.TextField()

    def __str__(self) -> str:
        return self.headline
