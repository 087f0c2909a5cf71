"""Public pages are the same bytes for everybody, cheap to ask for again, and cheap to make."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import search, topics
from articles.models import Article, ArticleAuthor, ArticleCounter, ArticleTag, Topic
from portal import composing
from portal.composing import Composition
from portal.models import FrontEdition, MenuItem, StandingPage
from tests.factories import (
    an_hour_ago,
    make_article,
    make_author,
    make_category,
    make_comment,
    make_picture,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db

PUBLIC = "public, max-age=0, s-maxage=1, must-revalidate"
MOST_QUERIES = 12


@pytest.fixture
def site():
    """A site on which every kind of page shows everything it can; returns their addresses."""
    parent = make_category(name="科技", slug="tech")
    child = make_category(slug="chips", parent=parent)
    authors = [make_author(avatar=make_picture(size=(90 + n, 90))) for n in range(4)]
    author = make_author(slug="lin", avatar=make_picture())
    tags = [make_tag(slug="tag"), make_tag()]
    StandingPage.objects.create(title="关于", slug="about", is_in_footer=True)
    picture = make_picture()
    articles = [
        make_article(
            pk=number,
            category=child,
            authors=[author, authors[number % 4]],
            tags=tags,
            cover=picture,
            is_featured=number % 3 == 0,
            published_at=an_hour_ago(),
            headline=f"县城{number}",
            body=f'<p>县城</p><figure><img data-picture="{picture.pk}" alt=""></figure>',
        )
        for number in range(1, 31)
    ]
    for article in articles:
        search.index(article)
    topic = Topic.objects.create(
        name="潮汐", slug="tide", is_published=True, is_featured=True, picture=picture
    )
    topics.gather(topic, [article.pk for article in articles], by=None)
    edition = FrontEdition.objects.create(starts_at=an_hour_ago())
    chosen = tuple(article.pk for article in articles[:5])
    composing.compose(edition, Composition(lead=12, picks=chosen), by=None)
    for place, menu in enumerate(MenuItem.Menu.values):
        MenuItem.objects.create(menu=menu, target="topic", topic=topic, position=place)
    comment = make_comment(article=articles[10])
    make_comment(article=articles[10], parent=comment)
    day = articles[0].published_at.astimezone()
    return [
        "/",
        "/article/11.html",
        "/category/tech/",
        "/category/tech/?page=2",
        "/tag/tag/",
        "/topic/tide/",
        "/author/lin/",
        "/archive/",
        f"/archive/{day:%Y}/",
        f"/archive/{day:%Y}/{day:%m}/",
        "/search/?q=县城",
        "/page/about/",
        "/corrections/",
    ]


def test_pages_are_the_same_bytes_for_readers_and_staff(site):
    reader, other, staff = Client(), Client(headers={"Accept-Language": "en"}), Client()
    staff.force_login(make_user(is_superuser=True))
    other.cookies["portal_reader"] = "anything"
    for address in site:
        answers = {client.get(address).content for client in (reader, other, staff)}
        assert len(answers) == 1, address


def test_pages_set_no_cookie_and_do_not_vary_by_one(client, site):
    for address in [*site, "/nope/"]:
        response = client.get(address)
        assert "Set-Cookie" not in response.headers, address
        assert not response.cookies, address
        assert "Cookie" not in response.headers.get("Vary", ""), address


def test_pages_may_be_held_by_any_cache_and_asked_for_again(client, site):
    for address in site:
        response = client.get(address)
        assert response.headers["Cache-Control"] == PUBLIC, address
        again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address


def test_a_head_request_is_answered_like_a_get_without_its_body(client, site):
    for address in site:
        response = client.head(address)
        assert (response.status_code, response.content) == (200, b""), address
        assert response.headers["ETag"] == client.get(address).headers["ETag"], address


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_read_only(client, site, method):
    for address in site:
        response = getattr(client, method)(address)
        assert response.status_code == 405, address
        assert response.headers["Allow"] == "GET, HEAD"


def test_a_page_with_a_receipt_is_kept_by_nobody(client, site):
    response = client.get("/article/11.html?receipt=x")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_no_page_begins_a_transaction(client, site):
    for address in site:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert not [q for q in queries if q["sql"].startswith(("BEGIN", "SAVEPOINT"))], address


def make_many(count):
    """Public articles in every list of the site."""
    model = Article.objects.get(pk=11)
    at = model.published_at - timedelta(minutes=1)
    articles = Article.objects.bulk_create(
        Article(
            pk=1000 + number,  # the site's own ids were given by hand: a sequence knows none
            headline=f"更早{number}",
            category_id=model.category_id,
            cover_id=model.cover_id,
            state=Article.State.PUBLISHED,
            is_featured=number % 10 == 0,
            published_at=at,
            first_published_at=at,
        )
        for number in range(count)
    )
    pks = [article.pk for article in articles]
    author, tag = model.ordered_authors[0], model.tags.get(slug="tag")
    ArticleCounter.objects.bulk_create(ArticleCounter(article_id=pk) for pk in pks)
    ArticleAuthor.objects.bulk_create(ArticleAuthor(article_id=pk, author=author) for pk in pks)
    ArticleTag.objects.bulk_create(ArticleTag(article_id=pk, tag=tag) for pk in pks)
    with connection.cursor() as cursor:
        # As the database does by itself in time: one that takes its tables for empty plans badly.
        cursor.execute("ANALYZE")


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)


def test_every_page_costs_few_queries_and_no_more_on_a_larger_site(client, site):
    small = {address: queries_of(client, address) for address in site}
    assert {address: n for address, n in small.items() if n > MOST_QUERIES} == {}
    make_many(5000)
    assert {address: queries_of(client, address) for address in site} == small
