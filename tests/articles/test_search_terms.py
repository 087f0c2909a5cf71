"""What readers look for is counted by day, and nothing about them is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import search, search_terms
from articles.models import SearchTerm
from tests.factories import make_article

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


def ask(client, query="屋顶光伏", **more):
    return client.get("/search/", {"q": query} | more, headers=BROWSER)


def kept():
    return list(SearchTerm.objects.order_by("words").values_list("words", "searches", "found"))


def test_a_search_is_counted_with_what_it_found(client):
    search.index(make_article(headline="屋顶光伏进村"))
    ask(client)
    ask(client)
    ask(client, "没有的词")
    assert kept() == [("屋顶光伏", 2, 1), ("没有的词", 1, 0)]


def test_spellings_of_the_same_words_are_one(client):
    for query in ("5G 基站", "\uff15\uff47  基站", " 5g　基站"):
        ask(client, query)
    assert kept() == [("5g 基站", 3, 0)]


@pytest.mark.parametrize("more", [{"page": "2"}, {"order": "newest"}, {"since": "week"}])
def test_turning_pages_and_sifting_ask_nothing_new(client, more):
    for _ in range(25):
        search.index(make_article(headline="屋顶光伏进村"))
    assert ask(client, **more).status_code == 200
    assert kept() == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "！！",
        "reader@example.com",
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "\uff11\uff13\uff18\uff10\uff10\uff11\uff13\uff18",
        "长" * 61,
    ],
)
def test_what_may_be_somebodys_own_is_not_kept(client, query):
    assert ask(client, query).status_code == 200
    assert kept() == []


@pytest.mark.parametrize("agent", ["", "Baiduspider/2.0", "curl/8.0"])
def test_programs_are_not_counted(client, agent):
    client.get("/search/", {"q": "屋顶"}, headers={"User-Agent": agent})
    assert kept() == []


def test_a_head_request_is_no_search(client):
    client.head("/search/", {"q": "屋顶"}, headers=BROWSER)
    assert kept() == []


def test_counting_is_one_statement_without_a_transaction(client, django_assert_num_queries):
    with django_assert_num_queries(1) as done:
        search_terms.record("屋顶", found=0)
    assert "BEGIN" not in done.captured_queries[0]["sql"]


def test_a_day_holds_so_many_different_words_and_no_more(monkeypatch):
    monkeypatch.setattr(search_terms, "MOST_A_DAY", 2)
    for words in ("一", "二", "三", "一"):
        search_terms.record(words, found=0)
    assert sorted(kept()) == [("一", 2, 0), ("二", 1, 0)]


def test_the_desk_sees_what_several_searches_asked_for():
    today = timezone.localdate()
    for words, times in (("常问", 3), ("少问", 2)):
        for _ in range(times):
            search_terms.record(words, found=0)
    shown = search_terms.asked_for(today, today, limit=9)
    assert [(one.words, one.searches) for one in shown] == [("常问", 3)]


def test_what_found_something_is_not_missed():
    today = timezone.localdate()
    for _ in range(3):
        search_terms.record("有", found=4)
        search_terms.record("无", found=0)
    missed = search_terms.asked_for(today, today, limit=9, only_missed=True)
    assert [one.words for one in missed] == ["无"]


def test_words_are_forgotten_after_a_good_year():
    today = timezone.localdate()
    for days in (400, 401):
        SearchTerm.objects.create(day=today - timedelta(days=days), words="旧", searches=1)
    assert search_terms.forget_past_terms() == 1
