"""Standing pages, and the links around every page."""

import pytest

from portal.models import StandingPage
from tests.factories import in_an_hour, make_article, make_category
from tests.page import find, links, page, text

pytestmark = pytest.mark.django_db


def make_page(title, **given):
    slug = given.pop("slug", title)
    return StandingPage.objects.create(title=title, slug=slug, body="<p>正文</p>", **given)


def test_a_standing_page_shows_its_text(client):
    make_page("关于我们", slug="about")
    root = page(client.get("/page/about/"))
    assert text(find(root, "h1")[0]) == "关于我们"
    assert text(find(root, class_="prose")[0]) == "正文"
    assert text(find(root, "title")[0]) == "关于我们 - Portal"


def test_a_page_knows_its_place_and_its_children(client):
    top = make_page("关于", slug="about")
    middle = make_page("团队", slug="team", parent=top)
    make_page("记者", slug="reporters", parent=middle)
    make_page("草稿", slug="draft", parent=middle, is_published=False)
    root = page(client.get("/page/team/"))
    assert links(find(root, class_="crumbs")[0]) == ["/", "/page/about/"]
    assert links(find(root, class_="subpages")[0]) == ["/page/reporters/"]


def test_an_unpublished_page_does_not_exist(client):
    parent = make_page("草稿", slug="draft", is_published=False)
    make_page("孩子", slug="child", parent=parent)
    assert client.get("/page/draft/").status_code == 404
    crumbs = find(page(client.get("/page/child/")), class_="crumbs")[0]
    assert links(crumbs) == ["/"]


def test_a_ring_of_parents_ends(client):
    one = make_page("一", slug="one")
    two = make_page("二", slug="two", parent=one)
    StandingPage.objects.filter(pk=one.pk).update(parent=two)
    assert client.get("/page/one/").status_code == 200


def test_the_footer_has_the_pages_that_belong_there_in_their_order(client):
    make_page("二", slug="b", is_in_footer=True, position=2)
    make_page("一", slug="a", is_in_footer=True, position=1)
    make_page("不在", slug="c")
    make_page("草稿", slug="d", is_in_footer=True, is_published=False)
    about = find(page(client.get("/search/")), "nav", aria_labelledby="foot-about")[0]
    assert links(about) == ["/page/a/", "/page/b/", "/archive/", "/corrections/"]


def test_the_masthead_has_the_top_categories_in_their_order(client):
    second = make_category(slug="b", position=2)
    make_article(category=make_category(slug="a", position=1))
    make_article(category=make_category(slug="child", parent=second))
    nav = find(page(client.get("/search/")), "nav", class_="nav")[0]
    assert links(nav) == ["/", "/category/a/", "/category/b/"]


def test_the_masthead_leaves_out_categories_with_nothing_to_read(client):
    make_category()
    make_article(published_at=in_an_hour())
    nav = find(page(client.get("/search/")), "nav", class_="nav")[0]
    assert links(nav) == ["/"]
