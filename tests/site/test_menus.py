"""The menus of masthead and footer: the desk's own, or automatic."""

import pytest
from django.test import Client
from django.urls import reverse

from articles import freshness
from articles.models import Topic
from portal.models import MenuItem, StandingPage
from portal.roles import AUTHOR, CHIEF, EDITOR
from tests.articles.desk import desk_of
from tests.factories import make_article, make_category
from tests.page import attribute, find, links, page, text

pytestmark = pytest.mark.django_db
ADD = "/admin/portal/menuitem/add/"
ARRANGE = "/admin/portal/menuitem/arrange/"


@pytest.fixture
def chief():
    return desk_of(CHIEF)


def masthead(client):
    return find(page(client.get("/")), "nav", class_="nav")[0]


def footer(client):
    return find(page(client.get("/")), "nav", aria_labelledby="foot-about")[0]


def names(menu):
    return [text(one) for one in find(menu, "a")]


def test_an_empty_masthead_shows_the_categories_with_something_to_read(client):
    make_article(category=make_category(name="科技"))
    make_category(name="空的")
    assert names(masthead(client)) == ["首页", "科技"]


def test_the_desks_own_links_take_the_place_of_the_categories(client):
    tech = make_category(name="科技", slug="tech")
    make_article(category=tech)
    about = StandingPage.objects.create(title="关于", slug="about")
    topic = Topic.objects.create(name="两会", slug="two", is_published=True)
    make = MenuItem.objects.create
    make(target="topic", topic=topic, position=1)
    make(target="page", page=about, label="我们", position=2)
    make(target="address", address="https://example.com/x", label="外站", position=0)
    make(target="category", category=tech, position=3)
    menu = masthead(client)
    assert names(menu) == ["首页", "外站", "两会", "我们", "科技"]
    assert links(menu)[1:] == [
        "https://example.com/x",
        "/topic/two/",
        "/page/about/",
        "/category/tech/",
    ]
    assert not find(menu, "a", target=True)
    of_section = find(page(client.get("/category/tech/")), "nav", class_="nav")[0]
    (current,) = [one for one in find(of_section, "a") if attribute(one, "aria-current")]
    assert text(current) == "科技"


def test_the_footer_has_a_menu_of_its_own(client):
    StandingPage.objects.create(title="关于", slug="about", is_in_footer=True)
    assert names(footer(client))[0] == "关于"
    MenuItem.objects.create(menu="footer", target="address", address="/archive/", label="旧闻")
    assert names(footer(client)) == ["旧闻"]
    assert names(masthead(client)) == ["首页"]


def test_what_readers_may_not_see_is_no_link(client):
    topic = Topic.objects.create(name="暗", slug="dark")
    hidden = StandingPage.objects.create(title="藏", slug="hidden", is_published=False)
    make_article(category=make_category(name="科技"))
    MenuItem.objects.create(target="topic", topic=topic)
    MenuItem.objects.create(target="page", page=hidden)
    assert names(masthead(client)) == ["首页", "科技"]


def test_a_link_is_made_by_form_and_told_to_all_pages(chief):
    category = make_category(name="科技")
    before = freshness.versions("site")["site"]
    form = {"menu": "masthead", "target": "category", "category": category.pk, "label": ""}
    # What was typed for another target does not count.
    assert chief.post(ADD, form | {"address": "javascript:alert(1)"}).status_code == 302
    item = MenuItem.objects.get()
    assert (item.category, item.address) == (category, "")
    assert freshness.versions("site")["site"] > before


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/\\evil.example",
        "/\tx",
        "mailto:a@example.com",
        "ftp://example.com/",
        "",
    ],
)
def test_a_link_leads_to_this_site_or_the_web_alone(chief, address):
    form = {"menu": "masthead", "target": "address", "address": address, "label": "链接"}
    response = chief.post(ADD, form)
    assert response.status_code == 200
    assert response.context["errors"]
    assert not MenuItem.objects.exists()


def test_a_target_that_is_missing_is_asked_for(chief):
    for target in ("category", "topic", "page", "address", "x", ""):
        response = chief.post(ADD, {"menu": "footer", "target": target})
        assert response.status_code == 200, target
        assert response.context["errors"], target


def test_the_masthead_takes_ten_links(chief):
    for place in range(10):
        MenuItem.objects.create(target="address", address="/x/", label="x", position=place)
    form = {"target": "address", "address": "/y/", "label": "y"}
    assert chief.post(ADD, form | {"menu": "masthead"}).context["errors"]
    assert chief.post(ADD, form | {"menu": "footer"}).status_code == 302


def test_each_menu_is_put_in_order(chief, client):
    for menu in ("masthead", "footer"):
        for place, label in enumerate("甲乙丙"):
            MenuItem.objects.create(
                menu=menu, target="address", address="/x/", label=label, position=place
            )
    html = page(chief.get(ARRANGE))
    sent = {"was": attribute(find(html, "input", name_="was")[0], "value")}
    sent["row"] = [attribute(one, "value") for one in find(html, "input", name_="row")]
    for number, pk in enumerate(sent["row"]):
        sent[f"place_{pk}"] = number % 3 + 1
    sent[f"place_{sent['row'][2]}"] = 1  # the last of the masthead comes first
    sent[f"place_{sent['row'][3]}"] = 9  # the first of the footer goes last
    assert chief.post(ARRANGE, sent).status_code == 302
    assert names(masthead(client)) == ["首页", "丙", "甲", "乙"]
    assert names(footer(client)) == ["乙", "丙", "甲"]
    response = chief.post(ARRANGE, sent, follow=True)
    assert "这期间同事改动了列表" in response.content.decode()


def test_menus_cost_no_page_a_query(client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_article(category=make_category())
    with CaptureQueriesContext(connection) as before:
        client.get("/")
    for place in range(6):
        topic = Topic.objects.create(name=f"{place}", slug=f"t{place}", is_published=True)
        MenuItem.objects.create(target="topic", topic=topic, position=place)
    with django_assert_num_queries(len(before)):
        client.get("/")


@pytest.mark.parametrize("role", [EDITOR, AUTHOR])
def test_menus_are_the_chiefs(role):
    client = desk_of(role)
    item = MenuItem.objects.create(target="address", address="/x/", label="x")
    change = reverse("admin:portal_menuitem_change", args=[item.pk])
    for address in (ADD, change, ARRANGE, "/admin/portal/menuitem/"):
        assert client.get(address).status_code == 403, address
    assert Client().get("/").status_code == 200
