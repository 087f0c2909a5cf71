"""The front page as somebody composed it: in force at its minute, without a hole or a leak."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, JournalEntry
from portal import composing
from portal.composing import Composition
from portal.models import FrontEdition
from portal.roles import AUTHOR, CHIEF, EDITOR, MODERATOR
from tests.articles.desk import desk_of
from tests.factories import an_hour_ago, in_an_hour, make_article, make_category, make_picture
from tests.page import find, page, text
from tests.site.test_front import front, hours_ago, lead, river

pytestmark = pytest.mark.django_db
ADD = "/admin/portal/frontedition/add/"
LIST = "/admin/portal/frontedition/"


@pytest.fixture
def editor():
    return desk_of(EDITOR)


@pytest.fixture
def news():
    """Ten articles, the newest first: 新0 … 新9."""
    return [make_article(headline=f"新{n}", published_at=hours_ago(n + 1)) for n in range(10)]


def edition(*articles, starts_at=None, lead=None, **composed):
    made = FrontEdition.objects.create(starts_at=starts_at or an_hour_ago())
    picks = tuple(article.pk for article in articles)
    composing.compose(made, Composition(lead=lead and lead.pk, picks=picks, **composed), by=None)
    return made


def picks(root):
    (section,) = find(root, "section", aria_labelledby="picks")
    return [text(one) for one in find(section, class_="card__title")]


def sections(root):
    return [text(find(one, "h2")[0]) for one in find(find(root, class_="trio")[0], "section")]


def typed(**changes):
    """What the form posts."""
    when = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    sent = {"name": "", "starts_at": when, "lead_seen": "", "picks_seen": ""}
    return sent | changes


# What readers get


def test_an_edition_says_what_leads_and_what_is_picked(client, news):
    edition(news[7], news[5], lead=news[9])
    root = front(client)
    assert lead(root) == "新9"
    assert picks(root)[:2] == ["新7", "新5"]
    assert not {"新9", "新7", "新5"} & set(river(root))


def test_without_an_edition_and_after_an_automatic_one_it_chooses_by_itself(client, news):
    assert lead(front(client)) == "新0"
    edition(lead=news[4], starts_at=hours_ago(2))
    assert lead(front(client)) == "新4"
    composing.back_to_automatic(by=None)
    assert lead(front(client)) == "新0"


def test_an_edition_begins_at_its_minute_without_any_job(client, news, time_machine):
    edition(lead=news[3], starts_at=hours_ago(2))
    edition(lead=news[6], starts_at=in_an_hour())
    assert lead(front(client)) == "新3"
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    assert lead(front(client)) == "新6"


def test_a_hidden_article_leaves_neither_hole_nor_trace(client, news):
    make_article(headline="精选", is_featured=True, published_at=hours_ago(90))
    edition(news[1], news[2], news[3], news[4], lead=news[9])
    gone = [news[9].pk, news[2].pk]
    Article.objects.filter(pk__in=gone).update(state=Article.State.WITHDRAWN)
    root = front(client)
    assert lead(root) == "精选"
    assert picks(root) == ["新1", "新3", "新4", "新0"]
    assert "新9" not in text(root)
    assert "新2" not in text(root)


def test_a_scheduled_article_waits_for_its_own_minute(client, news, time_machine):
    coming = make_article(headline="明天", published_at=in_an_hour())
    edition(lead=coming)
    assert lead(front(client)) == "新0"
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    assert lead(front(client)) == "明天"


def test_categories_are_put_in_order_and_left_out(client):
    made = [make_category(name=name, position=n) for n, name in enumerate("甲乙丙")]
    for category in made:
        make_article(category=category)
    _a, b, c = (category.pk for category in made)
    edition(sections=(c, b), hidden=frozenset({b}))
    assert sections(front(client)) == ["丙", "甲"]
    menu = text(find(front(client), "nav", class_="nav")[0])
    assert "乙" in menu  # the menu is another matter


def test_the_page_costs_no_more_with_an_edition(client, news, django_assert_max_num_queries):
    edition(*news[1:9], lead=news[9], sections=(news[0].category_id,))
    with django_assert_max_num_queries(12):
        client.get("/")


def test_a_purged_article_leaves_the_edition(client, news):
    edition(news[1], lead=news[2])
    Article.objects.filter(pk=news[2].pk).delete()
    assert lead(front(client)) == "新0"


# Composing


def test_an_editor_composes_without_scripts(editor, news):
    sent = typed(lead_add=news[8].pk, picks_add=[news[3].pk, news[6].pk])
    response = editor.post(ADD, sent)
    assert response.status_code == 302, response.context["errors"]
    made = FrontEdition.objects.get()
    assert Composition.of_edition(made).articles == (news[8].pk, news[3].pk, news[6].pk)
    assert made.made_by == editor.user
    change = reverse("admin:portal_frontedition_change", args=[made.pk])
    rows = [news[3].pk, news[6].pk]
    sent = typed(lead_row=news[8].pk, picks_row=rows, picks_seen=f"{rows[0]},{rows[1]}")
    sent |= {f"picks_place_{rows[0]}": 2, f"picks_place_{rows[1]}": 1}
    assert editor.post(change, sent).status_code == 302
    assert Composition.of_edition(made).picks == (news[6].pk, news[3].pk)
    assert editor.post(change, sent | {"picks_remove": rows[0]}).status_code == 302
    assert Composition.of_edition(made).picks == (news[6].pk,)
    assert lead(front(Client())) == "新8"
    assert JournalEntry.objects.filter(action="frontedition.compose").count() == 3


def test_words_bring_the_form_back_with_what_was_found(editor, news):
    make_article(headline="退潮之后", state=Article.State.WITHDRAWN)
    coming = make_article(headline="退潮之前", published_at=in_an_hour())
    response = editor.post(ADD, typed(lead_find="退潮", name="晚间"))
    assert response.status_code == 200
    form = find(page(response), "form", id="frontedition_form")[0]
    (box,) = find(form, "input", name_="lead_add")
    assert dict(box.attributes)["value"] == str(coming.pk)
    assert "晚间" in response.content.decode()
    assert not FrontEdition.objects.exists()


def test_the_search_finds_published_and_scheduled_articles(editor, news):
    make_article(headline="新稿", state=Article.State.UNPUBLISHED, published_at=None)
    answer = editor.get("/admin/portal/frontedition/pick/", {"q": "新"})
    assert [one["title"] for one in json.loads(answer.content)["results"]] == [
        f"新{n}" for n in range(10)
    ]
    by_number = editor.get("/admin/portal/frontedition/pick/", {"q": str(news[4].pk)})
    assert "新4" in {one["title"] for one in json.loads(by_number.content)["results"]}


@pytest.mark.parametrize("q", ["", " ", "9" * 40, "%", "x" * 5000, "一 二 三 四 五 六 七"])
def test_any_words_are_searched_for(editor, q):
    assert editor.get("/admin/portal/frontedition/pick/", {"q": q}).status_code == 200


def test_the_lead_is_no_pick_and_places_are_counted(editor, news):
    response = editor.post(ADD, typed(lead_add=news[0].pk, picks_add=[news[0].pk]))
    assert response.context["errors"]
    many = [article.pk for article in news[1:]]
    assert editor.post(ADD, typed(picks_add=many)).context["errors"]
    assert not FrontEdition.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"lead_row": ["x", "0", "9" * 40]},
        {"picks_row": "1", "picks_place_1": "9" * 30},
        {"sections_row": ["x", "5"], "sections_place_5": "²", "sections_hidden": "y"},
        {"starts_at": "0000-00-00"},
        {"lead_seen": "1,x,,-4"},
    ],
)
def test_nonsense_is_no_error_of_ours(editor, sent):
    assert editor.post(ADD, typed(**sent)).status_code in (200, 302)
    assert Client().get("/").status_code == 200


# Seen before it is in force


def test_the_composition_is_seen_on_the_real_page_and_nothing_is_saved(editor, news):
    coming = make_article(headline="明天", published_at=in_an_hour(), cover=make_picture())
    later = timezone.localtime(in_an_hour() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    sent = typed(lead_add=coming.pk, starts_at=later, _preview="")
    response = editor.post(ADD, sent)
    assert lead(page(response)) == "明天"
    assert "读者看不到" in text(page(response))
    assert response.headers["Cache-Control"].startswith("private, no-store")
    assert not FrontEdition.objects.exists()
    assert lead(front(Client())) == "新0"


def test_a_preview_with_mistakes_says_so(editor):
    response = editor.post(ADD, typed(starts_at="", _preview=""))
    assert response.status_code == 200
    assert response.context["errors"]
    assert not FrontEdition.objects.exists()


# Who may


@pytest.mark.parametrize(
    ("role", "status"), [(CHIEF, 200), (EDITOR, 200), (AUTHOR, 403), (MODERATOR, 403)]
)
def test_chiefs_and_editors_compose(role, status, news):
    made = edition(lead=news[5])
    client = desk_of(role)
    one = f"{LIST}{made.pk}"
    for address in (LIST, ADD, f"{one}/change/", f"{one}/delete/", f"{LIST}pick/?q=x"):
        assert client.get(address).status_code == status, address
    assert client.post(ADD, typed(_preview="")).status_code == status
    assert client.post(f"{LIST}automatic/").status_code == (302 if status == 200 else 403)
    assert client.get(f"{LIST}automatic/").status_code == (405 if status == 200 else 403)


def test_an_automatic_edition_says_nothing_to_change(editor, news):
    made = composing.back_to_automatic(by=editor.user)
    change = f"{LIST}{made.pk}/change/"
    assert editor.get(change).status_code == 200
    assert editor.post(change, typed(lead_add=news[3].pk)).status_code == 403
    assert editor.post(f"{LIST}{made.pk}/delete/", {"post": "yes"}).status_code == 302


def test_the_list_says_what_is_in_force(editor, news, django_assert_max_num_queries):
    edition(starts_at=hours_ago(3))
    edition(starts_at=hours_ago(2))
    edition(starts_at=in_an_hour())
    with django_assert_max_num_queries(12):
        words = [text(one) for one in find(page(editor.get(LIST)), "td", class_="field-standing")]
    assert words == ["未开始", "生效中", "已过去"]
