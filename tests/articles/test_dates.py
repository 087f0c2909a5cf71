"""How days and times read."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from articles import dates

EVENING = datetime(2025, 1, 28, 11, 58, tzinfo=UTC)  # 19:58 in Shanghai


def english(function, *args):
    with translation.override("en"):
        return function(*args)


@pytest.mark.parametrize(
    ("function", "chinese", "in_english"),
    [
        (dates.day, "2025年1月28日", "28 January 2025"),
        (dates.full, "2025年1月28日 下午7:58", "28 January 2025, 7:58 pm"),
        (dates.hour, "19:58", "19:58"),
        (dates.month_day, "1月28日", "28 January"),
        (dates.short_day, "1月28日", "28 Jan"),
        (dates.weekday, "星期二", "Tuesday"),
        (dates.month_name, "2025年1月", "January 2025"),
        (dates.year_name, "2025年", "2025"),
    ],
)
def test_each_form_reads_in_both_languages(function, chinese, in_english):
    assert function(EVENING) == chinese
    assert english(function, EVENING) == in_english


@pytest.mark.parametrize(
    ("utc_hour", "shown"), [(16, "上午12:58"), (1, "上午9:58"), (4, "下午12:58"), (15, "下午11:58")]
)
def test_the_hours_are_those_of_the_old_site(utc_hour, shown):
    assert dates.full(datetime(2025, 1, 28, utc_hour, 58, tzinfo=UTC)).endswith(f"日 {shown}")


def test_days_are_days_of_the_sites_time_zone():
    before_midnight_in_london = datetime(2025, 1, 28, 23, 0, tzinfo=UTC)
    assert dates.day(before_midnight_in_london) == "2025年1月29日"
    assert dates.day(date(2025, 1, 28)) == "2025年1月28日"
    assert dates.year_name(2024) == "2024年"


@pytest.mark.parametrize(
    ("passed", "chinese", "in_english"),
    [
        (timedelta(seconds=-30), "刚刚", "just now"),
        (timedelta(seconds=59), "刚刚", "just now"),
        (timedelta(minutes=1), "1分钟前", "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59分钟前", "59 minutes ago"),
        (timedelta(hours=1), "1小时前", "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23小时前", "23 hours ago"),
        (timedelta(hours=24), "1天前", "1 day ago"),
        (timedelta(days=7), "7天前", "7 days ago"),
        (timedelta(days=7, seconds=1), "2025年1月28日", "28 January 2025"),
        (timedelta(hours=-1), "2025年1月28日", "28 January 2025"),
    ],
)
def test_a_card_counts_up_to_a_week(passed, chinese, in_english):
    assert dates.card(EVENING, EVENING + passed) == chinese
    assert english(dates.card, EVENING, EVENING + passed) == in_english
