"""Load balancers learn the truth, and nothing else."""

import pytest
from django.db import OperationalError, connection


def test_a_living_process_answers_without_the_database(client):
    # No django_db mark: a query would fail this test.
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_ready_is_who_reaches_database_and_cache(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_a_silent_database_is_named_and_its_secrets_are_not(client):
    def refuse(execute, sql, *rest):
        raise OperationalError("could not connect to 10.1.2.3 as portal")

    with connection.execute_wrapper(refuse):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready: database\n")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cache",
    [
        {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        },
    ],
    ids=["forgets", "is not there"],
)
def test_a_cache_that_does_not_answer_is_named(client, settings, cache):
    settings.CACHES = {"default": cache}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready: cache\n")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_asked_by_get(client, path):
    assert client.post(path).status_code == 405
