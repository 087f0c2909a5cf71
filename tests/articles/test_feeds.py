"""Feeds: three formats of the same newest articles, as strict readers want them."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.utils import timezone

from articles.models import Article, SiteProfile
from tests.factories import (
    in_an_hour,
    make_article,
    make_author,
    make_category,
    make_comment,
    make_picture,
    make_tag,
)

pytestmark = pytest.mark.django_db

FORMATS = ["feed/", "feed/atom/", "feed.json"]
TYPES = dict(
    zip(
        FORMATS,
        ["application/rss+xml", "application/atom+xml", "application/feed+json"],
        strict=True,
    )
)
SITE = "http://127.0.0.1:8000"


def entries(client, path):
    """Titles, texts and the rest, by whatever format the path is of."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    if path.endswith(".json"):
        return [
            {"title": item["title"], "link": item["url"], "id": item["id"]} | item
            for item in json.loads(answer.content)["items"]
        ]
    ET.fromstring(answer.content)
    parsed = feedparser.parse(answer.content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed.entries


def titles(client, path):
    return [entry["title"] for entry in entries(client, path)]


@pytest.mark.parametrize("form", FORMATS)
def test_the_newest_come_first_and_only_what_is_public(client, form):
    now = timezone.now()
    make_article(headline="旧", published_at=now - timedelta(days=2))
    make_article(headline="新", published_at=now - timedelta(days=1))
    make_article(headline="草稿", state="unpublished")
    make_article(headline="撤回", state="withdrawn")
    make_article(headline="将来", published_at=in_an_hour())
    make_article(headline="过期", expires_at=now - timedelta(minutes=1))
    assert titles(client, f"/{form}") == ["新", "旧"]


@pytest.mark.parametrize("form", FORMATS)
def test_each_category_tag_and_author_has_feeds_of_its_own(client, form):
    parent = make_category(slug="国际")
    child = make_category(slug="asia", parent=parent)
    tag, author = make_tag(slug="碳中和"), make_author(slug="lin")
    make_article(headline="都有", category=child, tags=[tag], authors=[author])
    make_article(headline="别处")
    for path in ("category/国际", "category/asia", "tag/碳中和", "author/lin"):
        assert titles(client, f"/{path}/{form}") == ["都有"]
    assert client.get(f"/category/none/{form}").status_code == 404


@pytest.mark.parametrize("form", FORMATS)
def test_a_feed_names_itself_its_page_and_its_language(client, form):
    SiteProfile.objects.create(pk=1, name="江湾日报", tagline="一城一报")
    category = make_category(name="科技", slug="科技")
    make_article(category=category)
    path = f"/category/%E7%A7%91%E6%8A%80/{form}"
    answer = client.get(path)
    assert answer.headers["Content-Type"] == f"{TYPES[form]}; charset=utf-8"
    if form == "feed.json":
        feed = json.loads(answer.content)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        named = (feed["title"], feed["home_page_url"], feed["feed_url"], feed["language"])
    else:
        parsed = feedparser.parse(answer.content)
        selfs = [link.href for link in parsed.feed.links if link.rel == "self"]
        named = (parsed.feed.title, parsed.feed.link, *selfs, parsed.feed.language)
    home = f"{SITE}/category/%E7%A7%91%E6%8A%80/"
    assert named == ("科技 - 江湾日报", home, f"{SITE}{path}", "zh-CN")


@pytest.mark.parametrize("form", FORMATS)
def test_an_entry_has_a_lasting_id_times_with_offset_writers_and_subjects(client, form):
    published = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
    article = make_article(
        category=make_category(name="科技"),
        tags=[make_tag(name="卫星")],
        authors=[make_author(name="林见川", slug="lin"), make_author(name="韩野", slug="han")],
        published_at=published,
        updated_at=published + timedelta(hours=2),
        excerpt="摘要 <1>",
    )
    entry = entries(client, f"/{form}")[0]
    raw = client.get(f"/{form}").content.decode()
    assert entry["link"] == f"{SITE}/article/{article.pk}.html"
    if form == "feed/atom/":
        assert entry["id"] == f"tag:127.0.0.1,2025:article/{article.pk}"
        assert [author["href"] for author in entry["authors"]][-1] == f"{SITE}/author/han/"
    else:
        assert entry["id"] == entry["link"]
    assert "林见川" in raw
    assert "韩野" in raw
    subjects = entry["tags"]
    if form == "feed.json":
        assert subjects == ["科技", "卫星"]
        assert entry["date_published"] == "2026-03-02T00:30:00+08:00"
        assert entry["date_modified"] == "2026-03-02T02:30:00+08:00"
        assert entry["summary"] == "摘要 <1>"
    else:
        assert [subject.term for subject in subjects] == ["科技", "卫星"]
        assert ("Mon, 02 Mar 2026 00:30:00 +0800" in raw) or ("2026-03-02T00:30:00+08:00" in raw)
        assert "摘要 &amp;lt;1&amp;gt;" in raw, "a summary is text, and both formats read HTML"


@pytest.mark.parametrize("form", FORMATS)
def test_the_whole_text_comes_with_absolute_addresses_and_without_page_matter(client, form):
    picture = make_picture(alt="河口")
    other = make_article()
    make_article(
        headline="题",
        published_at=timezone.now(),
        body=f'<p>见<a href="/article/{other.pk}.html">前文</a>与<a href="https://a.example/b">外</a>。'
        f'</p><figure><img data-picture="{picture.pk}"><figcaption>图注</figcaption></figure>'
        '<figure data-embed="https://www.bilibili.com/video/BV1xx411c7mD"></figure>',
    )
    entry = entries(client, f"/{form}")[0]
    text = entry["content_html"] if form == "feed.json" else _raw_content(client, form)
    assert f'href="{SITE}/article/{other.pk}.html"' in text
    assert 'href="https://a.example/b"' in text
    assert f'src="{SITE}{picture.url}"' in text
    assert 'alt="河口"' in text
    assert 'href="https://www.bilibili.com/video/BV1xx411c7mD"' in text
    assert not re.search(r'(?:src|href)="/', text)
    assert not re.search(r"<(?:svg|source|iframe|script)|class=|tabindex|data-", text)


@pytest.mark.parametrize("form", FORMATS)
def test_the_cover_comes_along(client, form):
    picture = make_picture()
    make_article(cover=picture)
    entry = entries(client, f"/{form}")[0]
    if form == "feed.json":
        assert entry["image"] == f"{SITE}{picture.url}"
    else:
        (enclosure,) = entry.enclosures
        assert enclosure.href == f"{SITE}{picture.url}"
        assert enclosure.type in ("image/jpeg", "image/png", "image/webp")
        assert int(enclosure.length) == picture.size


def _raw_content(client, form):
    root = ET.fromstring(client.get(f"/{form}").content)
    name = "{http://www.w3.org/2005/Atom}content"
    if form == "feed/":
        name = "{http://purl.org/rss/1.0/modules/content/}encoded"
    return next(root.iter(name)).text


@pytest.mark.parametrize("form", FORMATS)
def test_no_character_of_a_headline_or_name_breaks_a_feed(client, form):
    odd = "甲\x0b\x1b\x7f\ufffe<b>&amp;]]>\u2028乙"
    SiteProfile.objects.create(pk=1, name="站\x01名 & <x>")
    category = make_category(name="栏\x02目 &", slug="c")
    article = make_article(
        category=category,
        tags=[make_tag(name="签\x03<")],
        authors=[make_author(name="人\x04>")],
    )
    Article.objects.filter(pk=article.pk).update(headline=odd, excerpt=odd)
    for path in (f"/{form}", f"/category/c/{form}"):
        title = titles(client, path)[0]
        assert title.startswith("甲")
        assert title.endswith("乙")


@pytest.mark.parametrize("form", FORMATS)
def test_an_unchanged_feed_is_answered_with_304(client, form):
    for path in (f"/{form}", f"/category/{make_category(slug='empty').slug}/{form}"):
        make_article()
        first = client.get(path)
        etag = first.headers["ETag"]
        assert "s-maxage=1" in first.headers["Cache-Control"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    make_article()
    assert client.get(f"/{form}", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("form", FORMATS)
def test_no_mail_address_of_a_reader_or_colleague_is_in_a_feed(client, form):
    article = make_article()
    make_comment(article=article, email="secret@reader.example")
    assert b"@reader.example" not in client.get(f"/{form}").content
    assert not client.get(f"/{form}").cookies


@pytest.mark.parametrize("form", FORMATS)
def test_a_feed_costs_the_same_with_few_and_with_many_articles(
    client, form, django_assert_num_queries
):
    picture = make_picture()

    def add(count):
        for _ in range(count):
            body = f'<p>文</p><figure><img data-picture="{picture.pk}"></figure>'
            make_article(body=body, tags=[make_tag()], cover=picture)

    add(2)
    with django_assert_num_queries(6) as few:
        client.get(f"/{form}")
    assert not any("BEGIN" in query["sql"] for query in few.captured_queries)
    add(40)
    with django_assert_num_queries(6):
        assert len(entries(client, f"/{form}")) == 30
