"""Acting on many at once: each through its own verb, and a line about each that was refused."""

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, DeskSettings, JournalEntry, Tag
from articles.workflow import DeskState, desk_state
from portal.roles import AUTHOR, EDITOR
from tests.articles.desk import address, desk_of, edited, fresh, published
from tests.factories import in_an_hour, make_category, make_draft, make_tag

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


def act(client, action, *articles, query="", **more):
    ids = [article.pk for article in articles]
    data = {"action": action, "_selected_action": ids} | more
    response = client.post(f"{LIST}{query}", data, follow=True)
    assert response.status_code == 200
    return response


def tags_of(article):
    return set(fresh(article).article_tags.values_list("tag__name", flat=True))


def test_moving_asks_where_and_moves_drafts_and_public_ones_at_once(editor):
    draft, public = make_draft(), published()
    scheduled = workflow.publish(make_draft().latest_revision, by=None, at=in_an_hour())
    time = scheduled.published_at
    there = make_category()
    assert "category" in act(editor, "move", draft, public).context["form"].fields
    act(editor, "move", draft, public, scheduled, category=there.pk)
    for article in (draft, public, scheduled):
        assert fresh(article).category == there
        assert fresh(article).latest_revision.created_by == editor.user
    assert fresh(public).live_revision == fresh(public).latest_revision
    assert desk_state(fresh(scheduled)) == DeskState.SCHEDULED
    assert fresh(scheduled).published_at == time


def test_what_waits_already_keeps_waiting_and_the_report_says_so(editor):
    article = published(headline="有改动的稿子")
    edited(article, headline="改动")
    response = act(editor, "move", article, category=make_category().pk)
    assert fresh(article).category == article.category
    assert fresh(article).latest_revision.get("category_id") != article.category_id
    assert "发布后读者可见" in response.content.decode()


def test_under_four_eyes_a_move_waits_for_somebody_else(editor):
    DeskSettings.objects.create(pk=1, four_eyes=True)
    article, there = published(), make_category()
    act(editor, "move", article, category=there.pk)
    assert fresh(article).category == article.category
    other = desk_of(EDITOR)
    act(other, "publish", article)
    assert fresh(article).category == there


def test_tags_are_added_and_taken_off(editor):
    kept, lost = make_tag(name="留"), make_tag(name="去")
    article = make_draft(tag_ids=(kept.pk, lost.pk))
    act(editor, "add_tags", article, tags="新词、留")
    assert tags_of(article) == {"留", "去", "新词"}
    act(editor, "remove_tags", article, tags="去")
    assert tags_of(article) == {"留", "新词"}
    assert act(editor, "remove_tags", article, tags="没有的").context["form"].errors
    assert act(editor, "add_tags", article, tags="").context["form"].errors
    assert not Tag.objects.filter(name="没有的").exists()


def test_assigning_and_taking_back(editor):
    colleague = desk_of(AUTHOR).user
    articles = [make_draft(), published()]
    act(editor, "assign", *articles, person=colleague.pk)
    assert {fresh(article).assignee for article in articles} == {colleague}
    act(editor, "assign", *articles, person="")
    assert {fresh(article).assignee for article in articles} == {None}
    assert JournalEntry.objects.filter(action="article.assign").count() == 4


def test_trash_and_back_each_in_its_own_list(editor):
    draft, public = make_draft(), published(headline="在线的")
    response = act(editor, "trash", draft, public)
    assert [line.article for line in response.context["refused"]] == [public]
    assert address(public) in response.content.decode()
    assert desk_state(fresh(draft)) == DeskState.TRASHED
    act(editor, "untrash", draft)  # not offered outside the trash
    assert desk_state(fresh(draft)) == DeskState.TRASHED
    act(editor, "untrash", draft, query="?desk=trashed")
    assert desk_state(fresh(draft)) == DeskState.DRAFT


def test_a_report_leads_back_to_the_list_as_it_was(editor):
    lacking = make_draft(category_id=None)
    response = act(editor, "publish", lacking, query="?desk=draft")
    assert f'href="{LIST}?desk=draft"' in response.content.decode()


def test_an_author_changes_the_own_ones_alone(author):
    own, other = make_draft(by=author.user), make_draft()
    there = make_category()
    act(author, "move", own, other, category=there.pk)
    assert fresh(own).category == there
    assert fresh(other).category == other.category
    for action, more in (("assign", {"person": author.user.pk}), ("publish", {})):
        act(author, action, own, **more)
    assert fresh(own).assignee is None
    assert not Article.objects.published().exists()


@pytest.mark.parametrize("value", ["", "x", "9" * 30, "\x00"])
@pytest.mark.parametrize(
    ("action", "field"), [("move", "category"), ("add_tags", "tags"), ("assign", "person")]
)
def test_nonsense_is_answered_with_the_form(editor, action, field, value):
    article = make_draft()
    data = {"action": action, "_selected_action": [article.pk], field: value}
    assert editor.post(LIST, data, follow=True).status_code in (200, 400)
    assert fresh(article).category == article.category


