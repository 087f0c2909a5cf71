"""Old addresses: asked for only where nothing else answers."""

import pytest

from articles.models import Redirect
from tests.factories import make_article, make_category

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
