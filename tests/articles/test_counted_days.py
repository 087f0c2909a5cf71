"""Views by day and half hour: of the site, an article, a category, an author."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from articles import counters
from articles.models import View, ViewBucket, ViewDay, ViewSum
from tests.articles.desk import purged
from tests.factories import make_article, make_author, make_category

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # in Shanghai
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def view(article, *, ago=timedelta(0), times=1):
    for number in range(times):
        visitor = f"{number:032x}"
        counters.record_view(article, visitor=visitor, at=timezone.now() - ago)


def read(article, day, views, loads=None):
    loads = views if loads is None else loads
    ViewDay.objects.create(article=article, day=day, views=views, loads=loads)


def days_ago(number):
    return TODAY - timedelta(days=number)


def test_days_hold_what_is_rolled_up_and_what_still_waits():
    article, other = make_article(), make_article()
    view(article, ago=timedelta(hours=2))
    view(other, ago=timedelta(hours=26))
    counters.roll_up()
    view(article)
    view(article)
    expected = {TODAY: counters.Reading(2, 3), days_ago(1): counters.Reading(1, 1)}
    assert counters.site_days(days_ago(6), TODAY) == expected
    counters.close_days()
    assert counters.site_days(days_ago(6), TODAY) == expected
    of_article = {TODAY: counters.Reading(2, 3)}
    assert counters.article_days(article, days_ago(6), TODAY) == of_article


def test_a_day_is_closed_once_and_only_when_nothing_of_it_waits():
    article = make_article()
    read(article, days_ago(2), 5)
    read(article, days_ago(1), 7)
    view(article, ago=timedelta(hours=24))
    assert counters.close_days() == 1
    counters.roll_up()
    assert [counters.close_days(), counters.close_days()] == [1, 0]
    sums = ViewSum.objects.filter(of="site").order_by("day").values_list("day", "views")
    assert list(sums) == [(days_ago(2), 5), (days_ago(1), 8)]


def test_today_is_never_closed():
    read(make_article(), TODAY, 5)
    assert counters.close_days() == 0


def test_categories_and_authors_have_the_readings_of_closed_and_open_days():
    category, author = make_category(), make_author()
    together = make_article(category=category, authors=[author, make_author()])
    alone = make_article(category=category)
    for day in (days_ago(1), TODAY):
        read(together, day, 10)
        read(alone, day, 1)
    before = [counters.best_of(kind, days_ago(6), TODAY, 1) for kind in ("category", "author")]
    counters.close_days()
    after = [counters.best_of(kind, days_ago(6), TODAY, 1) for kind in ("category", "author")]
    assert before == after
    assert before == [
        [(category.pk, counters.Reading(22, 22))],
        [(author.pk, counters.Reading(20, 20))],
    ]


@pytest.mark.parametrize("days", [1, 365])
def test_the_best_articles_are_ranked_by_their_whole_sum(days, monkeypatch):
    monkeypatch.setattr(counters.days, "BEST_OF_A_DAY", 1)
    steady, surge, low = (make_article() for _ in range(3))
    read(surge, TODAY, 9)
    read(steady, TODAY, 8)
    read(low, TODAY, 1)
    if days > 1:
        read(steady, days_ago(300), 8)
    best = counters.best_articles(days_ago(days - 1), TODAY, 2)
    wanted = [(surge, 9)] if days == 1 else [(steady, 16), (surge, 9)]
    assert [(pk, one.views) for pk, one in best] == [(one.pk, views) for one, views in wanted]


def test_a_purged_article_takes_its_readings_along():
    article, other = make_article(state="unpublished"), make_article()
    read(article, days_ago(1), 5)
    read(other, days_ago(1), 2)
    counters.close_days()
    purged(article)
    left = {days_ago(1): counters.Reading(2, 2)}
    assert counters.site_days(days_ago(1), TODAY) == left
    assert counters.close_days() == 1
    assert counters.site_days(days_ago(1), TODAY) == left
    assert counters.recount_days(check=True) == []


def test_sums_of_days_are_proven_and_made_anew():
    article = make_article()
    read(article, days_ago(1), 5)
    counters.close_days()
    assert counters.recount_days(check=True) == []
    ViewSum.objects.filter(of="site").update(views=7)
    (drift,) = counters.recount_days(check=True)
    assert str(drift) == "day 2026-11-23: views 7, counted 5; loads 5, counted 5"
    assert counters.recount_days() == [drift]
    assert counters.recount_days(check=True) == []
    assert counters.site_days(days_ago(1), TODAY) == {days_ago(1): counters.Reading(5, 5)}


# Half hours


def test_a_curve_has_every_half_hour_whether_rolled_up_or_not():
    article, unread = make_article(), make_article()
    view(article, ago=timedelta(minutes=90), times=2)
    counters.roll_up()
    view(article, times=3)
    curves = counters.curves([article.pk, unread.pk], NOON - timedelta(hours=2))
    assert curves == {article.pk: [0, 2, 0, 0, 3], unread.pk: [0] * 5}


def test_the_pace_compares_whole_hours():
    rising = make_article()
    view(rising, times=9)  # in the half hour that still runs
    view(rising, ago=timedelta(minutes=20), times=4)
    view(rising, ago=timedelta(minutes=50), times=1)
    view(rising, ago=timedelta(minutes=70), times=2)
    counters.roll_up()
    pace = counters.paces([rising.pk])[rising.pk]
    assert (pace.last_hour, pace.hour_before, pace.change) == (5, 2, 3)


def test_half_hours_are_forgotten_after_a_week_and_days_are_not():
    article = make_article()
    view(article, ago=timedelta(days=9))
    view(article, ago=timedelta(days=7))
    counters.roll_up()
    assert counters.forget_past_buckets() == 1
    assert (ViewBucket.objects.count(), ViewDay.objects.count()) == (1, 2)
    assert not View.objects.exists()
