"""Topics: what the desk has gathered, and what readers get of it."""

from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from articles import freshness, topics, workflow
from articles.models import Article, JournalEntry, Topic
from articles.picture_uses import is_public, uses_of
from portal.roles import AUTHOR
from tests.articles.desk import desk_of, fresh, published
from tests.factories import in_an_hour, make_article, make_picture, make_tag
from tests.page import find, links, meta, page, text

pytestmark = pytest.mark.django_db
VIEWS = ("change", "delete", "preview", "history")
TAILS = ("", "feed/", "feed/atom/", "feed.json")


def make_topic(*articles, **given):
    topic = Topic.objects.create(
        **{"name": "潮汐", "slug": "tide", "is_published": True, "intro": "<p>导言。</p>"} | given
    )
    topics.gather(topic, [article.pk for article in articles], by=None)
    return topic


def listed(root):
    return [text(one) for one in find(find(root, class_="river")[0], class_="card__title")]


def typed(topic, **changes):
    ids = list(topic.entries.values_list("article_id", flat=True))
    sent = {"name": topic.name, "slug": topic.slug, "intro": topic.intro, "order": topic.order}
    sent |= {"is_published": "on"} if topic.is_published else {}
    return sent | {"articles_seen": ",".join(map(str, ids)), "articles_row": ids} | changes


def address(topic, view="change"):
    return reverse(f"admin:articles_topic_{view}", args=[topic.pk])


# For readers


def test_articles_stand_in_the_desks_order_or_newest_first(client):
    one, two = make_article(headline="甲"), make_article(headline="乙")
    topic = make_topic(two, one)
    Topic.objects.filter(pk=topic.pk).update(order=Topic.Order.DESK)
    assert listed(page(client.get("/topic/tide/"))) == ["乙", "甲"]
    topics.gather(topic, [one.pk, two.pk], by=None)
    assert listed(page(client.get("/topic/tide/"))) == ["甲", "乙"]
    Topic.objects.filter(pk=topic.pk).update(order=Topic.Order.NEWEST)
    assert listed(page(client.get("/topic/tide/"))) == ["乙", "甲"]


def test_the_page_introduces_the_topic(client):
    picture = make_picture(caption="退潮", credit="某摄")
    topic = make_topic(make_article(), picture=picture)
    response = client.get(topic.get_absolute_url())
    root = page(response)
    assert text(find(root, "h1")[0]) == "潮汐"
    assert "导言。" in text(find(root, class_="topic__intro")[0])
    assert picture.name in response.content.decode()
    assert meta(root, "description") == "导言。"
    assert picture.name in meta(root, "og:image")
    assert f"{topic.get_absolute_url()}feed.json" in response.content.decode()


def test_only_published_articles_are_shown_and_counted(client):
    hidden = make_article(headline="撤", state=Article.State.WITHDRAWN)
    coming = make_article(headline="将", published_at=in_an_hour())
    make_topic(hidden, make_article(headline="现"), coming)
    root = page(client.get("/topic/tide/"))
    assert listed(root) == ["现"]
    assert "1 篇" in text(find(root, "header", class_="topic")[0])


def test_the_second_page_goes_on_without_the_introduction(client):
    make_topic(*[make_article() for _ in range(21)])
    root = page(client.get("/topic/tide/?page=2"))
    assert len(listed(root)) == 1
    assert not find(root, class_="topic__intro")
    assert client.get("/topic/tide/?page=3").status_code == 404


def test_an_unpublished_topic_does_not_exist(client):
    picture = make_picture()
    make_article()
    make_topic(make_article(), is_published=False, is_featured=True, picture=picture)
    for tail in TAILS:
        assert client.get(f"/topic/tide/{tail}").status_code == 404
    assert "潮汐" not in client.get("/").content.decode()
    assert client.get("/sitemap-topics-1.xml").status_code == 404
    assert not is_public(picture)


def test_a_published_topic_is_in_feeds_and_sitemap(client):
    article = make_article(headline="甲")
    make_topic(article)
    feed = ElementTree.fromstring(client.get("/topic/tide/feed/").content)
    assert [one.text for one in feed.iter("title")][-1] == "甲"
    assert client.get("/topic/tide/feed.json").json()["items"][0]["url"] == article.permalink
    assert client.get("/topic/tide/feed/atom/").status_code == 200
    assert "/topic/tide/" in client.get("/sitemap-topics-1.xml").content.decode()


def test_the_front_page_shows_featured_topics_in_their_order(client):
    make_article()
    make_topic(name="后", slug="b", is_featured=True, position=2, picture=make_picture())
    make_topic(name="先", slug="a", is_featured=True, position=1)
    make_topic(name="不在", slug="c")
    (block,) = find(page(client.get("/")), "section", aria_labelledby="topics")
    assert links(block) == ["/topic/a/", "/topic/b/"]


