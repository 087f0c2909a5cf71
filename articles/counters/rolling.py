"""Rolling up: views of finished half hours become sums, and their rows go."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import connection, models, transaction
from django.utils import timezone

from articles.counters.buckets import bucket_of, day_of
from articles.models import ArticleCounter, View, ViewBucket, ViewDay

BATCH_ROWS = 2000  # a few hundredths of a second, so that counting never waits long for SQLite
# A request that began before the half hour ended may still be writing, and clocks differ.
MARGIN = timedelta(minutes=5)

Sums = Mapping[tuple, int]


def roll_up(now: datetime | None = None) -> int:
    """Add the views of finished buckets to their days and totals; return how many rows went.

    Rows are taken and added in the same transaction, a batch at a time: killed at any moment,
    nothing is lost or added twice. Several machines may do it at once, each taking other rows.
    """
    first_open = bucket_of((now or timezone.now()) - MARGIN)
    moved = 0
    while batch := _move_batch(first_open):
        moved += batch
    return moved


@transaction.atomic
def _move_batch(first_open: int) -> int:
    # PostgreSQL: rows that another machine holds are skipped. SQLite: whoever has begun to
    # write is alone, and the others wait at the beginning of their transaction.
    finished = View.objects.select_for_update(skip_locked=True).filter(bucket__lt=first_open)
    rows = list(
        finished.order_by("bucket").values_list("pk", "article_id", "bucket", "loads")[:BATCH_ROWS]
    )
    views: Counter[tuple[int, date]] = Counter()
    loads: Counter[tuple[int, date]] = Counter()
    days = {bucket: day_of(bucket) for bucket in {row[2] for row in rows}}
    for _pk, article_id, bucket, opened in rows:
        views[article_id, days[bucket]] += 1
        loads[article_id, days[bucket]] += opened
    if rows:
        _add_to_buckets(rows)
        _add_to_days(views, loads)
        _add_to_totals(views, loads)
        View.objects.filter(pk__in=[row[0] for row in rows]).delete()
    return len(rows)


def _add_to_buckets(rows: list[tuple]) -> None:
    views: Counter[tuple[int, int]] = Counter()
    loads: Counter[tuple[int, int]] = Counter()
    for _pk, article_id, bucket, opened in rows:
        views[article_id, bucket] += 1
        loads[article_id, bucket] += opened
    sums = [(*key, views[key], loads[key]) for key in sorted(views)]
    _add(ViewBucket, ("article_id", "bucket"), (), sums)


def _add_to_days(views: Sums, loads: Sums) -> None:
    adapt = connection.ops.adapt_datefield_value
    rows = [
        (article_id, adapt(day), views[article_id, day], loads[article_id, day])
        for article_id, day in sorted(views)
    ]
    _add(ViewDay, ("article_id", "day"), (), rows)


def _add_to_totals(views: Sums, loads: Sums) -> None:
    of_article: dict[int, list[int]] = {}
    for (article_id, day), count in views.items():
        sums = of_article.setdefault(article_id, [0, 0])
        sums[0] += count
        sums[1] += loads[article_id, day]
    rows = [(article_id, *of_article[article_id]) for article_id in sorted(of_article)]
    _add(ArticleCounter, ("article_id",), ("views_base", "likes_base", "likes", "comments"), rows)


def _add(
    model: type[models.Model], key: tuple[str, ...], zeros: tuple[str, ...], rows: list[tuple]
) -> None:
    """Add `views` and `loads`, the last two of each row, to the rows with these keys.

    A missing row is made, with `zeros` in its other columns. Rows come sorted by key: two
    machines then lock them in the same order and cannot block each other.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join((*key, "views", "loads", *zeros))
    row = ", ".join(["%s"] * (len(key) + 2) + ["0"] * len(zeros))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) VALUES {', '.join([f'({row})'] * len(rows))} "  # noqa: S608
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET "
            f"views = {table}.views + excluded.views, loads = {table}.loads + excluded.loads",
            [value for values in rows for value in values],
        )
