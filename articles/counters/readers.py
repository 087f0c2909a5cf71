"""Counting readers: one row for each reader, article and half hour."""

import hmac
from datetime import datetime

from django.db import connection
from django.utils import timezone

from articles.counters.buckets import bucket_of, day_of
from articles.counters.salts import salt_of
from articles.models import Article, View

VISITOR_HEX_DIGITS = 32


def visitor_of(address: str, user_agent: str, at: datetime | None = None) -> str:
    """Return the digest by which this browser is known today, and by nobody tomorrow.

    It is keyed with the day's salt. Neither the address nor the user agent is kept anywhere.
    """
    salt = salt_of(day_of(bucket_of(at or timezone.now())))
    browser = f"{address}\n{user_agent}".encode("utf-8", "surrogatepass")
    return hmac.new(salt, browser, "sha256").hexdigest()[:VISITOR_HEX_DIGITS]


def record_view(article: Article, *, visitor: str, at: datetime | None = None) -> None:
    """Count that `visitor` opened the article; again within the half hour is only a page load.

    One short statement, durable when it returns. Whether the article may be counted is the
    caller's question. Raises IntegrityError if the article has just been purged.
    """
    table = connection.ops.quote_name(View._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (article_id, bucket, visitor, loads) "  # noqa: S608
            "VALUES (%s, %s, %s, 1) ON CONFLICT (article_id, bucket, visitor) "
            f"DO UPDATE SET loads = {table}.loads + 1",
            [article.pk, bucket_of(at or timezone.now()), visitor],
        )
