"""A category's page, and what all numbered lists have in common."""

import pytest

from articles.models import Article
from tests.factories import an_hour_ago, in_an_hour, make_article, make_author, make_category
from tests.page import attribute, find, links, meta, page, text

pytestmark = pytest.mark.django_db


def titles(response):
    river = find(page(response), class_="river")
    return [text(one) for one in find(river[0], class_="card__title")] if river else []


def test_it_lists_its_own_and_its_childrens_articles_newest_first(client):
    parent = make_category(slug="tech")
    child = make_category(slug="chips", parent=parent)
    at = an_hour_ago()
    make_article(headline="一", category=parent, published_at=at)
    make_article(headline="二", category=child, published_at=at)
    make_article(headline="别处")
    assert titles(client.get("/category/tech/")) == ["二", "一"]
    assert titles(client.get("/category/chips/")) == ["二"]


@pytest.mark.parametrize("hidden", [{"state": "withdrawn"}, {"published_at": in_an_hour()}])
def test_hidden_articles_are_not_listed(client, hidden):
    category = make_category(slug="tech")
    make_article(category=category, **hidden)
    assert titles(client.get("/category/tech/")) == []


def test_an_empty_category_says_so(client):
    make_category(slug="tech")
    response = client.get("/category/tech/")
    assert response.status_code == 200
    assert "这里还没有文章" in response.content.decode()


def test_topics_description_and_authors_stand_beside_the_list(client):
    parent = make_category(name="科技", slug="tech", description="芯片与模型")
    make_category(name="芯片", slug="chips", parent=parent)
    author = make_author(name="林见川", slug="lin", role="科技记者")
    make_article(category=parent, authors=[author])
    root = page(client.get("/category/tech/"))
    assert text(find(root, class_="intro")[0]).startswith("科技 芯片与模型")
    assert links(find(root, class_="topics")[0]) == ["/category/chips/"]
    assert "/author/lin/" in links(find(root, class_="side")[0])


def test_the_masthead_marks_where_the_reader_is(client):
    parent = make_category(name="科技", slug="tech")
    child = make_category(slug="chips", parent=parent)
    article = make_article(category=child)
    places = {"/category/tech/": "page", "/category/chips/": "true"}
    places[article.get_absolute_url()] = "true"
    for address, mark in places.items():
        nav = find(page(client.get(address)), "nav", class_="nav")[0]
        assert [text(one) for one in find(nav, "a", aria_current=mark)] == ["科技"]


class TestPages:
    @pytest.fixture(autouse=True)
    def _articles(self):
        category, at = make_category(name="科技", slug="tech"), an_hour_ago()
        for number in range(45):
            make_article(category=category, headline=f"第{number}篇", published_at=at)

    def test_every_article_is_on_exactly_one_page(self, client):
        seen = [
            title
            for number in (1, 2, 3)
            for title in titles(client.get(f"/category/tech/?page={number}"))
        ]
        assert seen == [f"第{number}篇" for number in range(44, -1, -1)]

    @pytest.mark.parametrize("number", ["0", "4", "-1", "x", "1.0", "", "9" * 30, "२"])
    def test_a_page_that_is_not_there_is_not_found(self, client, number):
        assert client.get("/category/tech/", {"page": number}).status_code == 404

    def test_each_page_names_itself_and_its_neighbours(self, client):
        root = page(client.get("/category/tech/?page=2"))
        assert text(find(root, "title")[0]) == "科技 - 第 2 页 - Portal"
        assert attribute(find(root, "link", rel="prev")[0], "href") == "/category/tech/"
        assert attribute(find(root, "link", rel="next")[0], "href") == "/category/tech/?page=3"
        assert meta(root, "og:url").endswith("/category/tech/?page=2")

    def test_the_first_page_has_one_address(self, client):
        for address in ("/category/tech/", "/category/tech/?page=1"):
            root = page(client.get(address))
            assert meta(root, "og:url").endswith("/category/tech/")
            assert not find(root, "link", rel="prev")

    def test_the_numbers_lead_around(self, client):
        root = page(client.get("/category/tech/?page=2"))
        pages = find(root, "nav", class_="pages")[0]
        assert links(pages) == [
            "/category/tech/",
            "/category/tech/",
            "/category/tech/?page=2",
            "/category/tech/?page=3",
            "/category/tech/?page=3",
        ]
        assert [text(one) for one in find(pages, "a", aria_current="page")] == ["2"]


@pytest.mark.parametrize(
    ("stored", "asked"),
    [("tech", "TECH"), ("湿地", "%E6%B9%BF%E5%9C%B0"), ("caf\u00e9", "cafe%CC%81"), ("é-x", "É-X")],
)
def test_other_spellings_of_a_slug_lead_to_the_stored_one(client, stored, asked):
    category = make_category(slug=stored)
    response = client.get(f"/category/{asked}/?page=1")
    if response.status_code == 301:
        assert response.headers["Location"] == f"{category.get_absolute_url()}?page=1"
        response = client.get(response.headers["Location"])
    assert response.status_code == 200


@pytest.mark.parametrize("slug", ["nope", "%00", "a%0Ab", "%ED%A0%80", "x" * 300])
def test_an_unknown_slug_is_not_found(client, slug):
    assert client.get(f"/category/{slug}/", follow=True).status_code == 404


def test_the_feeds_of_the_category_are_named_in_its_head(client):
    make_category(slug="tech")
    feeds = find(page(client.get("/category/tech/")), "link", rel="alternate")
    assert [attribute(one, "href") for one in feeds] == [
        "/category/tech/feed/",
        "/category/tech/feed/atom/",
        "/category/tech/feed.json",
    ]
    assert all(client.get(attribute(one, "href")).status_code == 200 for one in feeds)


def test_a_deferred_body_is_not_loaded_for_cards(client, django_assert_max_num_queries):
    category = make_category(slug="tech")
    for _ in range(3):
        make_article(category=category)
    assert Article.objects.for_cards().first().get_deferred_fields() >= {"body"}
    with django_assert_max_num_queries(12):
        client.get("/category/tech/")
