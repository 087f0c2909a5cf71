"""The hot list: what is read now comes before what was read yesterday."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import counters
from articles.counters.buckets import bucket_of
from articles.counters.popularity import _day_weights
from articles.models import View, ViewDay
from tests.factories import in_an_hour, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(datetime(2026, 3, 10, 4, tzinfo=UTC), tick=False)  # noon in Shanghai


def read(article, times, *, hours_ago=0.0):
    bucket = bucket_of(timezone.now() - timedelta(hours=hours_ago))
    first = View.objects.count()
    View.objects.bulk_create(
        View(article=article, bucket=bucket, visitor=f"{first + n:032x}") for n in range(times)
    )


def test_what_is_read_most_comes_first():
    little, much, never = make_article(), make_article(), make_article()
    read(little, 2)
    read(much, 5)
    assert counters.hot(limit=3) == [much, little, never]


def test_a_view_of_now_weighs_more_than_one_of_this_morning():
    morning, now = make_article(), make_article()
    read(morning, 3, hours_ago=11)
    read(now, 2)
    assert counters.hot(limit=2) == [now, morning]


def test_a_view_weighs_half_after_a_quarter_of_the_window():
    older, newer = make_article(), make_article()
    read(older, 9, hours_ago=6)
    read(newer, 5)
    assert counters.hot(limit=2) == [newer, older]
    read(older, 2, hours_ago=6)
    assert counters.hot(limit=2) == [older, newer]


def test_the_same_holds_after_rolling_up():
    morning, yesterday = make_article(), make_article()
    read(morning, 6, hours_ago=5)
    read(yesterday, 10, hours_ago=23)
    assert counters.hot(limit=2) == [morning, yesterday]
    assert counters.roll_up() == 16
    assert counters.hot(limit=2) == [morning, yesterday]


def test_a_longer_window_looks_further_back():
    last_week, today = make_article(), make_article()
    day = timezone.localdate()
    ViewDay.objects.create(article=last_week, day=day - timedelta(days=3), views=500)
    ViewDay.objects.create(article=today, day=day, views=10)
    assert counters.hot(hours=24, limit=1) == [today]
    assert counters.hot(hours=24 * 7, limit=1) == [last_week]


def test_the_weights_of_the_days_sum_up_the_decay():
    # Spread evenly, a view an hour, the whole window must give the integral of the decay.
    hours, half_life_h = 168, 42
    weights = _day_weights(timezone.now(), hours, half_life_h * 3600)
    # Noon: the window holds half of its first and of its last day; the last has only half so far.
    lengths = [24] * 7 + [12]
    spread = sum(weight * length for (_day, weight), length in zip(weights, lengths, strict=True))
    assert spread == pytest.approx(half_life_h / 0.6931471805599453 * (1 - 0.5**4))


def test_what_readers_may_not_read_is_left_out():
    public = make_article()
    for hidden in (
        make_article(state="withdrawn"),
        make_article(published_at=in_an_hour()),
        make_article(expires_at=timezone.now() - timedelta(minutes=1)),
    ):
        read(hidden, 9)
    read(public, 1)
    assert counters.hot() == [public]


def test_where_nothing_was_read_the_newest_stand_in():
    old = make_article(published_at=timezone.now() - timedelta(days=2))
    new = make_article(published_at=timezone.now() - timedelta(days=1))
    assert counters.hot() == [new, old]
    assert counters.hot(limit=1) == [new]


def test_equal_scores_have_one_order():
    first, second = make_article(), make_article()
    read(first, 1)
    read(second, 1)
    assert counters.hot(limit=2) == [second, first]


def test_an_empty_site_has_an_empty_list():
    assert counters.hot() == []


@pytest.mark.parametrize("articles", [10, 60])
def test_the_list_costs_two_queries_however_much_was_read(django_assert_num_queries, articles):
    for _ in range(articles):
        read(make_article(), 2)
    with django_assert_num_queries(2):
        listed = counters.hot(hours=24 * 30, limit=8)
        assert len([article.category.name for article in listed]) == 8
