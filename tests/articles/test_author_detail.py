"""An author's page: portrait, role, a word about the person, totals and articles."""

import pytest

from articles import counters
from articles.models import ArticleCounter
from tests.factories import in_an_hour, make_article, make_author, make_picture
from tests.page import find, page, text

pytestmark = pytest.mark.django_db


def test_it_shows_who_writes_and_how_much(client):
    author = make_author(
        name="林见川", slug="lin", role="科技记者", bio="写技术。", avatar=make_picture()
    )
    first = make_article(authors=[author])
    make_article(authors=[make_author(), author])
    make_article(authors=[author], published_at=in_an_hour())
    ArticleCounter.objects.filter(pk=first.pk).update(views_base=12_000, views=3_000)
    counters.record_view(first, visitor="a" * 32)
    root = page(client.get("/author/lin/"))
    intro = find(root, class_="intro--author")[0]
    assert text(intro) == "林见川 科技记者 · 写技术。 2 篇报道 1.5万次阅读 订阅作者"
    assert find(intro, "img", alt="林见川的头像")
    assert len(find(find(root, class_="river")[0], "article")) == 2


def test_an_author_who_has_published_nothing_is_introduced_all_the_same(client):
    author = make_author(name="新来的", bio="刚到。")
    response = client.get(author.get_absolute_url())
    assert response.status_code == 200
    assert "这里还没有文章" in response.content.decode()


def test_an_unknown_author_is_not_found(client):
    assert client.get("/author/nope/").status_code == 404
