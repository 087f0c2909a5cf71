"""Limits hold exactly, whoever counts at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from articles.models import ThrottleWindow
from articles.throttling import allow, forget_past_windows

NOON = datetime(2026, 11, 24, 12, 0, 10, tzinfo=UTC)


@pytest.mark.django_db
def test_the_first_attempts_are_allowed_and_the_next_one_is_told_when_to_come_back():
    verdicts = [allow("like", "reader", limit=2, window_s=60, now=NOON) for _ in range(3)]
    assert [bool(verdict) for verdict in verdicts] == [True, True, False]
    assert 50 <= verdicts[2].retry_after_s <= 51


@pytest.mark.django_db
def test_a_new_window_begins_anew():
    assert allow("like", "reader", limit=1, window_s=60, now=NOON)
    assert not allow("like", "reader", limit=1, window_s=60, now=NOON)
    assert allow("like", "reader", limit=1, window_s=60, now=NOON + timedelta(seconds=60))


@pytest.mark.django_db
def test_others_and_other_things_are_counted_apart():
    assert allow("like", "reader", limit=1, window_s=60, now=NOON)
    assert allow("like", "other", limit=1, window_s=60, now=NOON)
    assert allow("comment", "reader", limit=1, window_s=60, now=NOON)


@pytest.mark.django_db
def test_past_windows_are_forgotten_and_nobody_is_named():
    allow("like", "203.0.113.9", limit=1, window_s=60, now=NOON)
    assert "203" not in ThrottleWindow.objects.get().key
    assert forget_past_windows(NOON + timedelta(hours=2)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_parallel_attempts_exactly_the_limit_passes():
    def attempt(_):
        try:
            return bool(allow("like", "reader", limit=7, window_s=3600, now=NOON))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(40))) == 7
