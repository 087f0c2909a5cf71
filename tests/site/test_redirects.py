"""Old addresses: asked for only where nothing else answers."""

import pytest
from django.contrib.auth.models import Permission

from articles.models import Redirect
from portal.roles import CHIEF, EDITOR
from tests.articles.desk import desk_of
from tests.factories import make_article, make_category
from tests.page import find, page, text

pytestmark = pytest.mark.django_db


def make_redirect(old, new):
    Redirect.objects.create(old_path=old, new_path=new)


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("/2020/01/hello/", "/2020/01/hello/"),
        ("/2020/01/hello/", "/2020/01/hello"),
        ("/2020/01/hello", "/2020/01/hello/"),
        ("/2020/01/hello/", "/2020/01/hello/?utm_source=x"),
        ("/旧文章/", "/%E6%97%A7%E6%96%87%E7%AB%A0/"),
        ("/old.php?id=7", "/old.php?id=7"),
        ("/category/old/", "/category/old/"),
    ],
)
def test_an_old_address_leads_to_the_new_one(client, stored, asked):
    make_redirect(stored, "/article/5.html")
    response = client.get(asked)
    assert response.status_code == 301
    assert response.headers["Location"] == "/article/5.html"


def test_a_page_that_exists_is_not_redirected(client):
    make_category(slug="tech")
    make_redirect("/category/tech/", "/elsewhere/")
    assert client.get("/category/tech/").status_code == 200


def test_the_more_exact_address_wins(client):
    make_redirect("/old/?id=1", "/exact/")
    make_redirect("/old/", "/general/")
    assert client.get("/old/?id=1").headers["Location"] == "/exact/"
    assert client.get("/old/?id=2").headers["Location"] == "/general/"


def test_an_imported_number_wins_over_our_own_of_the_same_value(client):
    ours = make_article(pk=12)
    assert client.get("/?p=12").headers["Location"] == ours.get_absolute_url()
    make_redirect("/?p=12", "/article/99.html")
    assert client.get("/?p=12").headers["Location"] == "/article/99.html"


@pytest.mark.parametrize("name", ["page_id", "attachment_id"])
def test_other_numbers_of_wordpress_lead_on_only_if_they_are_known(client, name):
    make_article(pk=12)
    assert client.get(f"/?{name}=12").status_code == 404
    make_redirect(f"/?{name}=12", "/page/about/")
    assert client.get(f"/?{name}=12").status_code == 301


def test_a_redirect_to_the_same_address_in_another_spelling_is_no_loop(client):
    make_redirect("/old", "/old/")
    assert client.get("/old/").status_code == 404


def test_only_reading_is_redirected(client):
    make_redirect("/old/", "/new/")
    assert client.head("/old/").status_code == 301
    assert client.post("/old/").status_code == 404


@pytest.mark.parametrize("path", ["/%00/", "/a%0Ab/", "/" + "x" * 2000, "/?p=%00", "/x/?y=%00"])
def test_what_no_row_can_hold_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_the_table_is_asked_in_one_query(client, django_assert_num_queries):
    make_redirect("/old/", "/new/")
    with django_assert_num_queries(1):
        client.get("/old/")


# Made by hand: one step, no rings, and to other sites by those alone who may.


@pytest.fixture
def chief():
    return desk_of(CHIEF)


def enter(client, old, new):
    return client.post("/admin/articles/redirect/add/", {"old_path": old, "new_path": new})


@pytest.mark.parametrize(
    ("old", "new"),
    [("/a/", "/a"), ("/a", "/a/"), ("/%E6%97%A7/", "/旧/"), ("/旧/", "/%E6%97%A7")],
)
def test_no_address_leads_to_itself(chief, old, new):
    assert enter(chief, old, new).context["errors"]
    assert not Redirect.objects.exists()


def test_no_redirect_closes_a_ring(chief):
    make_redirect("/b/", "/c/")
    make_redirect("/c/", "/d/")
    assert "绕成圈" in enter(chief, "/d/", "/b/").content.decode()
    assert Redirect.objects.count() == 2


def test_a_chain_becomes_one_step(chief, client):
    make_redirect("/b/", "/c/")
    enter(chief, "/a/", "/b/")
    assert Redirect.objects.get(old_path="/a/").new_path == "/c/"
    enter(chief, "/c/", "/d/")
    for old in ("/a/", "/b/", "/c/"):
        assert client.get(old).headers["Location"] == "/d/"


def test_an_address_is_kept_as_it_will_be_asked_for(chief, client):
    enter(chief, "/%E6%97%A7%E5%9D%80/", "/archive/")
    assert client.get("/旧址/").headers["Location"] == "/archive/"


@pytest.mark.parametrize(
    "old", ["x", "//x/", "", "/", "/a#b", "/a\\b", "/a%00b", "/a%0Ab", "https://example.com/"]
)
def test_an_old_address_is_one_of_this_site(chief, old):
    assert enter(chief, old, "/archive/").context["errors"]


@pytest.mark.parametrize(
    "new",
    [
        *("//evil.example/", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)"),
        *("https:evil.example", "https://", "http://[", "https://user:pw@evil.example/", "x"),
    ],
)
def test_a_new_address_is_what_it_looks_like(chief, new):
    assert enter(chief, "/a/", new).context["errors"]
    assert not Redirect.objects.exists()


def test_leading_to_another_site_is_a_right_of_its_own_and_shown(chief):
    enter(chief, "/a/", "https://example.com/x")
    row = page(chief.get("/admin/articles/redirect/"))
    assert "其他网站：example.com" in text(find(row, "td", class_="field-leads_to")[0])
    plain = desk_of(EDITOR)
    for name in ("add", "change", "view"):
        plain.user.user_permissions.add(Permission.objects.get(codename=f"{name}_redirect"))
    assert enter(plain, "/b/", "https://example.com/x").context["errors"]
    assert enter(plain, "/b/", "/a/").context["errors"]  # not by a detour, either
    assert enter(plain, "/b/", "/archive/").status_code == 302


def test_only_who_may_change_redirects_sees_them():
    assert desk_of(EDITOR).get("/admin/articles/redirect/").status_code == 403
