"""The desk's calendar: three kinds of time apart, plans that move, readers who notice nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from articles import workflow
from articles.admin.calendar_days import days_of
from articles.admin.calendar_span import Span
from articles.models import Article, JournalEntry
from portal.roles import EDITOR, MODERATOR
from tests.articles.desk import desk_of, edited, fresh, published
from tests.factories import make_article, make_category, make_draft, make_user

pytestmark = pytest.mark.django_db
CALENDAR = "/admin/articles/article/calendar/"
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # noon in Shanghai


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


def at(day, hour=9):
    return datetime(2026, 11, day, hour, tzinfo=timezone.get_default_timezone())


def shown(client, **given):
    """The kinds and headlines of the page by day."""
    context = client.get(CALENDAR, given).context
    return {
        f"{day.day:%m-%d}": [(item.kind.value, str(item.article)) for item in day.items]
        for day in context["days"]
        if day.items
    }


def plan(client, article, day="2026-11-27", **given):
    address = f"/admin/articles/article/{article.pk}/plan/"
    return client.post(address, {"day": day} | given)


def planned(day, **content):
    article = make_draft(**content)
    return workflow.place(article, by=None, planned_for=at(day))


# The page


def test_each_kind_of_time_stands_in_its_day():
    planned(25, headline="计划的")
    workflow.publish(make_draft(headline="要发的").latest_revision, by=None, at=at(26))
    article = published(headline="已发的")
    workflow.publish(edited(article, headline="改过的"), by=None, at=at(27))
    leaving = published(headline="要下的")
    workflow.place(leaving, by=None, expires_at=at(28))
    walled = make_draft(headline="禁发的")
    workflow.place(walled, by=None, embargo_until=at(29))
    assert shown(desk_of(EDITOR)) == {
        "11-24": [("published", "已发的"), ("published", "要下的")],
        "11-25": [("planned", "计划的")],
        "11-26": [("publish", "要发的")],
        "11-27": [("change", "已发的")],
        "11-28": [("withdraw", "要下的")],
        "11-29": [("embargo", "禁发的")],
    }


def test_kinds_differ_by_sign_and_word_and_the_zone_is_said(editor):
    planned(25)
    html = editor.get(CALENDAR).content.decode()
    for words in ("▷", "计划", "◇", "定时发布", "▮", "禁发到期", "Asia/Shanghai (UTC+08:00)"):
        assert words in html


def test_days_are_those_of_the_sites_zone(editor):
    workflow.place(make_draft(headline="夜里"), by=None, planned_for=at(25, hour=0))
    assert list(shown(editor)) == ["11-25"]


def test_a_month_is_shown_in_whole_weeks_and_a_week_alone(editor):
    month = editor.get(CALENDAR, {"month": "2026-11"}).context["span"]
    assert (month.first, month.last) == (date(2026, 10, 26), date(2026, 12, 6))
    week = editor.get(CALENDAR, {"week": "2026-W48"}).context["span"]
    assert (week.first, week.last) == (date(2026, 11, 23), date(2026, 11, 29))


@pytest.mark.parametrize("month", range(1, 13))
def test_going_to_the_next_month_and_back_ends_where_it_began(month):
    span = Span.of({"month": f"2026-{month:02d}"})
    assert Span.of(Span.of(span.after).before) == span
    assert {one.weekday() for one in (span.first, span.month)} >= {0}


@pytest.mark.parametrize(
    "given",
    [
        {"month": "2026-13"},
        {"month": "2026-00"},
        {"month": "nope"},
        {"month": ""},
        {"month": "9999-12"},
        {"month": "٢٠٢٦-11"},
        {"week": "2025-W53"},
        {"week": "2026-W00"},
        {"week": "0001-W01"},
        {"assignee": "x"},
        {"category": "-1"},
        {"category": "9" * 30},
    ],
)
def test_an_address_that_means_nothing_is_refused(editor, given):
    assert editor.get(CALENDAR, given).status_code == 400


@pytest.mark.parametrize(
    "given", [{"month": "1980-01"}, {"month": "2200-12"}, {"week": "1980-W02"}]
)
def test_the_ends_of_the_calendar_are_pages(editor, given):
    assert editor.get(CALENDAR, given).status_code == 200


def test_a_full_day_shows_some_and_counts_the_rest(editor):
    for _ in range(7):
        planned(25)
    make_article(published_at=at(25) - timedelta(days=7))
    day = next(one for one in editor.get(CALENDAR).context["days"] if one.day == date(2026, 11, 25))
    assert (len(day.items), day.more) == (5, 2)
    week = editor.get(CALENDAR, {"week": "2026-W48"}).context["days"]
    assert [(len(one.items), one.more) for one in week if one.items] == [(7, 0)]


def test_what_lies_in_the_trash_is_not_planned(editor):
    article = planned(25)
    workflow.trash(article, by=None)
    assert shown(editor) == {}


def test_filters_narrow_the_page_and_stay_in_its_links(editor):
    category, person = make_category(), make_user()
    filed, assigned = planned(25, category_id=category.pk), planned(26)
    workflow.place(assigned, by=None, assignee=person)
    own = make_draft(by=editor.user)
    workflow.place(own, by=None, planned_for=at(27))
    assert list(shown(editor, category=category.pk)) == ["11-25"]
    assert list(shown(editor, assignee=person.pk)) == ["11-26"]
    assert list(shown(editor, mine="1")) == ["11-27"]
    page = editor.get(CALENDAR, {"category": category.pk, "month": "2026-11"})
    assert page.context["after"] == f"{CALENDAR}?month=2026-12&category={category.pk}"
    assert filed.headline in page.content.decode()


def test_the_page_costs_the_same_for_few_and_many(editor, django_assert_max_num_queries):
    for day in (1, 25, 26):
        for _ in range(4):
            planned(day)
            workflow.publish(make_draft().latest_revision, by=None, at=at(28))
    with django_assert_max_num_queries(16):
        editor.get(CALENDAR)


def test_the_days_are_five_queries(django_assert_num_queries):
    planned(25)
    with django_assert_num_queries(5):
        days_of(Span.of({"month": "2026-11"}), Article.objects.all())


def test_each_form_works_without_a_script(editor):
    planned(25)
    html = editor.get(CALENDAR).content.decode()
    forms = html.split('method="post"')[1:]
    assert sum("/plan/" in form for form in forms) >= 1
    assert all("csrfmiddlewaretoken" in form.split("</form>")[0] for form in forms)


# Who


def test_an_author_sees_the_own_articles_and_moves_nothing(author):
    planned(25, headline="别人的")
    own = make_draft(headline="自己的", by=author.user)
    workflow.place(own, by=None, planned_for=at(26))
    html = author.get(CALENDAR).content.decode()
    assert "自己的" in html
    assert "别人的" not in html
    assert "draggable" not in html
    assert "新选题" not in html


def test_every_view_of_the_calendar_asks_who_it_is(client, author):
    article = planned(25)
    add = {"day": "2026-11-27", "headline": "选题"}
    moderator = desk_of(MODERATOR)
    assert client.get(CALENDAR).status_code == 302
    assert moderator.get(CALENDAR).status_code == 403
    assert [plan(one, article).status_code for one in (client, moderator, author)] == [
        302,
        403,
        404,
    ]
    own = make_draft(by=author.user)
    assert plan(author, own).status_code == 403
    assert author.post(f"{CALENDAR}add/", add).status_code == 403
    assert fresh(article).planned_for == at(25)
    assert Article.objects.count() == 2


# Moving


def test_a_plan_moves_to_another_day_and_keeps_its_hour(editor):
    article = planned(25)
    response = plan(editor, article, next=f"{CALENDAR}?week=2026-W48")
    assert response.url == f"{CALENDAR}?week=2026-W48"
    assert fresh(article).planned_for == at(27)
    assert JournalEntry.objects.filter(object_id=article.pk, action="article.place").exists()


def test_what_had_no_plan_gets_one_in_the_morning(editor):
    article = make_draft()
    plan(editor, article)
    assert fresh(article).planned_for == at(27, hour=9)


READERS_SEE = ("state", "published_at", "expires_at", "embargo_until", "headline", "body")


@pytest.mark.parametrize("when", ["published", "scheduled", "change scheduled"])
def test_moving_a_plan_never_changes_what_readers_see(editor, client, when):
    if when == "scheduled":
        article = workflow.publish(make_draft().latest_revision, by=None, at=at(26))
    else:
        article = published()
        workflow.place(article, by=None, expires_at=at(30))
    if when == "change scheduled":
        workflow.publish(edited(article, headline="改"), by=None, at=at(26))
    before, page = fresh(article), client.get(article.get_absolute_url())
    revisions = list(article.revisions.values("pk", "state", "publish_at", "published_at"))
    assert plan(editor, article).status_code == 302
    after = fresh(article)
    assert after.planned_for == at(27)
    assert [getattr(after, name) for name in READERS_SEE] == [
        getattr(before, name) for name in READERS_SEE
    ]
    assert revisions == list(article.revisions.values("pk", "state", "publish_at", "published_at"))
    again = client.get(article.get_absolute_url())
    assert (again.status_code, again.content) == (page.status_code, page.content)


def test_a_script_gets_json(editor):
    article = planned(25, headline="夜班")
    address = f"/admin/articles/article/{article.pk}/plan/"
    given = {"day": "2026-11-27"}
    response = editor.post(address, given, headers={"Accept": "application/json"})
    assert response.json()["day"] == "2026-11-27"
    assert "夜班" in response.json()["message"]


@pytest.mark.parametrize("day", ["", "nope", "2026-02-30", "9999-12-31", "0001-01-01", "20261127"])
def test_a_day_that_is_none_is_refused(editor, day):
    article = planned(25)
    assert plan(editor, article, day=day).status_code == 400
    assert fresh(article).planned_for == at(25)


def test_moving_is_not_done_by_a_link(editor):
    article = planned(25)
    assert editor.get(f"/admin/articles/article/{article.pk}/plan/").status_code == 404
    assert editor.get(f"{CALENDAR}add/").status_code == 404


@pytest.mark.parametrize("where", ["https://example.com/", "//example.com", f"{CALENDAR}?a\r\nb"])
def test_the_way_back_leads_nowhere_else(editor, where):
    response = plan(editor, planned(25), next=where)
    assert response.url == f"{CALENDAR}?month=2026-11"


def test_what_is_in_the_trash_is_not_planned_anew(editor):
    article = planned(25)
    workflow.trash(article, by=None)
    response = editor.post(
        f"/admin/articles/article/{article.pk}/plan/",
        {"day": "2026-11-27"},
        headers={"Accept": "application/json"},
    )
    assert response.status_code in (404, 409)
    assert fresh(article).planned_for == at(25)


# Ideas


def test_an_idea_is_a_draft_with_a_headline_and_a_day(editor):
    editor.post(f"{CALENDAR}add/", {"day": "2026-11-27", "headline": "  夜班 公交  "})
    idea = Article.objects.get()
    assert (idea.headline, idea.planned_for) == ("夜班 公交", at(27))
    assert workflow.desk_state(idea) == "draft"
    assert idea.created_by == editor.user
    assert shown(editor) == {"11-27": [("planned", "夜班 公交")]}


@pytest.mark.parametrize("headline", ["", "  ", "长" * 201])
def test_an_idea_without_a_fitting_headline_is_not_begun(editor, headline):
    response = editor.post(
        f"{CALENDAR}add/", {"day": "2026-11-27", "headline": headline}, follow=True
    )
    assert "最多 200 个字" in response.content.decode()
    assert not Article.objects.exists()
