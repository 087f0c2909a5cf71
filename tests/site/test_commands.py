"""The commands that operators and timers run."""

import os
import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import counters, search
from articles.models import (
    Article,
    ArticleCounter,
    DailySalt,
    StaffSession,
    ThrottleWindow,
    View,
    ViewDay,
)
from portal.models import TickRun
from portal.periodic import tick_every
from tests.factories import make_article, make_comment
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def run(*command):
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue().strip().splitlines()


def test_recount_names_every_drift_and_sets_it_right():
    article = make_article()
    make_comment(article=article)
    counters.toggle_like(article, visitor="a" * 32)
    ViewDay.objects.create(article=article, day=timezone.localdate(), views=3, loads=5)
    with pytest.raises(CommandError, match="有 3 处出入"):
        run("recount", "--check")
    ArticleCounter.objects.update(likes=7)
    lines = run("recount")
    assert sorted(lines[:4]) == [
        f"article {article.pk}: comments 0, counted 1",
        f"article {article.pk}: likes 7, counted 1",
        f"article {article.pk}: loads 0, counted 5",
        f"article {article.pk}: views 0, counted 3",
    ]
    assert run("recount", "--check") == ["没有出入。"]
    totals = counters.totals([article.pk])[article.pk]
    assert totals == counters.Totals(views=3, loads=5, likes=1, comments=1)


def test_recount_makes_a_row_that_is_missing():
    article = make_article()
    ArticleCounter.objects.all().delete()
    with pytest.raises(CommandError):
        run("recount", "--check")
    run("recount")
    assert ArticleCounter.objects.filter(article=article).exists()
    assert run("recount", "--check") == ["没有出入。"]


def test_a_check_changes_nothing():
    article = make_article()
    ArticleCounter.objects.update(likes=7)
    with pytest.raises(CommandError):
        run("recount", "--check")
    with pytest.raises(CommandError):
        run("rebuild_search", "--check")
    assert counters.totals([article.pk])[article.pk].likes == 7
    assert search.search(article.headline).total == 0


def test_rebuild_search_finds_what_was_published_past_it():
    article = make_article(headline="光伏退潮")
    with pytest.raises(CommandError, match="有 1 处出入"):
        run("rebuild_search", "--check")
    assert run("rebuild_search") == [f"article {article.pk}: missing", "已修正 1 处出入。"]
    assert run("rebuild_search", "--check") == ["没有出入。"]
    assert search.search("光伏").total == 1


def test_tick_does_what_is_due_says_so_in_one_line_and_remembers_when():
    now = timezone.now()
    article = make_article()
    counters.record_view(article, visitor="a" * 32, at=now - timedelta(days=1))
    DailySalt.objects.create(day=(now - timedelta(days=2)).date(), salt=b"x")
    ThrottleWindow.objects.create(key="k", ends_at=now - timedelta(days=1))
    StaffSession.objects.create(
        session_key="s", session_data="", expire_date=now - timedelta(days=1)
    )
    (line,) = run("tick")
    assert "汇总阅读 1 次" in line
    assert "销毁盐值 1 个" in line
    assert "清理限流窗口 1 个" in line
    assert not View.objects.exists()
    assert not DailySalt.objects.exists()
    assert not ThrottleWindow.objects.exists()
    assert not StaffSession.objects.exists()
    assert TickRun.objects.get().ran_at >= now


@pytest.mark.django_db(transaction=True)
def test_the_periodic_work_goes_on_until_it_is_told_to_end():
    ran = []

    def until(seconds):
        assert seconds == 60
        ran.append(TickRun.objects.get().ran_at)
        clock.shift(seconds)
        return len(ran) == 3

    with time_machine.travel("2026-11-24T08:00:00Z", tick=False) as clock:
        tick_every(60, until=until)
    assert [f"{at:%H:%M}" for at in ran] == ["08:00", "08:01", "08:02"]


def test_the_periodic_work_ends_with_whoever_began_it(tmp_path):
    empty = {"DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}
    command = [sys.executable, "manage.py", "tick", "--every", "3600"]
    with subprocess.Popen(
        command, env=os.environ | empty, stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert b"will be tried again" in process.stderr.readline()  # there are no tables
        assert process.poll() is None
        process.stdin.close()
        assert process.wait(timeout=60) == 0


@pytest.mark.django_db(transaction=True)
def test_tick_may_run_at_once_on_many_machines():
    articles = [make_article() for _ in range(3)]
    yesterday = timezone.now() - timedelta(days=1)
    for n in range(60):
        counters.record_view(articles[n % 3], visitor=f"{n:032x}", at=yesterday)
    at_once(lambda _turn: call_command("tick", stdout=StringIO()), range(8), threads=8)
    assert [counters.totals([a.pk])[a.pk].views for a in articles] == [20, 20, 20]
    assert TickRun.objects.count() == 1
    assert counters.recount(check=True) == []


def test_totals_do_not_depend_on_tick():
    article = make_article()
    for day in range(5):
        at = timezone.now() - timedelta(days=day)
        counters.record_view(article, visitor="a" * 32, at=at)
    assert counters.totals([article.pk])[article.pk].views == 5
    assert Article.objects.published().exists()