def test_an_article_names_its_public_topic_at_no_cost(client, django_assert_max_num_queries):
    article = make_article(tags=[make_tag()])
    make_topic(article, name="暗", slug="dark", is_published=False)
    make_topic(article, position=1)
    with django_assert_max_num_queries(12):
        root = page(client.get(article.get_absolute_url()))
    kicker = find(find(root, "header", class_="opening")[0], class_="kicker")[0]
    assert links(kicker)[-1] == "/topic/tide/"
    assert "暗" not in text(kicker)


def test_the_page_costs_few_queries(client, django_assert_max_num_queries):
    picture = make_picture()
    intro = f'<p>导言</p><figure><img data-picture="{picture.pk}" alt="图"></figure>'
    make_topic(*[make_article() for _ in range(20)], picture=picture, intro=intro)
    with django_assert_max_num_queries(12):
        client.get("/topic/tide/")


def test_publishing_an_article_is_told_to_its_topics():
    article = published()
    topic = make_topic(article)
    before = freshness.versions(f"topic:{topic.pk}")
    workflow.withdraw(fresh(article), by=None, reason="核实")
    after = freshness.versions(*before)
    assert all(after[key] > before[key] for key in before)


# At the desk


def test_an_editor_makes_a_topic_without_scripts(editor):
    article = make_article(headline="退潮之后")
    form = {"name": "潮 汐", "order": "desk", "articles_seen": "", "is_published": "on"}
    response = editor.post("/admin/articles/topic/add/", form | {"articles_find": "退潮"})
    assert "退潮之后" in response.content.decode()
    response = editor.post("/admin/articles/topic/add/", form | {"articles_add": article.pk})
    assert response.status_code == 302, response.context["errors"]
    topic = Topic.objects.get()
    assert (topic.slug, list(topics.articles_of(topic))) == ("潮-汐", [article])
    assert JournalEntry.objects.get(action="topic.gather").data["added"] == [article.pk]


def test_articles_are_put_in_order_and_taken_out(editor):
    one, two, three = (make_article() for _ in range(3))
    topic = make_topic(one, two, three)
    sent = typed(topic) | {f"articles_place_{one.pk}": 3, f"articles_place_{two.pk}": 1}
    sent |= {f"articles_place_{three.pk}": 2, "articles_remove": two.pk}
    assert editor.post(address(topic), sent).status_code == 302
    assert list(topic.entries.values_list("article_id", flat=True)) == [three.pk, one.pk]


def test_what_a_colleague_gathers_meanwhile_stays(editor):
    one, two, three = (make_article() for _ in range(3))
    topic = make_topic(one, two)
    seen = typed(topic)
    topics.gather(topic, [two.pk, three.pk], seen=[one.pk, two.pk], by=None)
    editor.post(address(topic), seen)
    assert list(topic.entries.values_list("article_id", flat=True)) == [two.pk, three.pk]


def test_a_new_name_in_the_address_leaves_redirects(editor):
    topic = make_topic()
    editor.post(address(topic), typed(topic, slug="新"))
    for tail in TAILS:
        assert Client().get(f"/topic/tide/{tail}").url == f"/topic/%E6%96%B0/{tail}"


def test_the_introduction_is_clean(editor):
    topic = make_topic()
    editor.post(address(topic), typed(topic, intro="<p onclick=x>好<script>alert(1)</script></p>"))
    assert fresh(topic).intro == "<p>好</p>"


def test_a_picture_in_use_by_a_topic_says_so():
    picture = make_picture()
    topic = make_topic(picture=picture)
    (use,) = uses_of(picture)
    assert (use.name, use.url, use.is_public) == ("潮汐", address(topic), True)
    assert is_public(picture)


def test_topics_are_put_in_order(editor):
    a, b = make_topic(name="甲", slug="a"), make_topic(name="乙", slug="b", position=1)
    html = page(editor.get("/admin/articles/topic/arrange/"))
    (was,) = (dict(one.attributes)["value"] for one in find(html, "input", name_="was"))
    sent = {"was": was, "row": [a.pk, b.pk], f"place_{a.pk}": 2, f"place_{b.pk}": 1}
    editor.post("/admin/articles/topic/arrange/", sent)
    assert list(Topic.objects.all()) == [b, a]


def test_the_desk_sees_a_topic_before_readers_do(editor, client):
    topic = make_topic(make_article(headline="甲"), is_published=False)
    preview = address(topic, "preview")
    response = editor.get(preview)
    assert listed(page(response)) == ["甲"]
    assert "读者看不到" in text(page(response))
    assert response.headers["Cache-Control"].startswith("private, no-store")
    assert preview in editor.get(address(topic)).content.decode()
    assert client.get(preview).status_code == 302  # to sign in
    assert editor.get(address(topic, "preview").replace(str(topic.pk), "999")).status_code == 404


def test_authors_have_nothing_to_do_with_topics():
    topic, author = make_topic(), desk_of(AUTHOR)
    for path in ("", "add/", "arrange/", "pick/?q=x", *(f"{topic.pk}/{view}/" for view in VIEWS)):
        assert author.get(f"/admin/articles/topic/{path}").status_code == 403, path
    assert author.post(address(topic), typed(topic, name="x")).status_code == 403