# One row at a time


def test_a_finished_draft_is_published_from_its_row(editor):
    article, lacking = make_draft(), make_draft(category_id=None)
    walled = workflow.place(make_draft(), by=None, embargo_until=in_an_hour())
    page = editor.get(LIST, {"desk": "draft"}).content.decode()
    assert address(article, "publish") in page
    assert address(lacking, "publish") not in page
    assert address(walled, "publish") not in page
    seen = {"revision": article.latest_revision_id}
    answer = editor.post(f"{address(article, 'publish')}?back=desk%3Ddraft", seen)
    assert answer.url == f"{LIST}?desk=draft"
    assert fresh(article).is_published


def test_a_row_publishes_only_what_was_seen(editor):
    article = make_draft()
    seen = {"revision": article.latest_revision_id}
    edited(article, headline="又改了")
    page = editor.post(address(article, "publish"), seen, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert not Article.objects.published().exists()
    assert editor.post(address(article, "publish"), {"revision": "x"}).status_code == 404


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/", "\r\nX: 1", "%"])
def test_the_way_back_leads_nowhere_else(editor, back):
    article = make_draft()
    seen = {"revision": article.latest_revision_id}
    path = address(article, "publish")
    answer = editor.post(path, seen, query_params={"back": back})
    assert answer.url.split("?")[0] == LIST


def test_a_copy_is_a_new_draft_with_a_mark_and_without_numbers(author, editor):
    tag = make_tag()
    article = published(headline="长" * 200, tag_ids=(tag.pk,))
    answer = editor.post(address(article, "duplicate"))
    copy = Article.objects.latest("pk")
    assert answer.url == address(copy)
    assert copy.headline.endswith("（副本）")
    assert len(copy.headline) == 200
    assert (copy.body, copy.created_by) == (article.body, editor.user)
    assert tags_of(copy) == {tag.name}
    assert desk_state(copy) == DeskState.DRAFT
    assert author.post(address(article, "duplicate")).status_code == 404
    assert address(article, "duplicate") in editor.get(address(article)).content.decode()


# Quick edit


def quick(client, article, **changes):
    form = client.get(address(article, "quick")).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    if at := values.get("planned_for"):
        values["planned_for"] = f"{at:%Y-%m-%dT%H:%M}"
    return client.post(f"{address(article, 'quick')}?back=desk%3Ddraft", values | changes)


def test_quick_edit_changes_a_few_fields_and_leads_back(editor):
    article, there = make_draft(), make_category()
    colleague = desk_of(AUTHOR).user
    answer = quick(
        editor,
        article,
        headline=" 新  题 ",
        category=there.pk,
        tags="新词",
        assignee=colleague.pk,
        planned_for="2031-02-03T04:05",
    )
    assert answer.url == f"{LIST}?desk=draft"
    row = fresh(article)
    assert (row.headline, row.category, row.assignee) == ("新 题", there, colleague)
    assert f"{timezone.localtime(row.planned_for):%Y-%m-%d %H:%M}" == "2031-02-03 04:05"
    assert tags_of(article) == {"新词"}
    assert row.body == article.body


def test_nothing_changed_makes_no_revision(editor):
    article = make_draft(tag_ids=(make_tag().pk,))
    workflow.place(article, by=None, planned_for=in_an_hour().replace(second=0, microsecond=0))
    quick(editor, article)
    assert article.revisions.count() == 1
    assert not JournalEntry.objects.filter(by=editor.user, action="article.place").exists()


def test_a_headline_that_readers_know_waits_and_its_filing_does_not(editor):
    article, there = published(headline="旧题"), make_category()
    quick(editor, article, category=there.pk)
    assert fresh(article).category == there
    quick(editor, article, headline="新题")
    assert fresh(article).headline == "旧题"
    assert fresh(article).latest_revision.headline == "新题"


def test_who_comes_second_is_told_and_decides(editor):
    article = make_draft(headline="原题")
    form = {"headline": "我的题", "base": article.latest_revision_id, "tags": "", "category": ""}
    edited(article, headline="同事的题")
    page = editor.post(address(article, "quick"), form)
    assert "同事的题" in page.content.decode()
    assert page.context["form"]["headline"].value() == "我的题"
    assert fresh(article).headline == "同事的题"
    again = form | {"base": page.context["form"]["base"].value()}
    assert editor.post(address(article, "quick"), again).status_code == 302
    assert fresh(article).headline == "我的题"


def test_an_author_has_no_field_for_assigning(author):
    article = make_draft(by=author.user)
    quick(author, article, headline="作者改", assignee=author.user.pk)
    assert fresh(article).headline == "作者改"
    assert fresh(article).assignee is None
