"""Likes: one row for each visitor and article, and their number beside the article."""

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from articles.counters.totals import start_counter
from articles.models import Article, ArticleCounter, Like


@transaction.atomic
def toggle_like(article: Article, *, visitor: str, liked: bool | None = None) -> bool:
    """Like, or take the like back. Return whether `visitor` likes the article now.

    `visitor` is the random id from the signed cookie that the first like sets, never an address.
    `liked` says what shall be true afterwards, so that sending it twice changes nothing; None
    turns it round. The number moves only if a row has: of two equal clicks one changes both.
    """
    if liked is not False and _give(article, visitor):
        _add_likes(article, 1)
        return True
    if liked is not True and _take_back(article, visitor):
        _add_likes(article, -1)
        return False
    return bool(liked)


def _give(article: Article, visitor: str) -> bool:
    """Insert the row unless it is there; a rival's unfinished insert is waited for."""
    table = connection.ops.quote_name(Like._meta.db_table)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (article_id, visitor, created_at) VALUES (%s, %s, %s) "  # noqa: S608
            "ON CONFLICT (article_id, visitor) DO NOTHING",
            [article.pk, visitor, now],
        )
        return cursor.rowcount == 1


def _take_back(article: Article, visitor: str) -> bool:
    return Like.objects.filter(article=article, visitor=visitor).delete()[0] == 1


def _add_likes(article: Article, step: int) -> None:
    counter = ArticleCounter.objects.filter(article=article)
    if not counter.update(likes=F("likes") + step):
        start_counter(article)
        counter.update(likes=F("likes") + step)
