"""Likes: one for each visitor and article, taken back at will, always exact."""

import re

import pytest
from django.utils import timezone

from articles import counters
from articles.counting_views import NEW_READERS_A_NETWORK_AND_ARTICLE
from articles.models import ArticleCounter, Like
from tests.factories import in_an_hour, make_article
from tests.threads import at_once

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
JSON = SAME_SITE | {"Accept": "application/json"}


def like(client, article, *, headers=JSON, address="203.0.113.7", **fields):
    return client.post(f"/article/{article.pk}/like/", fields, headers=headers, REMOTE_ADDR=address)


def likes_of(article):
    return counters.totals([article.pk])[article.pk].likes


@pytest.mark.django_db
def test_a_like_is_given_and_taken_back(client):
    article = make_article()
    assert like(client, article).json() == {"liked": True, "likes": 1}
    assert like(client, article).json() == {"liked": False, "likes": 0}
    assert like(client, article).json() == {"liked": True, "likes": 1}
    assert Like.objects.count() == 1


@pytest.mark.django_db
def test_two_visitors_like_it_twice(client):
    article = make_article()
    like(client, article)
    client.cookies.clear()
    assert like(client, article).json() == {"liked": True, "likes": 2}


@pytest.mark.django_db
def test_imported_likes_are_counted_with_our_own(client):
    article = make_article()
    ArticleCounter.objects.filter(article=article).update(likes_base=41)
    assert like(client, article).json() == {"liked": True, "likes": 42}


@pytest.mark.django_db
def test_a_wish_that_was_sent_twice_changes_nothing(client):
    article = make_article()
    for _time in range(2):
        assert like(client, article, liked="1").json() == {"liked": True, "likes": 1}
    for _time in range(2):
        assert like(client, article, liked="0").json() == {"liked": False, "likes": 0}


@pytest.mark.django_db
def test_somebody_unknown_has_nothing_to_take_back(client):
    article = make_article()
    answer = like(client, article, liked="0")
    assert answer.json() == {"liked": False, "likes": 0}
    assert not answer.cookies


@pytest.mark.django_db
def test_without_scripts_the_reader_comes_back_to_the_button(client):
    article = make_article()
    answer = like(client, article, headers=SAME_SITE | {"Accept": "text/html,*/*;q=0.8"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/article/{article.pk}.html#like"
    assert likes_of(article) == 1


@pytest.mark.django_db
def test_the_cookie_is_signed_hidden_from_scripts_and_holds_for_a_year(client, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = like(client, make_article()).cookies["portal_reader"]
    assert re.fullmatch(r"[0-9a-f]{32}:[\w-]+:[\w-]+", cookie.value)
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 365 * 24 * 3600


@pytest.mark.django_db
def test_the_cookie_is_set_when_a_like_is_given_and_only_then(client):
    article = make_article()
    assert "portal_reader" in like(client, article).cookies
    assert "portal_reader" not in like(client, article).cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    "forged", ["", "x", "a" * 32, "a" * 32 + ":1:2", "\x00", "\xe8\xb5\x9e", "a" * 5000]
)
def test_a_forged_cookie_is_a_new_visitor(client, forged):
    article = make_article()
    like(client, article)
    client.cookies["portal_reader"] = forged
    assert like(client, article).json() == {"liked": True, "likes": 2}


@pytest.mark.django_db
def test_a_like_sent_from_elsewhere_is_refused(client):
    article = make_article()
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        assert like(client, article, headers=headers).status_code == 403
    assert likes_of(article) == 0


@pytest.mark.django_db
def test_only_what_readers_may_read_can_be_liked(client):
    draft = make_article(state="unpublished", first_published_at=None)
    scheduled = make_article(published_at=in_an_hour())
    withdrawn = make_article(state="withdrawn", first_published_at=timezone.now())
    assert [like(client, one).status_code for one in (draft, scheduled, withdrawn)] == [
        404,
        404,
        410,
    ]
    assert not Like.objects.exists()


@pytest.mark.django_db
def test_likes_are_given_by_post_alone(client):
    article = make_article()
    assert client.get(f"/article/{article.pk}/like/").status_code == 405
    assert likes_of(article) == 0


@pytest.mark.django_db
def test_new_visitors_of_one_network_are_limited_for_each_article(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    article, other = make_article(), make_article()
    for _visitor in range(NEW_READERS_A_NETWORK_AND_ARTICLE):
        client.cookies.clear()
        assert like(client, article).status_code == 200
    client.cookies.clear()
    refused = like(client, article, address="203.0.113.99")
    assert refused.status_code == 429
    assert "网络" in refused.json()["error"]
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert "网络" in like(client, article, headers=SAME_SITE).content.decode()
    assert like(client, article, address="198.51.100.1").status_code == 200
    client.cookies.clear()
    assert like(client, other).status_code == 200


@pytest.mark.django_db
def test_a_known_visitor_is_not_limited(client):
    article = make_article()
    for _click in range(2 * NEW_READERS_A_NETWORK_AND_ARTICLE + 1):
        answer = like(client, article)
    assert answer.json() == {"liked": True, "likes": 1}


@pytest.mark.django_db
def test_the_answer_is_kept_by_no_cache(client):
    assert "no-store" in like(client, make_article()).headers["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_double_clicks_at_once_leave_number_and_rows_equal():
    article = make_article()
    at_once(lambda _n: counters.toggle_like(article, visitor="a" * 32), range(101))
    assert likes_of(article) == Like.objects.count()
    assert likes_of(article) in (0, 1)
    at_once(lambda _n: counters.toggle_like(article, visitor="a" * 32, liked=True), range(64))
    assert likes_of(article) == Like.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_visitors_at_once_are_all_counted():
    article = make_article()
    ArticleCounter.objects.all().delete()  # even if nobody has made the row yet
    at_once(
        lambda n: counters.toggle_like(article, visitor=f"{n % 200:032x}", liked=True), range(600)
    )
    assert likes_of(article) == Like.objects.count() == 200
    assert counters.recount(check=True) == []
