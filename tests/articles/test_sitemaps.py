"""What search engines are told."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import sitemaps
from articles.models import Article, SiteProfile
from portal.models import StandingPage
from tests.factories import in_an_hour, make_article, make_author, make_category, make_tag

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
NS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    return ET.fromstring(answer.content)


def locations(root):
    return [element.text.removeprefix(SITE) for element in root.iter(f"{{{NS['s']}}}loc")]


def all_addresses(client):
    return [
        address
        for path in locations(read(client, "/sitemap.xml"))
        for address in locations(read(client, path))
    ]


def test_every_public_address_is_listed_once_and_nothing_else(client):
    child = make_category(slug="asia", parent=make_category(slug="国际"))
    make_category(slug="empty")
    tag, author = make_tag(slug="卫星"), make_author(slug="lin")
    make_tag(slug="unused")
    article = make_article(category=child, tags=[tag], authors=[author])
    StandingPage.objects.create(title="关于", slug="about")
    StandingPage.objects.create(title="旧", slug="old", is_published=False)
    for hidden in ({"state": "withdrawn"}, {"published_at": in_an_hour()}):
        make_article(
            category=make_category(slug=f"hidden-{len(hidden)}-{next(iter(hidden))}"),
            tags=[make_tag()],
            **hidden,
        )
    assert sorted(all_addresses(client)) == sorted(
        [
            "/",
            "/corrections/",
            "/page/about/",
            f"/article/{article.pk}.html",
            "/category/%E5%9B%BD%E9%99%85/",
            "/category/asia/",
            "/tag/%E5%8D%AB%E6%98%9F/",
            "/author/lin/",
        ]
    )


def test_every_listed_address_answers(client):
    make_article(tags=[make_tag(slug="卫星")])
    for address in all_addresses(client):
        assert client.get(address).status_code == 200, address


def test_an_article_says_when_it_was_changed_last_with_the_offset(client):
    published = datetime(2026, 3, 1, 16, tzinfo=UTC)
    make_article(pk=1, published_at=published)
    make_article(pk=2, published_at=published, updated_at=published + timedelta(hours=1))
    root = read(client, "/sitemap-articles-1.xml")
    assert [e.text for e in root.iter(f"{{{NS['s']}}}lastmod")] == [
        "2026-03-02T00:00:00+08:00",
        "2026-03-02T01:00:00+08:00",
    ]


def test_files_are_cut_by_id_so_that_no_address_ever_moves(client):
    for pk in (4999, 5000, 5001, 900_001, 7_000_000_000):
        make_article(pk=pk)
    paths = [p for p in locations(read(client, "/sitemap.xml")) if "articles" in p]
    assert paths == [f"/sitemap-articles-{n}.xml" for n in (1, 2, 181, 1_400_001)]
    listed = [address for path in paths for address in locations(read(client, path))]
    assert listed == [f"/article/{n}.html" for n in (4999, 5000, 5001, 900_001, 7_000_000_000)]
    Article.objects.filter(pk=4999).update(state="withdrawn")
    assert locations(read(client, "/sitemap-articles-2.xml")) == listed[1:3]
    assert client.get("/sitemap-articles-1.xml").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/sitemap-articles-0.xml",
        "/sitemap-articles-2.xml",
        "/sitemap-articles-999999999999999999.xml",
        "/sitemap-articles-9223372036854775807.xml",
        "/sitemap-nothing-1.xml",
        "/sitemap-articles-x.xml",
    ],
)
def test_a_file_that_is_not_listed_is_not_there(client, path):
    make_article(pk=1)
    assert client.get(path).status_code == 404


def test_an_empty_site_has_a_sitemap(client):
    assert locations(read(client, "/sitemap.xml")) == ["/sitemap-pages-1.xml"]
    assert all_addresses(client) == ["/", "/corrections/"]


def test_the_news_are_those_of_two_days_under_the_name_of_the_site(client):
    SiteProfile.objects.create(pk=1, name="江湾日报 & <周刊>\x01")
    now = timezone.now()
    chinese = make_article(headline="新 & <闻>", published_at=now - timedelta(hours=47))
    english = make_article(language="en", published_at=now - timedelta(hours=1))
    make_article(published_at=now - timedelta(hours=49))
    make_article(state="withdrawn", published_at=now)
    make_article(published_at=in_an_hour())
    root = read(client, "/news-sitemap.xml")
    assert locations(root) == [f"/article/{article.pk}.html" for article in (english, chinese)]
    newest, older = root.findall(".//news:news", NS)
    assert older.findtext("news:publication/news:name", None, NS) == "江湾日报 & <周刊>"
    assert older.findtext("news:publication/news:language", None, NS) == "zh-cn"
    assert newest.findtext("news:publication/news:language", None, NS) == "en"
    assert older.findtext("news:title", None, NS) == "新 & <闻>"
    assert datetime.fromisoformat(older.findtext("news:publication_date", None, NS))


def test_news_search_gets_no_more_than_it_takes(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "NEWS_ARTICLES", 2)
    articles = [make_article() for _ in range(3)]
    newest = sorted(articles, key=lambda a: a.published_at, reverse=True)[:2]
    assert locations(read(client, "/news-sitemap.xml")) == [a.get_absolute_url() for a in newest]


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/sitemap.xml", 11),
        ("/sitemap-articles-1.xml", 2),
        ("/sitemap-tags-1.xml", 2),
        ("/news-sitemap.xml", 3),
    ],
)
def test_a_file_costs_the_same_with_few_and_with_many_articles(
    client, django_assert_num_queries, path, queries
):
    make_article(pk=1, tags=[make_tag(pk=1)])
    client.get(path)
    with django_assert_num_queries(queries) as few:
        client.get(path)
    for number in range(2, 22):
        make_article(pk=number, tags=[make_tag(pk=number)])
    with django_assert_num_queries(queries):
        client.get(path)
    assert not any("BEGIN" in query["sql"] for query in few.captured_queries)
