"""The token index: an FTS5 table on SQLite, a tsvector column with a GIN index on PostgreSQL.

Both are used as a plain «which texts have all these tokens?», the one thing they answer alike.
Tokens come from articles/search/text.py, so neither database ever reads language.
"""

from collections.abc import Iterable
from typing import Protocol

from django.db import connection
from django.db.models.expressions import RawSQL

from articles.search.terms import Token

FTS_TABLE = "articles_search_fts"
DOCUMENTS = "articles_searchdocument"


class Engine(Protocol):
    """What the two databases do differently."""

    def having_all(self, tokens: Iterable[Token]) -> RawSQL:
        """A subquery of the ids of the articles that have every token."""

    def store(self, article_id: int, headline: str, text: str, tokens: set[str]) -> None:
        """Write the document and its tokens, in the place of any that was there."""

    def stored_tokens(self, article_ids: list[int]) -> dict[int, set[str]]:
        """Read back the tokens; articles without a token row are left out."""


class SqliteEngine:
    """FTS5 without positions. A trigger removes the tokens of a document that is deleted."""

    def having_all(self, tokens: Iterable[Token]) -> RawSQL:
        query = " ".join(f'"{token.text}"{" *" if token.is_prefix else ""}' for token in tokens)
        sql = f"SELECT rowid FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s"  # noqa: S608
        return RawSQL(sql, [query])  # noqa: S611 (the value is bound)

    def store(self, article_id: int, headline: str, text: str, tokens: set[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {DOCUMENTS} (article_id, headline, text) VALUES (%s, %s, %s) "  # noqa: S608
                "ON CONFLICT (article_id) DO UPDATE SET headline = excluded.headline, "
                "text = excluded.text",
                [article_id, headline, text],
            )
            cursor.execute(
                f"INSERT OR REPLACE INTO {FTS_TABLE} (rowid, tokens) VALUES (%s, %s)",  # noqa: S608
                [article_id, " ".join(sorted(tokens))],
            )

    def stored_tokens(self, article_ids: list[int]) -> dict[int, set[str]]:
        marks = ", ".join(["%s"] * len(article_ids))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid, tokens FROM {FTS_TABLE} WHERE rowid IN ({marks})",  # noqa: S608
                article_ids,
            )
            return {pk: set(text.split()) for pk, text in cursor.fetchall()}


class PostgresEngine:
    """A tsvector written as a literal: no parser, no language, no extension."""

    def having_all(self, tokens: Iterable[Token]) -> RawSQL:
        query = " & ".join(f"'{token.text}'{':*' if token.is_prefix else ''}" for token in tokens)
        sql = f"SELECT article_id FROM {DOCUMENTS} WHERE tokens @@ %s::tsquery"  # noqa: S608
        return RawSQL(sql, [query])  # noqa: S611 (the value is bound)

    def store(self, article_id: int, headline: str, text: str, tokens: set[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {DOCUMENTS} (article_id, headline, text, tokens) "  # noqa: S608
                "VALUES (%s, %s, %s, %s::tsvector) ON CONFLICT (article_id) DO UPDATE SET "
                "headline = excluded.headline, text = excluded.text, tokens = excluded.tokens",
                [article_id, headline, text, " ".join(tokens)],
            )

    def stored_tokens(self, article_ids: list[int]) -> dict[int, set[str]]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT article_id, tsvector_to_array(tokens) FROM {DOCUMENTS} "  # noqa: S608
                "WHERE article_id = ANY(%s)",
                [article_ids],
            )
            return {pk: set(tokens) for pk, tokens in cursor.fetchall()}


def engine() -> Engine:
    """The engine of the database in use."""
    return PostgresEngine() if connection.vendor == "postgresql" else SqliteEngine()
