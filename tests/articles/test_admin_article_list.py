"""The list of articles: columns, filters, bulk actions, and no more queries for more rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import Article, ArticleCounter, JournalEntry
from articles.workflow import DeskState, desk_state
from portal.roles import AUTHOR, EDITOR
from tests.articles.desk import address, desk_of, edited, published
from tests.factories import (
    an_hour_ago,
    in_an_hour,
    make_article,
    make_author,
    make_category,
    make_draft,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


def listed(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200, response
    return list(response.context["cl"].result_list)


def act(client, action, *articles, **more):
    ids = [article.pk for article in articles]
    return client.post(LIST, {"action": action, "_selected_action": ids} | more, follow=True)


def test_a_row_says_what_the_desk_must_know(editor):
    article = published(
        headline="潮汐电站并网",
        author_ids=(make_author(name="林见川").pk,),
        category_id=make_category(name="科技").pk,
        responsible_editor="于存真",
        editor_code="zx0176",
    )
    ArticleCounter.objects.filter(article=article).update(views_base=48213, comments=7)
    workflow.place(article, by=None, is_pinned=True)
    html = editor.get(LIST).content.decode()
    for words in (
        "潮汐电站并网",
        "●",
        "已发布",
        "科技",
        "林见川",
        "于存真 zx0176",
        "48,213",
        ">7<",
        "置顶",
    ):
        assert words in html


def test_a_waiting_change_is_shown_beside_the_state(editor):
    article = published()
    workflow.submit(workflow.restore(article.latest_revision, by=None), by=None)
    assert "◐" in editor.get(LIST, {"desk": "published"}).content.decode()
    assert listed(editor, desk="in_review") == [article]


@pytest.mark.parametrize("state", DeskState.values)
def test_the_state_filter_finds_what_is_in_that_state(editor, state):
    draft = make_draft()
    archived = workflow.archive(make_draft(), by=None)
    withdrawn = workflow.withdraw(published(), by=None)
    scheduled = workflow.publish(make_draft().latest_revision, by=None, at=in_an_hour())
    public = published()
    retracted = workflow.retract(published(), by=None)
    thrown_away = workflow.trash(make_draft(), by=None)
    reviewed, sent_back, approved = make_draft(), make_draft(), make_draft()
    for article in (reviewed, sent_back, approved):
        workflow.submit(article.latest_revision, by=None)
    workflow.request_changes(sent_back.latest_revision, by=None, reason="")
    workflow.approve(approved.latest_revision, by=None)
    expected = {
        "draft": draft,
        "in_review": reviewed,
        "sent_back": sent_back,
        "approved": approved,
        "scheduled": scheduled,
        "published": public,
        "withdrawn": withdrawn,
        "retracted": retracted,
        "archived": archived,
        "trashed": thrown_away,
    }
    assert listed(editor, desk=state) == [expected[state]]


def test_a_category_filter_covers_its_children(editor):
    parent = make_category()
    child = make_category(parent=parent)
    inside, _other = make_draft(category_id=child.pk), make_draft()
    assert listed(editor, category=parent.pk) == [inside]


def test_filters_by_author_whose_and_date(editor):
    byline = make_author()
    signed, mine = make_draft(author_ids=(byline.pk,)), make_draft(by=editor.user)
    old = make_article(published_at=timezone.now() - timedelta(days=40))
    assert listed(editor, author=byline.pk) == [signed]
    assert listed(editor, whose="mine") == [mine]
    assert set(listed(editor, when="today")) == {signed, mine}
    assert old not in listed(editor, when="month")


@pytest.mark.parametrize(
    "query",
    [
        {"desk": "nonsense"},
        {"category": "x"},
        {"category": "9" * 30},
        {"author": "-1"},
        {"when": "'"},
        {"whose": "all"},
        {"assignee": "9" * 30},
        {"assignee": "x"},
        {"q": "\x00"},
        {"q": "9" * 40},
        {"p": "9" * 30},
        {"p": "x"},
        {"published_at__year": "9999"},
        {"published_at__year": "2025", "published_at__month": "13"},
        {"published_at__year": "x"},
        {"published_at__month": "2"},
        {"state": "published"},
        {"nonsense__field": "1"},
    ],
)
def test_no_address_of_the_list_breaks_it(editor, query):
    make_draft()
    assert editor.get(LIST, query, follow=True).status_code in (200, 400, 404)


def test_what_is_put_away_is_listed_when_asked_for_and_found_by_search(editor):
    draft = make_draft(headline="潮汐")
    archived = workflow.archive(make_draft(headline="旧潮汐"), by=None)
    thrown = workflow.trash(make_draft(headline="废潮汐"), by=None)
    assert listed(editor) == [draft]
    assert listed(editor, desk="archived") == [archived]
    assert listed(editor, desk="trashed") == [thrown]
    assert listed(editor, q="潮汐") == [archived, draft]


def test_filters_by_whose_turn_it_is_and_by_changes_waiting(editor):
    colleague = desk_of(AUTHOR).user
    mine, theirs, nobodys = make_draft(), make_draft(), published()
    workflow.assign(mine, by=None, to=editor.user)
    workflow.assign(theirs, by=None, to=colleague)
    edited(nobodys, headline="还在改")
    edited(mine, headline="也在改")
    assert listed(editor, assignee="me") == [mine]
    assert listed(editor, assignee=colleague.pk) == [theirs]
    assert listed(editor, assignee="nobody") == [nobodys]
    assert listed(editor, desk="changes") == [nobodys]
    page = editor.get(LIST, {"assignee": "me"})
    assert editor.user.display_name in page.content.decode()


def test_an_authors_menus_name_no_colleague():
    author = desk_of(AUTHOR)
    colleague = desk_of(EDITOR).user
    workflow.assign(make_draft(by=author.user), by=None, to=author.user)
    assert f"assignee={colleague.pk}" not in author.get(LIST).content.decode()
    assert len(listed(author, assignee="me")) == 1


def test_the_times_of_a_row_are_those_that_matter(editor):
    draft, waiting = make_draft(), published()
    at = timezone.localtime().replace(2031, 2, 3, 4, 5)
    workflow.place(draft, by=None, planned_for=at, embargo_until=at.replace(minute=6))
    workflow.publish(edited(waiting), by=None, at=at.replace(minute=7))
    html = editor.get(LIST).content.decode()
    for minute in (5, 6, 7):
        assert f"2031-02-03 04:0{minute}" in html


def test_search_finds_by_headline_and_by_id(editor):
    article, _other = make_draft(headline="社区食堂的菜单"), make_draft()
    assert listed(editor, q="食堂") == [article]
    assert listed(editor, q=str(article.pk)) == [article]


def test_dates_lead_from_years_to_days(editor):
    article = make_article(published_at=timezone.localtime().replace(2024, 2, 29))
    make_article(published_at=timezone.localtime().replace(2022, 1, 2))
    steps = editor.get(LIST).context["cl"].date_steps
    assert [step.name for step in steps.choices] == ["2024", "2023", "2022"]
    in_2024 = {"published_at__year": 2024, "published_at__month": 2}
    steps = editor.get(LIST, in_2024).context["cl"].date_steps
    assert len(steps.choices) == 29
    assert listed(editor, **in_2024) == [article]


def test_published_articles_come_by_their_date(editor):
    newer = make_article(published_at=an_hour_ago())
    older = make_article(published_at=an_hour_ago() - timedelta(days=1))
    assert listed(editor, desk="published") == [newer, older]


def test_more_rows_take_no_more_queries(editor):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            editor.get(LIST)
        return len(captured)

    category, author = make_category(), make_author()
    for _ in range(5):
        make_draft(category_id=category.pk, author_ids=(author.pk,), by=editor.user)
    queries()  # the first of a session also notes that the person is here
    few = queries()
    for _ in range(45):
        make_draft(category_id=make_category().pk, author_ids=(make_author().pk,))
    assert queries() == few <= 20


@pytest.mark.parametrize(
    "query",
    [{"desk": state} for state in (*DeskState.values, "changes")]
    + [
        {"assignee": "me"},
        {"assignee": "nobody"},
        {"whose": "mine"},
        {"when": "week"},
        {"q": "题"},
    ],
    ids=lambda query: "=".join(*query.items()),
)
def test_no_filter_costs_more(editor, query, django_assert_max_num_queries):
    published()
    workflow.assign(make_draft(by=editor.user), by=None, to=editor.user)
    with django_assert_max_num_queries(20):
        assert editor.get(LIST, query).status_code == 200


def test_no_body_is_read_for_the_list(editor):
    make_draft(body="<p>不读这一段</p>")
    with CaptureQueriesContext(connection) as captured:
        editor.get(LIST)
    assert not any('"body"' in query["sql"] for query in captured)


def test_counting_stops_where_nobody_pages(editor, monkeypatch):
    monkeypatch.setattr("articles.admin.article_list.COUNTED", 3)
    for _ in range(5):
        make_draft()
    response = editor.get(LIST)
    assert response.context["cl"].result_count == 3
    assert "后面还有" in response.content.decode()


# Bulk actions


def test_publishing_in_bulk_reports_each_refusal(editor):
    ready, lacking = make_draft(headline="齐了"), make_draft(headline="还缺", category_id=None)
    response = act(editor, "publish", ready, lacking)
    assert Article.objects.get(pk=ready.pk).is_published
    assert not Article.objects.get(pk=lacking.pk).is_published
    assert [line.article for line in response.context["done"]] == [ready]
    refused = response.context["refused"][0]
    assert refused.article == lacking
    assert "栏目" in refused.text
    assert address(lacking) in response.content.decode()


def test_withdrawing_in_bulk_asks_for_the_reason_first(editor):
    article = published()
    response = act(editor, "withdraw", article)
    assert Article.objects.get(pk=article.pk).is_published
    assert "reason" in response.content.decode()
    assert "请写明原因" in act(editor, "withdraw", article, reason=" ").content.decode()
    act(editor, "withdraw", article, reason="失实")
    assert desk_state(Article.objects.get(pk=article.pk)) == DeskState.WITHDRAWN
    assert JournalEntry.objects.get(action="article.withdraw").note == "失实"


@pytest.mark.parametrize(
    ("action", "field", "value"),
    [
        ("pin", "is_pinned", True),
        ("unpin", "is_pinned", False),
        ("feature", "is_featured", True),
        ("unfeature", "is_featured", False),
    ],
)
def test_placing_in_bulk(editor, action, field, value):
    article = published()
    Article.objects.filter(pk=article.pk).update(**{field: not value})
    act(editor, action, article)
    assert getattr(Article.objects.get(pk=article.pk), field) is value
    assert JournalEntry.objects.filter(action="article.place").exists()


@pytest.mark.parametrize("action", ["publish", "withdraw", "pin", "feature", "delete_selected"])
def test_an_authors_forged_action_does_nothing(action):
    author = desk_of(AUTHOR)
    own, other = make_draft(by=author.user), published()
    act(author, action, own, other, reason="?", post="yes")
    assert desk_state(Article.objects.get(pk=own.pk)) == DeskState.DRAFT
    assert Article.objects.get(pk=other.pk).is_published
    assert not Article.objects.filter(is_pinned=True).exists()
    assert Article.objects.count() == 2


def test_no_more_than_a_handful_at_once(editor, monkeypatch):
    monkeypatch.setattr("articles.admin.bulk.AT_ONCE", 1)
    articles = [make_draft(), make_draft()]
    act(editor, "publish", *articles)
    assert not Article.objects.published().exists()


def test_an_author_lists_the_own_articles_alone():
    author = desk_of(AUTHOR)
    own, _other = make_draft(by=author.user), make_draft()
    signed = make_draft(author_ids=(make_author(user=author.user).pk,))
    assert listed(author) == [signed, own]
