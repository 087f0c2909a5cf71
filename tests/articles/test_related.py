"""Related articles: rare tags first, then the category, then the newest; the same every time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from articles.related import neighbours, read_on, related, with_uses
from tests.factories import make_article, make_category, make_picture, make_tag
from tests.page import find, page, text

pytestmark = pytest.mark.django_db


def hours_ago(hours):
    return timezone.now() - timedelta(hours=hours)


def test_a_rare_tag_says_more_than_a_common_one():
    rare, common = make_tag(), make_tag()
    article = make_article(tags=[rare, common])
    of_common = [make_article(tags=[common]) for _ in range(5)]
    of_rare = make_article(tags=[rare], published_at=hours_ago(500))
    assert related(article)[0] == of_rare
    assert related(article)[1] in of_common


def test_two_shared_tags_say_more_than_one():
    one, two = make_tag(), make_tag()
    article = make_article(tags=[one, two])
    both = make_article(tags=[one, two], published_at=hours_ago(500))
    make_article(tags=[one])
    assert related(article)[0] == both


def test_tags_come_before_the_category():
    tag, category = make_tag(), make_category()
    article = make_article(tags=[tag], category=category)
    tagged = make_article(tags=[tag], published_at=hours_ago(500))
    filed = make_article(category=category)
    assert related(article)[:2] == [tagged, filed]


def test_the_same_category_comes_before_its_family_and_that_before_the_newest():
    parent = make_category()
    category, sister = make_category(parent=parent), make_category(parent=parent)
    article = make_article(category=category)
    same = make_article(category=category, published_at=hours_ago(300))
    family = make_article(category=sister, published_at=hours_ago(200))
    newest = make_article()
    assert related(article) == [same, family, newest]


def test_equal_ones_are_ordered_by_time_then_id():
    at = hours_ago(2)
    article = make_article()
    first, second = make_article(published_at=at), make_article(published_at=at)
    newest = make_article()
    assert related(article) == [newest, second, first]
    assert related(article) == related(article)


def test_an_article_is_never_related_to_itself():
    tag = make_tag()
    article = make_article(tags=[tag])
    make_article(tags=[tag])
    assert article not in related(article)


def test_hidden_articles_are_related_to_nothing():
    tag = make_tag()
    article = make_article(tags=[tag])
    for hidden in ({"state": Article.State.WITHDRAWN}, {"published_at": hours_ago(-1)}):
        make_article(tags=[tag], **hidden)
    assert related(article) == []


def test_neighbours_and_related_come_in_one_query(django_assert_num_queries):
    tag = make_tag()
    articles = [make_article(tags=[tag]) for _ in range(12)]
    article = articles[5]
    tags = list(with_uses(article.tags.all()))
    article.category  # noqa: B018 (loaded by every view)
    with django_assert_num_queries(1):
        beside, like = read_on(article, 4, tags=tags)
    assert beside == neighbours(article)
    assert like == related(article, 4)


def test_a_neighbour_that_is_not_related_enough_stays_out():
    tag = make_tag()
    like = [make_article(tags=[tag], published_at=hours_ago(50 + n)) for n in range(4)]
    before = make_article(published_at=hours_ago(3))
    article = make_article(tags=[tag], published_at=hours_ago(2))
    after = make_article(published_at=hours_ago(1))
    beside, found = read_on(article, 4, tags=list(with_uses(article.tags.all())))
    assert beside == (before, after)
    assert found == like


def test_the_page_shows_picture_headline_excerpt_date_and_counters(client):
    category = make_category()
    article = make_article(category=category)
    make_article(category=category, headline="相关", excerpt="摘要", cover=make_picture(alt="图"))
    band = find(page(client.get(article.get_absolute_url())), class_="related")[0]
    assert text(find(band, "h2")[0]) == "相关推荐"
    (card,) = find(band, "article")
    assert find(card, "img", alt="图")
    assert text(find(card, class_="card__title")[0]) == "相关"
    assert text(find(card, class_="card__sum")[0]) == "摘要"
    assert find(card, "time", data_relative=True)
    assert "阅读 0" in text(find(card, class_="facts")[0])
