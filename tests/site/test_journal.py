"""The journal: who did what, when, to what; searched and exported, and changed by nobody."""

import csv
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from articles import journal, spreadsheets
from articles.admin.acts import act
from articles.models import JournalEntry
from portal import roles
from tests.factories import make_category, make_draft, make_staff, make_tag, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/journalentry/"


@pytest.fixture
def chief(client):
    user = make_staff(roles.CHIEF, username="chief")
    client.force_login(user)
    return user


def exported(client, query=""):
    answer = client.get(f"{LIST}export/{query}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))


def test_an_entry_says_who_did_what_to_what(client, chief):
    tag = make_tag(name="光伏")
    journal.record("tag.merge", tag, by=chief, note="同一个词")
    page = client.get(LIST).content.decode()
    assert "标签：合并" in page
    assert f'href="/admin/articles/tag/{tag.pk}/change/"' in page
    assert "同一个词" in page


def test_an_entry_survives_what_it_speaks_of(client, chief):
    tag = make_tag(name="光伏")
    journal.record("tag.delete", tag, by=make_user(username="gone"))
    tag.delete()
    JournalEntry.objects.get().by.delete()
    page = client.get(LIST).content.decode()
    assert "光伏" in page
    assert "gone" in page


def test_an_act_that_nobody_knows_is_shown_as_its_code():
    assert act("moon.landed") == "moon.landed"


def test_acts_are_said_in_the_readers_language():
    with override("en"):
        assert act("user.sign_in") == "signed in"
        assert act("category.change") == "Category: changed"
    assert act("user.sign_in_failed") == "登录失败"


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?about=account", {"lin"}),
        ("?about=structure", {"科技"}),
        ("?when=today", {"lin", "科技"}),
        ("?q=科技", {"科技"}),
        ("?about=nothing&when=never&person=x", {"lin", "科技", "old"}),
    ],
)
def test_the_list_and_its_export_are_narrowed_alike(client, chief, query, shown):
    journal.record("user.sign_in", make_user(username="lin"), by=None)
    journal.record("category.change", make_category(name="科技"), by=None)
    old = journal.record("user.sign_in", make_user(username="old"), by=None)
    month_ago = timezone.now() - timedelta(days=40)
    JournalEntry.objects.filter(pk=old.pk).update(at=month_ago, kind="x.y")
    assert {row[4] for row in exported(client, query)[1:]} == shown
    page = client.get(f"{LIST}{query}").content.decode()
    assert all(name in page for name in shown)


def test_the_list_of_one_persons_acts(client, chief):
    other = make_user(username="lin")
    journal.record("tag.create", make_tag(name="甲"), by=chief)
    journal.record("tag.create", make_tag(name="乙"), by=other)
    assert {row[4] for row in exported(client, f"?person={other.pk}")[1:]} == {"乙"}


def test_the_export_computes_nothing_in_a_spreadsheet(client, chief):
    journal.record("tag.create", make_tag(name='=HYPERLINK("https://evil.example")'), by=chief)
    assert exported(client)[1][4].startswith("'=")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r", "－", " =", "\n+"])
def test_no_cell_begins_like_a_formula(start):
    assert spreadsheets.safe_cell(f"{start}1").startswith("'")


@pytest.mark.parametrize("value", [12, -3.5, None, "标题", "1-2", ""])
def test_other_cells_stay_as_they_are(value):
    assert spreadsheets.safe_cell(value) == value


def test_nobody_changes_or_deletes_an_entry(admin_client):
    entry = journal.record("tag.create", make_tag(), by=None)
    one = f"{LIST}{entry.pk}"
    assert admin_client.get(f"{one}/change/").status_code == 200
    for address in (f"{one}/change/", f"{one}/delete/", f"{LIST}add/"):
        assert admin_client.post(address, {"note": "x", "post": "yes"}).status_code == 403
    assert JournalEntry.objects.get(pk=entry.pk).note == ""


@pytest.mark.parametrize(
    ("role", "status"), [(roles.CHIEF, 200), (roles.EDITOR, 200), (roles.AUTHOR, 403)]
)
def test_whoever_may_see_the_journal_may_export_it(client, role, status):
    client.force_login(make_staff(role))
    assert client.get(f"{LIST}export/").status_code == status


def test_a_filter_that_does_not_exist_leads_back_to_the_list(client, chief):
    assert client.get(f"{LIST}export/?by__password__regex=x").status_code in (302, 400)


def test_the_list_takes_the_same_queries_for_few_and_many(
    client, chief, django_assert_max_num_queries
):
    for _number in range(60):
        journal.record("tag.create", make_tag(), by=chief)
    with django_assert_max_num_queries(12):
        client.get(LIST)


def test_rights_given_and_taken_are_noted(admin_client):
    user = make_staff(roles.AUTHOR, username="lin")
    editor = make_staff(roles.EDITOR).groups.get()
    form = {"username": "lin", "last_name": "", "first_name": "", "email": "", "is_active": "on"}
    address = f"/admin/articles/user/{user.pk}/change/"
    admin_client.post(address, form | {"groups": [editor.pk]})
    entry = JournalEntry.objects.get(action="user.rights")
    assert entry.data == {"before": {"groups": ["author"]}, "after": {"groups": ["editor"]}}
    admin_client.post(address, {k: v for k, v in form.items() if k != "is_active"})
    entry = JournalEntry.objects.filter(action="user.rights").latest("pk")
    assert entry.data["before"] == {"is_active": True, "groups": ["editor"]}
    assert entry.data["after"] == {"is_active": False, "groups": []}


def test_the_history_of_a_draft_outlives_the_draft(client, chief):
    article = make_draft(headline="会消失的稿件")
    JournalEntry.objects.filter(object_id=article.pk).update(by=chief)
    article.delete()
    assert "会消失的稿件" in client.get(f"{LIST}?about=article").content.decode()
