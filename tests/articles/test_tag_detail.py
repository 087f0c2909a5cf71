"""A tag's page."""

import pytest

from articles.models import Article
from tests.factories import in_an_hour, make_article, make_tag
from tests.page import find, page, text

pytestmark = pytest.mark.django_db


def test_it_lists_what_carries_the_tag_once_each(client):
    tag = make_tag(name="湿地", slug="湿地", description="水边的事")
    make_article(headline="有", tags=[tag, make_tag()])
    make_article(headline="没有")
    root = page(client.get(tag.get_absolute_url()))
    river = find(root, class_="river")[0]
    assert [text(one) for one in find(river, class_="card__title")] == ["有"]
    assert text(find(root, class_="intro")[0]) == "湿地 水边的事 1 篇报道 订阅标签"


def test_the_name_of_a_tag_that_only_hidden_articles_carry_is_a_secret(client):
    tag = make_tag()
    make_article(tags=[tag], published_at=in_an_hour())
    make_article(tags=[tag], state=Article.State.WITHDRAWN)
    assert client.get(tag.get_absolute_url()).status_code == 404
    assert client.get(f"{tag.get_absolute_url()}?page=1").status_code == 404


def test_an_unknown_tag_is_not_found(client):
    assert client.get("/tag/nope/").status_code == 404
