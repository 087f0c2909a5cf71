"""Views: who is counted, once; and nobody can be followed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles import counters
from articles.counters.buckets import bucket_of
from articles.counters.salts import salt_of
from articles.models import ArticleCounter, DailySalt, View, ViewDay
from tests.factories import in_an_hour, make_article, make_user
from tests.threads import at_once

BROWSER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36"
)
SAME_SITE = {"Sec-Fetch-Site": "same-origin", "User-Agent": BROWSER}


@pytest.fixture(autouse=True)
def _fresh_salt():
    salt_of.cache_clear()


def open_page(client, article, *, address="203.0.113.7", method="post", **headers):
    send = getattr(client, method)
    url = f"/article/{article.pk}/view/"
    return send(url, headers=SAME_SITE | headers, REMOTE_ADDR=address)


def views_of(article):
    return counters.totals([article.pk])[article.pk].views


def loads_of(article):
    return counters.totals([article.pk])[article.pk].loads


@pytest.mark.django_db
def test_a_reader_is_counted_once_in_half_an_hour_and_every_load_is_kept(client, time_machine):
    time_machine.move_to(datetime(2026, 3, 1, 12, 1, tzinfo=UTC), tick=False)
    article = make_article()
    for minute in (1, 10, 29):
        time_machine.move_to(datetime(2026, 3, 1, 12, minute, tzinfo=UTC), tick=False)
        assert open_page(client, article).status_code == 204
    assert (views_of(article), loads_of(article)) == (1, 3)
    time_machine.move_to(datetime(2026, 3, 1, 12, 30, tzinfo=UTC), tick=False)
    open_page(client, article)
    assert (views_of(article), loads_of(article)) == (2, 4)


@pytest.mark.django_db
def test_two_addresses_and_two_browsers_are_different_readers(client):
    article = make_article()
    open_page(client, article, address="203.0.113.7")
    open_page(client, article, address="203.0.113.8")
    open_page(client, article, address="203.0.113.8", **{"User-Agent": f"{BROWSER} Edg/126"})
    assert views_of(article) == 3


@pytest.mark.django_db
def test_what_is_kept_names_neither_address_nor_browser(client):
    article = make_article()
    open_page(client, article)
    kept = View.objects.get()
    assert len(kept.visitor) == 32
    assert set(kept.visitor) <= set("0123456789abcdef")


@pytest.mark.django_db
def test_the_same_browser_is_somebody_else_the_next_day(time_machine):
    time_machine.move_to(datetime(2026, 3, 1, 12, tzinfo=UTC))
    today = counters.visitor_of("203.0.113.7", BROWSER)
    assert counters.visitor_of("203.0.113.7", BROWSER) == today
    time_machine.move_to(datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert counters.visitor_of("203.0.113.7", BROWSER) != today


@pytest.mark.django_db
def test_the_salt_of_a_day_is_destroyed_when_the_day_is_over(time_machine):
    # 15:30 UTC is half past eleven at night in Shanghai.
    time_machine.move_to(datetime(2026, 3, 1, 15, 30, tzinfo=UTC))
    counters.visitor_of("203.0.113.7", BROWSER)
    assert counters.destroy_past_salts() == 0
    time_machine.move_to(datetime(2026, 3, 1, 16, 50, tzinfo=UTC))
    assert counters.destroy_past_salts() == 0, "clocks differ: not in the first hour of the day"
    time_machine.move_to(datetime(2026, 3, 1, 17, 10, tzinfo=UTC))
    assert counters.destroy_past_salts() == 1
    assert not DailySalt.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_processes_agree_on_one_salt():
    def ask(_turn):
        return salt_of.__wrapped__(timezone.localdate())

    assert len(set(at_once(ask, range(16)))) == 1
    assert DailySalt.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": ""},
        {"User-Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://example.com/)"},
        {"User-Agent": "curl/8.1"},
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
    ],
)
def test_crawlers_and_prefetches_are_answered_but_not_counted(client, headers):
    article = make_article()
    assert open_page(client, article, **headers).status_code == 204
    assert loads_of(article) == 0


@pytest.mark.django_db
def test_the_newsroom_reading_its_own_pages_is_not_counted(client):
    article = make_article()
    client.force_login(make_user())
    assert open_page(client, article).status_code == 204
    assert loads_of(article) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_only_a_post_counts(client, method):
    article = make_article()
    assert open_page(client, article, method=method).status_code == 405
    assert loads_of(article) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {},
    ],
)
def test_a_view_sent_from_elsewhere_is_refused(client, headers):
    article = make_article()
    answer = client.post(f"/article/{article.pk}/view/", headers={"User-Agent": BROWSER} | headers)
    assert answer.status_code == 403
    assert loads_of(article) == 0


@pytest.mark.django_db
def test_an_origin_of_our_own_is_proof_enough(client):
    article = make_article()
    headers = {"User-Agent": BROWSER, "Origin": "http://testserver"}
    assert client.post(f"/article/{article.pk}/view/", headers=headers).status_code == 204
    assert views_of(article) == 1


@pytest.mark.django_db
def test_only_what_readers_may_read_can_be_counted(client):
    draft = make_article(state="unpublished", first_published_at=None)
    scheduled = make_article(published_at=in_an_hour())
    withdrawn = make_article(state="withdrawn", first_published_at=timezone.now())
    expired = make_article(expires_at=timezone.now())
    answers = [open_page(client, one).status_code for one in (draft, scheduled, withdrawn, expired)]
    assert answers == [404, 404, 410, 410]
    assert client.post("/article/999999/view/", headers=SAME_SITE).status_code == 404
    assert client.post(f"/article/{2**70}/view/", headers=SAME_SITE).status_code == 404
    assert not View.objects.exists()


@pytest.mark.django_db
def test_the_answer_sets_no_cookie_and_is_kept_by_no_cache(client):
    answer = open_page(client, make_article())
    assert not answer.cookies
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_counting_takes_two_short_statements_and_no_transaction(client, django_assert_num_queries):
    article = make_article()
    open_page(client, article)
    with django_assert_num_queries(2) as asked:  # the salt is known by now
        open_page(client, article)
    assert not any("BEGIN" in query["sql"] for query in asked.captured_queries)


@pytest.mark.django_db(transaction=True)
def test_2000_readers_in_16_threads_are_2000_views():
    article = make_article()
    at_once(lambda n: counters.record_view(article, visitor=f"{n:032x}"), range(2000))
    assert views_of(article) == loads_of(article) == 2000


@pytest.mark.django_db(transaction=True)
def test_one_reader_in_16_threads_is_one_view():
    article = make_article()
    at_once(lambda _n: counters.record_view(article, visitor="a" * 32), range(200))
    assert (views_of(article), loads_of(article)) == (1, 200)


@pytest.mark.django_db
def test_rolled_up_views_are_found_in_their_day_and_their_total():
    article = make_article()
    evening = datetime(2026, 3, 1, 15, 45, tzinfo=UTC)  # 23:45 in Shanghai
    counters.record_view(article, visitor="a" * 32, at=evening)
    counters.record_view(article, visitor="a" * 32, at=evening)
    counters.record_view(article, visitor="b" * 32, at=evening + timedelta(minutes=30))
    assert counters.roll_up(evening + timedelta(hours=2)) == 2
    days = ViewDay.objects.order_by("day").values_list("day", "views", "loads")
    assert [(str(day), views, loads) for day, views, loads in days] == [
        ("2026-03-01", 1, 2),
        ("2026-03-02", 1, 1),
    ]
    counter = ArticleCounter.objects.get(article=article)
    assert (counter.views, counter.loads) == (2, 3)
    assert not View.objects.exists()


@pytest.mark.django_db
def test_a_bucket_that_may_still_be_written_to_is_left_alone():
    article = make_article()
    start = datetime(2026, 3, 1, 12, tzinfo=UTC)
    counters.record_view(article, visitor="a" * 32, at=start)
    assert counters.roll_up(start + timedelta(minutes=34)) == 0
    assert counters.roll_up(start + timedelta(minutes=35)) == 1


@pytest.mark.django_db
def test_a_second_roll_up_finds_nothing():
    article = make_article()
    counters.record_view(article, visitor="a" * 32, at=timezone.now() - timedelta(days=1))
    assert [counters.roll_up(), counters.roll_up()] == [1, 0]
    assert views_of(article) == 1


@pytest.mark.django_db
def test_totals_are_the_same_before_and_after_rolling_up():
    article = make_article()
    ArticleCounter.objects.filter(article=article).update(views_base=1000, likes_base=10)
    yesterday = timezone.now() - timedelta(days=1)
    for n in range(7):
        counters.record_view(article, visitor=f"{n:032x}", at=yesterday)
    before = counters.totals([article.pk])
    counters.roll_up()
    assert counters.totals([article.pk]) == before
    assert before[article.pk] == counters.Totals(views=1007, loads=1007, likes=10, comments=0)


@pytest.mark.django_db
def test_an_article_without_a_row_of_numbers_is_counted_all_the_same():
    article = make_article()
    ArticleCounter.objects.all().delete()
    counters.record_view(article, visitor="a" * 32, at=timezone.now() - timedelta(days=1))
    assert views_of(article) == 1
    counters.roll_up()
    assert views_of(article) == 1


@pytest.mark.django_db
def test_the_numbers_of_a_whole_list_cost_one_query(django_assert_num_queries):
    articles = [make_article() for _ in range(30)]
    counters.record_view(articles[3], visitor="a" * 32)
    with django_assert_num_queries(1):
        counters.attach_totals(articles)
    assert [article.totals.views for article in articles[2:5]] == [0, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_roll_ups_at_once_with_readers_lose_and_double_nothing():
    articles = [make_article() for _ in range(3)]
    yesterday = timezone.now() - timedelta(days=1)
    # Four machines roll up while readers of finished and of open half hours come in.
    View.objects.bulk_create(
        View(article=articles[n % 3], bucket=bucket_of(yesterday) - n % 5, visitor=f"{n:032x}")
        for n in range(6000)
    )

    def act(turn):
        if turn % 100 < 4:
            counters.roll_up()
        else:
            counters.record_view(articles[turn % 3], visitor=f"{turn:032x}")

    at_once(act, range(1200))
    arrived = 1200 - 12 * 4
    assert sum(views_of(article) for article in articles) == 6000 + arrived
    assert sum(row.views for row in ViewDay.objects.all()) == 6000
    assert counters.recount(check=True) == []


@pytest.mark.django_db(transaction=True)
def test_a_roll_up_that_dies_half_way_has_done_nothing():
    article = make_article()
    counters.record_view(article, visitor="a" * 32, at=timezone.now() - timedelta(days=1))

    def die_at_the_totals(execute, sql, *rest):
        if "articles_articlecounter" in sql:
            raise InterruptedError
        return execute(sql, *rest)

    with connection.execute_wrapper(die_at_the_totals), pytest.raises(InterruptedError):
        counters.roll_up()
    assert View.objects.count() == 1
    assert not ViewDay.objects.exists()
    assert counters.roll_up() == 1
    assert views_of(article) == 1
