"""What is read most just now (热门)."""

import math
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from articles.counters.buckets import VIEW_WINDOW_S, bucket_of
from articles.models import Article, View, ViewDay

# A view weighs half as much after a quarter of the window: a sixteenth at its far end.
HALF_LIVES_A_WINDOW = 4
# So that the cost has a bound: of the views not yet rolled up the newest, and of each day the
# articles read most. What lies beyond cannot reach the top of a short list.
NEWEST_VIEWS = 20_000
BEST_OF_A_DAY = 300


def hot(hours: int = 24, limit: int = 8) -> list[Article]:
    """Return `limit` public articles, the most read of the last `hours` first, loaded for cards
    without bylines.

    Score = sum over views of 0.5 ** (age / half-life), half-life = hours / 4. The age of a view
    not yet rolled up is known to the half hour; those of a rolled-up day count as if spread
    evenly over the part of it that has passed. Equal scores: the newer id first. Where too few
    articles were read, the newest follow.
    """
    ranked = _ranked(hours, 2 * limit + 20)  # spare ones, because some may have been withdrawn
    public = Article.objects.published()
    newest = public.newest_first().values("pk")[:limit]
    # Two queries in all, because this list stands on nearly every page.
    found = public.filter(Q(pk__in=ranked) | Q(pk__in=newest)).newest_first()
    place = {pk: number for number, pk in enumerate(ranked)}
    cards = found.select_related("category__parent", "cover", "counter").defer("body")
    return sorted(cards, key=lambda article: place.get(article.pk, len(ranked)))[:limit]


def _ranked(hours: int, limit: int) -> list[int]:
    now = timezone.now()
    half_life_s = hours * 3600 / HALF_LIVES_A_WINDOW
    parts, values = _waiting(now, hours, half_life_s)
    for day, weight in _day_weights(now, hours, half_life_s):
        part, more = _of_day(day, weight)
        parts += part
        values += more
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT article_id FROM ({parts}) AS scores GROUP BY article_id "  # noqa: S608
            "ORDER BY SUM(score) DESC, article_id DESC LIMIT %s",
            [*values, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def _waiting(now: datetime, hours: int, half_life_s: float) -> tuple[str, list]:
    """SQL for the scores of views that have not been rolled up."""
    table = connection.ops.quote_name(View._meta.db_table)
    sql = (
        "SELECT article_id, COUNT(*) * POWER(0.5, (%s - bucket) / %s) AS score FROM "  # noqa: S608
        f"(SELECT article_id, bucket FROM {table} WHERE bucket > %s AND bucket <= %s "
        "ORDER BY bucket DESC LIMIT %s) AS newest GROUP BY article_id, bucket"
    )
    current = bucket_of(now)
    first = current - hours * 3600 // VIEW_WINDOW_S
    return sql, [current, half_life_s / VIEW_WINDOW_S, first, current, NEWEST_VIEWS]


def _of_day(day: date, weight: float) -> tuple[str, list]:
    """SQL for the scores of one day's sums."""
    table = connection.ops.quote_name(ViewDay._meta.db_table)
    sql = (
        " UNION ALL SELECT article_id, score FROM "  # noqa: S608
        f"(SELECT article_id, views * %s AS score FROM {table} WHERE day = %s "
        "ORDER BY views DESC LIMIT %s) AS best"
    )
    return sql, [weight, connection.ops.adapt_datefield_value(day), BEST_OF_A_DAY]


def _day_weights(now: datetime, hours: int, half_life_s: float) -> list[tuple[date, float]]:
    """Each day that the window touches, with the mean weight of a view of that day."""
    zone = timezone.get_default_timezone()
    opens = now - timedelta(hours=hours)
    day, today = timezone.localdate(opens, zone), timezone.localdate(now, zone)
    weights = []
    while day <= today:
        tomorrow = day + timedelta(days=1)
        # In UTC, because the difference of two local times ignores a change of the clocks.
        begins = datetime.combine(day, time.min, zone).astimezone(UTC)
        ends = min(now, datetime.combine(tomorrow, time.min, zone).astimezone(UTC))
        weights.append((day, _mean_weight(now, max(begins, opens), begins, ends, half_life_s)))
        day = tomorrow
    return weights


def _mean_weight(
    now: datetime, counted_from: datetime, begins: datetime, ends: datetime, half_life_s: float
) -> float:
    """The mean over [begins, ends] of 0.5 ** (age / half-life), taken as 0 before counted_from.

    A closed form of the integral; the same for a window of one hour and of one month.
    """
    length_s = max((ends - begins).total_seconds(), 1.0)
    youngest = (now - ends).total_seconds() / half_life_s
    oldest = (now - counted_from).total_seconds() / half_life_s
    half_lives = (0.5**youngest - 0.5**oldest) / math.log(2)
    return half_lives * half_life_s / length_s
