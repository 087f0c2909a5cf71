"""Previous and next: one order for all articles, by publication, then id."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.related import neighbours
from tests.factories import an_hour_ago, in_an_hour, make_article, make_category
from tests.page import find, page, text

pytestmark = pytest.mark.django_db


def make_thousand_of_one_minute(count=1000):
    category, at = make_category(), an_hour_ago()
    Article.objects.bulk_create(
        Article(
            headline=f"标题{number}",
            category=category,
            state=Article.State.PUBLISHED,
            published_at=at,
            first_published_at=at,
        )
        for number in range(count)
    )


def test_a_walk_along_next_visits_each_of_a_thousand_equal_minutes_once():
    make_thousand_of_one_minute()
    here = Article.objects.published().order_by("published_at", "pk").first()
    visited = [here.pk]
    while here := neighbours(here).next:
        visited.append(here.pk)
    assert visited == sorted(visited)
    assert len(visited) == len(set(visited)) == 1000


def test_previous_is_the_way_back():
    make_thousand_of_one_minute(50)
    here = Article.objects.published().newest_first().first()
    visited = [here.pk]
    while before := neighbours(here).previous:
        assert neighbours(before).next == here
        here = before
        visited.append(here.pk)
    assert len(set(visited)) == 50


def test_time_comes_before_the_id():
    newer_id_but_older = [make_article(published_at=in_an_hour()), make_article()]
    late, early = make_article(), make_article()
    Article.objects.filter(pk=early.pk).update(published_at="2020-01-01T00:00Z")
    early.refresh_from_db()
    assert neighbours(early) == (None, newer_id_but_older[1])
    assert neighbours(late).next is None


def test_there_is_nothing_at_the_ends():
    only = make_article()
    assert neighbours(only) == (None, None)


@pytest.mark.parametrize("hidden", [{"state": "withdrawn"}, {"published_at": None}])
def test_hidden_articles_are_passed_over(hidden):
    first, between, last = make_article(), make_article(), make_article()
    Article.objects.filter(pk=between.pk).update(**{"state": "unpublished"} | hidden)
    at = first.published_at
    Article.objects.filter(pk=last.pk).update(published_at=at)
    last.refresh_from_db()
    assert neighbours(first).next == last
    assert neighbours(last).previous == first


def test_an_article_that_is_not_published_has_none():
    make_article()
    draft = make_article(state=Article.State.UNPUBLISHED, published_at=None)
    assert neighbours(draft) == (None, None)


def test_both_cost_one_query_however_many_articles_there_are():
    make_thousand_of_one_minute(100)
    with CaptureQueriesContext(connection) as queries:
        neighbours(Article.objects.published()[50:51][0])
    assert len(queries) == 2  # one of them finds the article in the middle


def test_the_page_shows_both_with_their_dates(client):
    at = an_hour_ago()
    first, middle, last = [make_article(headline=f"第{n}篇", published_at=at) for n in "一二三"]
    turn = find(page(client.get(middle.get_absolute_url())), "nav", class_="turn")[0]
    before, after = find(turn, "a", rel="prev")[0], find(turn, "a", rel="next")[0]
    assert text(before).startswith("上一篇 ·")
    assert first.headline in text(before)
    assert last.headline in text(after)
    assert len(find(turn, "time")) == 2


def test_the_page_of_the_only_article_shows_neither(client):
    root = page(client.get(make_article().get_absolute_url()))
    assert not find(root, "nav", class_="turn")
