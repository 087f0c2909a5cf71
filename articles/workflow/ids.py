"""Ids that are asked for by number."""

from django.db import connection

from articles.models import Article


def reserve_ids(up_to: int) -> None:
    """Give no id up to this one to new articles: an import will ask for them by number."""
    table = Article._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(sequence, %s) FROM pg_get_serial_sequence(%s, 'id') AS sequence"
                " WHERE (%s > pg_sequence_last_value(sequence)) IS NOT FALSE",
                [up_to, table, up_to],
            )
        else:
            cursor.execute(
                "UPDATE sqlite_sequence SET seq = %s WHERE name = %s AND seq < %s",
                [up_to, table, up_to],
            )
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT %s, %s"
                " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %s)",
                [table, up_to, table],
            )
