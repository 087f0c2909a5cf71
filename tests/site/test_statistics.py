"""Statistics: right by day, for whom they are, cheap, and safe to open in a spreadsheet."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from articles import counters, search_terms
from articles.models import ViewDay
from articles.spreadsheets import safe_cell
from portal.roles import AUTHOR, CHIEF, EDITOR, MODERATOR
from tests.articles.desk import desk_of
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_comment,
    make_draft,
)

pytestmark = pytest.mark.django_db
SITE = "/admin/statistics/"
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # in Shanghai
TODAY = date(2026, 11, 24)
TABLES = ("days", "articles", "categories", "authors", "terms", "missed")


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def editor(db):
    return desk_of(EDITOR)


def read(article, views, *, ago=0, loads=None):
    loads = views if loads is None else loads
    ViewDay.objects.create(
        article=article, day=TODAY - timedelta(days=ago), views=views, loads=loads
    )


def of(article):
    return f"{SITE}article/{article.pk}/"


def sums(client, address=SITE, **given):
    return [number for _name, number in client.get(address, given).context["sums"]]


def rows(client, table, **given):
    response = client.get(f"{SITE}{table}.csv", given)
    text = b"".join(response.streaming_content).decode()
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


# Numbers


def test_days_are_counted_in_the_sites_zone(editor):
    article = make_article()
    read(article, 5, loads=8)
    read(article, 2, ago=29)
    read(article, 100, ago=30)
    with time_machine.travel(NOON.replace(hour=15, minute=59), tick=False):  # 23:59
        counters.toggle_like(article, visitor="a" * 32)
        make_comment(article=article)
    with time_machine.travel(NOON.replace(hour=16), tick=False):  # the next day
        assert sums(editor, days=7) == [5, 8, 1, 1]
        (first, second) = rows(editor, "days", days=7)[1:3]
    assert first == ["2026-11-25", "0", "0", "0", "0"]
    assert second == ["2026-11-24", "5", "8", "1", "1"]
    assert sums(editor) == [7, 10, 1, 1]


def test_views_count_before_anything_is_rolled_up(editor):
    counters.record_view(make_article(), visitor="a" * 32)
    assert sums(editor)[:2] == [1, 1]


def test_comments_that_readers_do_not_see_are_not_counted(editor):
    make_comment(state="pending")
    assert sums(editor) == [0, 0, 0, 0]


def test_the_best_articles_categories_and_authors(editor):
    category, author = make_category(name="科技"), make_author(name="林见川")
    read(make_article(headline="头条", category=category, authors=[author]), 9, loads=12)
    read(make_article(headline="其次"), 4)
    assert rows(editor, "articles")[1:] == [["头条", "9", "12"], ["其次", "4", "4"]]
    assert rows(editor, "categories")[1] == ["科技", "9", "12"]
    assert rows(editor, "authors")[1] == ["林见川", "9", "12"]
    html = editor.get(SITE).content.decode()
    assert "头条" in html
    assert "科技" in html


def test_words_that_readers_miss_are_told(editor):
    for _ in range(3):
        search_terms.record("海堤", found=2)
        search_terms.record("渡轮", found=0)
    assert rows(editor, "terms")[1:] == [["海堤", "3", "2"], ["渡轮", "3", "0"]]
    assert rows(editor, "missed")[1:] == [["渡轮", "3"]]


def test_an_article_has_its_own_numbers_and_its_first_hours(editor):
    article = make_article(published_at=NOON - timedelta(hours=3))
    counters.record_view(article, visitor="a" * 32, at=NOON - timedelta(hours=2))
    read(make_article(), 50)
    page = editor.get(of(article))
    assert [number for _name, number in page.context["sums"]][:2] == [1, 1]
    assert "共 1 次阅读，一小时内最高 1 次" in page.content.decode()


def test_hours_that_are_forgotten_are_not_drawn_as_none(editor):
    assert (
        editor.get(of(make_article(published_at=NOON - timedelta(days=9)))).context["first_hours"]
        is None
    )
    assert editor.get(of(make_draft())).context["first_hours"] is None


def test_plots_have_a_title_a_summary_and_the_same_as_a_table(editor):
    read(make_article(), 5)
    html = editor.get(SITE).content.decode()
    assert "30 天共 5，最高在11月24日：5" in html
    assert html.count('role="img"') == 3
    assert "以表格显示" in html
    assert "统计口径" in html
    assert " style=" not in html


# Who


@pytest.mark.parametrize(
    ("role", "status"), [(AUTHOR, 403), (MODERATOR, 403), (EDITOR, 200), (CHIEF, 200)]
)
def test_the_sites_numbers_are_for_editors(role, status):
    client = desk_of(role)
    assert client.get(SITE).status_code == status
    assert [client.get(f"{SITE}{table}.csv").status_code for table in TABLES] == [status] * 6
    assert (SITE in client.get("/admin/").content.decode()) == (status == 200)


def test_an_author_sees_the_numbers_of_the_own_articles_alone():
    author = desk_of(AUTHOR)
    own, other = make_draft(by=author.user), make_article()
    for suffix in ("", "days.csv"):
        assert author.get(of(own) + suffix).status_code == 200
        assert author.get(of(other) + suffix).status_code == 404
        assert desk_of(MODERATOR).get(of(own) + suffix).status_code == 403
    assert "统计" in author.get(f"/admin/articles/article/{own.pk}/change/").content.decode()


def test_without_an_account_there_are_no_numbers(client):
    article = make_article()
    for address in (SITE, f"{SITE}days.csv", of(article), f"{of(article)}days.csv"):
        assert client.get(address).status_code == 302


# Input


@pytest.mark.parametrize("days", ["", "0", "8", "-7", "x", "7.0", "\uff17", "9" * 400])
def test_ranges_that_are_not_offered_are_refused(editor, days):
    article = make_article()
    for address in (SITE, f"{SITE}days.csv", of(article), f"{of(article)}days.csv"):
        assert editor.get(address, {"days": days}).status_code == 400


@pytest.mark.parametrize("path", ["nope.csv", "article/0/", f"article/{'9' * 30}/", "article/1/"])
def test_what_does_not_exist_is_not_found(editor, path):
    assert editor.get(SITE + path).status_code == 404


def test_the_statistics_only_answer(editor):
    assert editor.post(SITE).status_code == 405


# Cost


def test_a_year_costs_as_much_as_a_week(editor, django_assert_max_num_queries):
    for ago in range(0, 360, 30):
        read(make_article(), 3, ago=ago)
    counters.close_days()
    for days in (7, 365):
        with django_assert_max_num_queries(28):
            assert editor.get(SITE, {"days": days}).status_code == 200


def test_an_articles_page_is_few_queries(editor, django_assert_max_num_queries):
    article = make_article()
    with django_assert_max_num_queries(16):
        editor.get(of(article), {"days": 365})


# Files


def test_files_open_in_a_spreadsheet_as_what_they_are(editor):
    response = editor.get(f"{SITE}days.csv", {"days": 7})
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        'attachment; filename="statistics-days-2026-11-24-7.csv"'
    )
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[0] == "日期,阅读,页面打开次数,赞,评论"


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
)
def test_no_headline_becomes_a_formula(editor, start):
    read(make_article(headline=f"{start}HYPERLINK(1)"), 5)
    (_head, row) = rows(editor, "articles")
    assert row[0].startswith("'")
    assert not safe_cell(f" {start}1").strip(" ").startswith(start)


def test_no_search_becomes_a_formula(editor):
    for _ in range(3):
        search_terms.record("=cmd|calc", found=0)
    assert rows(editor, "missed")[1][0] == "'=cmd|calc"
