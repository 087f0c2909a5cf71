"""The dashboard: what needs this person now, and nothing they may not see."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles import counters, workflow
from articles.models import OutgoingMail, SiteProfile
from comments.models import Comment
from portal.models import TickRun
from portal.roles import AUTHOR, CHIEF, EDITOR, MODERATOR
from tests.articles.desk import desk_of, edited, fresh, published
from tests.factories import (
    an_hour_ago,
    in_an_hour,
    make_article,
    make_comment,
    make_draft,
    make_staff,
)

pytestmark = pytest.mark.django_db


NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # in Shanghai


def context(client):
    return client.get("/admin/").context


def panels(client):
    found = context(client)
    return {panel.name: panel for panel in found["needs_me"] + found["around_me"]}


def texts(panel):
    return [row.text for row in panel.rows]


NEEDS_OF_EDITOR = ["review", "sent-back", "drafts", "approved"]
AROUND = ["scheduled", "today", "hot", "activity"]


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (AUTHOR, ["sent-back", "drafts", *AROUND]),
        (EDITOR, [*NEEDS_OF_EDITOR, *AROUND]),
        (MODERATOR, ["comments"]),
        (CHIEF, ["review", "unassigned", "comments", "sent-back", "drafts", "approved", *AROUND]),
    ],
)
def test_each_role_sees_its_panels_in_its_order(role, names):
    assert list(panels(desk_of(role))) == names


def test_panels_hold_what_waits():
    chief = desk_of(CHIEF)
    draft, reviewed, sent_back, approved = (make_draft(by=chief.user) for _ in range(4))
    for article in (reviewed, sent_back, approved):
        workflow.submit(article.latest_revision, by=None)
    workflow.request_changes(sent_back.latest_revision, by=None, reason="")
    workflow.approve(approved.latest_revision, by=None)
    scheduled = workflow.publish(make_draft().latest_revision, by=None, at=in_an_hour())
    public = workflow.publish(make_draft().latest_revision, by=None)
    comment = make_comment(article=public, state=Comment.State.PENDING)
    shown = panels(chief)
    assert {name: texts(shown[name]) for name in ("review", "comments", "sent-back", "drafts")} == {
        "review": [reviewed.headline],
        "comments": [comment.body],
        "sent-back": [sent_back.headline],
        "drafts": [draft.headline],
    }
    assert texts(shown["approved"]) == [approved.headline]
    assert scheduled.headline in texts(shown["scheduled"])
    assert texts(shown["today"]) == texts(shown["hot"]) == [public.headline]


def test_zero_is_written_out():
    html = desk_of(CHIEF).get("/admin/").content.decode()
    for words in ("没有待审稿件", "没有待审评论", "没有草稿", "没有定时发布", "今天还没有发布"):
        assert words in html


def test_a_panel_shows_five_and_says_how_many_there_are():
    author = desk_of(AUTHOR)
    for _ in range(7):
        make_draft(by=author.user)
    drafts = panels(author)["drafts"]
    assert (drafts.total, len(drafts.rows)) == (7, 5)


@pytest.mark.parametrize("role", [AUTHOR, CHIEF])
def test_a_count_is_that_of_the_list_behind_it(role):
    client = desk_of(role)
    for by in (client.user, None):
        for _ in range(2):
            make_draft(by=by)
        sent_back, reviewed, approved = (make_draft(by=by) for _ in range(3))
        for article in (sent_back, reviewed, approved):
            workflow.submit(article.latest_revision, by=None)
        workflow.request_changes(sent_back.latest_revision, by=None, reason="")
        workflow.approve(approved.latest_revision, by=None)
        workflow.publish(make_draft(by=by).latest_revision, by=None, at=in_an_hour())
        workflow.publish(make_draft(by=by).latest_revision, by=None)
    compared = [one for one in panels(client).values() if "/articles/article/?" in one.address]
    assert len(compared) == (4 if role == AUTHOR else 7)
    for panel in compared:
        listed = client.get(panel.address).context["cl"]
        assert (panel.name, panel.total) == (panel.name, listed.result_count)
        assert panel.total > 0


def test_what_is_assigned_to_me_comes_first():
    editor = desk_of(EDITOR)
    older, mine = make_draft(headline="先到的"), make_draft(headline="指派的")
    for article in (older, mine):
        workflow.submit(article.latest_revision, by=None)
    workflow.place(mine, by=None, assignee=editor.user)
    rows = panels(editor)["review"].rows
    assert [(row.text, row.mark) for row in rows] == [("指派的", "指派给我"), ("先到的", "")]


def pressed(html, text):
    """What the second press sends: the address, and the fields of the form in the row."""
    row = html.split(f"{text}</a>")[1].split("</li>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]+)"', row))
    return re.search(r'action="([^"]+)"', row)[1], fields


@pytest.mark.parametrize("state", ["draft", "in review", "approved"])
def test_a_finished_text_is_published_with_two_presses(state):
    chief = desk_of(CHIEF)
    client = Client(enforce_csrf_checks=True)
    client.force_login(chief.user)
    article = make_draft(headline="写完的", by=chief.user)
    if state != "draft":
        workflow.submit(article.latest_revision, by=None)
    if state == "approved":
        workflow.approve(article.latest_revision, by=None)
    address, fields = pressed(client.get("/admin/").content.decode(), "写完的")
    response = client.post(address, fields)
    assert response.url == "/admin/"
    assert fresh(article).is_published


def test_a_text_that_was_changed_meanwhile_is_not_published_unseen():
    editor = desk_of(EDITOR)
    article = make_draft(headline="写完的", by=editor.user)
    address, fields = pressed(editor.get("/admin/").content.decode(), "写完的")
    edited(article, headline="别人改过的")
    said = editor.post(address, fields, follow=True).context["messages"]
    assert [one.level_tag for one in said] == ["error"]
    assert not fresh(article).is_published


def test_what_is_not_ready_or_not_mine_to_publish_has_no_button():
    author, editor = desk_of(AUTHOR), desk_of(EDITOR)
    make_draft(headline="作者的", by=author.user)
    make_draft(headline="没有栏目", by=editor.user, category_id=None)
    for client in (author, editor):
        assert [row.publish for row in panels(client)["drafts"].rows] == [""]


def test_the_chief_sees_what_is_nobodys_turn():
    chief = desk_of(CHIEF)
    taken, free = make_draft(), make_draft(headline="没人接的")
    for article in (taken, free):
        workflow.submit(article.latest_revision, by=None)
    workflow.place(taken, by=None, assignee=chief.user)
    assert texts(panels(chief)["unassigned"]) == ["没人接的"]


def test_an_author_sees_nothing_of_others():
    colleague = make_staff(AUTHOR)
    other = make_draft(headline="别人的稿子", by=colleague)
    workflow.submit(other.latest_revision, by=colleague)
    scheduled = make_draft(headline="别人排期的", by=colleague)
    workflow.publish(scheduled.latest_revision, by=None, at=in_an_hour())
    html = desk_of(AUTHOR).get("/admin/").content.decode()
    assert "别人" not in html


@pytest.mark.parametrize(("role", "most"), [(AUTHOR, 22), (EDITOR, 28), (CHIEF, 30)])
def test_the_queries_do_not_grow_with_the_rows(role, most, django_assert_max_num_queries):
    client = desk_of(role)
    for _ in range(6):
        article = make_draft(by=client.user)
        workflow.publish(article.latest_revision, by=None, at=an_hour_ago())
        workflow.submit(make_draft(by=client.user).latest_revision, by=client.user)
        make_draft(by=client.user)
        workflow.publish(make_draft(by=client.user).latest_revision, by=None, at=in_an_hour())
    with django_assert_max_num_queries(most):
        client.get("/admin/")


# Today, and what is read


def test_articles_of_today_show_readers_likes_and_a_curve_in_words():
    with time_machine.travel(NOON, tick=False):
        article = published()
        for number in range(3):
            counters.record_view(article, visitor=f"{number:032x}")
        counters.toggle_like(article, visitor="f" * 32)
        editor = desk_of(EDITOR)
        (row,) = panels(editor)["today"].rows
        html = editor.get("/admin/").content.decode()
    assert (row.views, row.likes) == (3, 1)
    assert 'role="img" aria-label="每半小时阅读：最高 3，最近 3。"' in html


def test_the_hot_list_says_what_rises():
    with time_machine.travel(NOON, tick=False):
        article = make_article(published_at=NOON - timedelta(days=1))
        for minutes in (20, 40, 100):
            at = NOON - timedelta(minutes=minutes)
            counters.record_view(article, visitor=f"{minutes:032x}", at=at)
        html = desk_of(EDITOR).get("/admin/").content.decode()
    assert "近一小时 2" in html
    assert "上升" in html


# The hours ahead


def moment(hour, minute=0, days=0):
    return NOON.replace(hour=0) + timedelta(days=days, hours=hour - 8, minutes=minute)


def test_the_time_line_marks_gaps_and_collisions():
    times = [moment(14), moment(14, 3), moment(20), moment(9, days=1)]
    with time_machine.travel(NOON, tick=False):
        for at in times:
            workflow.publish(make_draft().latest_revision, by=None, at=at)
        rows = panels(desk_of(EDITOR))["scheduled"].rows
    gaps = [(row.at, row.gap_until) for row in rows if row.gap_until]
    assert gaps == [(moment(14, 3), moment(20)), (moment(9, days=1), moment(22, days=1))]
    assert [row.collides for row in rows if not row.gap_until] == [True, True, False, False]
    assert [row.is_tomorrow for row in rows if not row.gap_until] == [False, False, False, True]


def test_what_comes_after_tomorrow_is_counted():
    with time_machine.travel(NOON, tick=False):
        workflow.publish(make_draft().latest_revision, by=None, at=moment(9, days=5))
        panel = panels(desk_of(EDITOR))["scheduled"]
    assert (panel.total, panel.note) == (1, "之后还有 1 篇。")


def test_a_scheduled_change_stands_on_the_time_line():
    article = published()
    workflow.publish(edited(article, headline="改过的标题"), by=None, at=in_an_hour())
    (row,) = [row for row in panels(desk_of(EDITOR))["scheduled"].rows if not row.gap_until]
    assert row.is_change


# Colleagues


def test_colleagues_steps_are_told_in_words():
    editor, author = desk_of(EDITOR), make_staff(AUTHOR, last_name="林", first_name="见川")
    article = make_draft(headline="夜班", by=author)
    workflow.submit(article.latest_revision, by=author)
    workflow.request_changes(article.latest_revision, by=editor.user, reason="数字请补来源")
    html = editor.get("/admin/").content.decode()
    assert "article." not in html
    (newest, *_rest) = panels(editor)["activity"].rows
    assert (newest.who, newest.word, newest.text) == ("林见川", "送审", "夜班")


def test_an_author_reads_what_happened_to_the_own_articles_alone():
    author, colleague = desk_of(AUTHOR), make_staff(EDITOR)
    own, other = make_draft(headline="自己的", by=author.user), make_draft(headline="别处的")
    for article in (own, other):
        workflow.submit(article.latest_revision, by=None)
        workflow.request_changes(article.latest_revision, by=colleague, reason="再看看")
    assert [(row.text, row.note) for row in panels(author)["activity"].rows] == [
        ("自己的", "再看看")
    ]


def test_the_same_step_again_and_again_is_told_once():
    editor, colleague = desk_of(EDITOR), make_staff(EDITOR)
    article = make_draft()
    for number in range(3):
        content = replace(workflow.content_of(fresh(article)), headline=f"第{number}稿")
        workflow.save_revision(article, content, by=colleague)
    assert len(panels(editor)["activity"].rows) == 1


# The periodic work


def test_publishers_are_told_when_the_periodic_work_ran_and_others_are_not():
    with time_machine.travel(NOON, tick=False):
        TickRun.objects.create(pk=1, ran_at=NOON - timedelta(seconds=34), seconds=0.1)
        assert "定期任务上次运行：34 秒前" in desk_of(EDITOR).get("/admin/").content.decode()
        assert "定期任务" not in desk_of(AUTHOR).get("/admin/").content.decode()


@pytest.mark.parametrize("ran", [None, timedelta(minutes=11)])
def test_a_periodic_work_that_stands_still_is_a_warning_with_advice(ran):
    if ran:
        TickRun.objects.create(pk=1, ran_at=timezone.now() - ran, seconds=0.1)
    assert "manage.py tick" in desk_of(CHIEF).get("/admin/").content.decode()


def test_a_change_that_is_late_is_a_warning_with_advice():
    article = published()
    change = edited(article, headline="改过的标题")
    workflow.publish(change, by=None, at=in_an_hour())
    type(change).objects.filter(pk=change.pk).update(publish_at=an_hour_ago())
    warnings = context(desk_of(EDITOR))["watch"].warnings
    assert any(warning.startswith("有 1 处定时修改") for warning in warnings)


def test_mails_that_wait_too_long_are_a_warning_with_advice():
    hours = timedelta(hours=1)
    for due in (an_hour_ago(), timezone.now()):
        OutgoingMail.objects.create(address="a@example.com", subject="s", text="t", due_at=due)
    OutgoingMail.objects.create(
        address="a@example.com", subject="s", text="t", due_at=an_hour_ago() - hours, sent_at=NOON
    )
    warnings = context(desk_of(EDITOR))["watch"].warnings
    assert any(warning.startswith("有 1 封邮件") for warning in warnings)


def test_example_values_in_the_profile_are_a_warning_to_the_chief():
    chief, editor = desk_of(CHIEF), desk_of(EDITOR)
    assert "示例内容" not in chief.get("/admin/").content.decode()
    SiteProfile.objects.create(pk=1, phone="400-800-8888")
    html = chief.get("/admin/").content.decode()
    assert "示例内容" in html
    assert "/admin/articles/siteprofile/1/change/" in html
    assert "示例内容" not in editor.get("/admin/").content.decode()


# The language


def test_the_desk_speaks_the_chosen_language_and_the_site_its_own():
    editor = desk_of(EDITOR)
    assert "写新稿" in editor.get("/admin/").content.decode()
    response = editor.post("/admin/language/", {"language": "en", "next": "/admin/articles/tag/"})
    assert response.url == "/admin/articles/tag/"
    assert "New article" in editor.get("/admin/").content.decode()
    assert "首页" in editor.get("/").content.decode()
    assert response.cookies["admin_language"]["path"] == "/admin/"


@pytest.mark.parametrize("data", [{}, {"language": "tlh"}, {"next": "https://example.com/"}])
def test_choosing_nonsense_leads_home_and_changes_nothing(data):
    response = desk_of(EDITOR).post("/admin/language/", data)
    assert response.url == "/admin/"
    assert "admin_language" not in response.cookies
