"""The token index of search, in each database's own way (articles/search/engines.py)."""

from django.db import migrations

SQLITE_FORWARDS = [
    # Tokens are ASCII letters, digits and «_»; only whether a text has them is asked, not where.
    """
    CREATE VIRTUAL TABLE articles_search_fts USING fts5(
        tokens, detail=none, columnsize=0, tokenize="unicode61 tokenchars '_'"
    )
    """,
    # Whichever way a document goes (a cascade, too), its tokens go with it.
    """
    CREATE TRIGGER articles_search_fts_forget AFTER DELETE ON articles_searchdocument
    BEGIN DELETE FROM articles_search_fts WHERE rowid = old.article_id; END
    """,
]
SQLITE_BACKWARDS = [
    "DROP TRIGGER articles_search_fts_forget",
    "DROP TABLE articles_search_fts",
]
POSTGRES_FORWARDS = [
    "ALTER TABLE articles_searchdocument ADD COLUMN tokens tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX articles_searchdocument_tokens ON articles_searchdocument USING gin (tokens)",
]
POSTGRES_BACKWARDS = [
    "DROP INDEX articles_searchdocument_tokens",
    "ALTER TABLE articles_searchdocument DROP COLUMN tokens",
]


def _run(schema_editor, on_sqlite, on_postgres):
    vendor = schema_editor.connection.vendor
    for statement in on_postgres if vendor == "postgresql" else on_sqlite:
        schema_editor.execute(statement, params=None)


def forwards(apps, schema_editor):
    _run(schema_editor, SQLITE_FORWARDS, POSTGRES_FORWARDS)


def backwards(apps, schema_editor):
    _run(schema_editor, SQLITE_BACKWARDS, POSTGRES_BACKWARDS)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
