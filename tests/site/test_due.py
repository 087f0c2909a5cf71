"""A scheduled change goes live with the first reader after its time, with no job running."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import JournalEntry
from tests.articles.desk import edited, fresh, published
from tests.factories import make_tag
from tests.threads import at_once

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture
def change():
    """A public article with a change that is due in an hour, and when."""
    article = published(headline="退潮", body="<p>潮汐旧文。</p>", tag_ids=(make_tag().pk,))
    due = timezone.now() + timedelta(hours=1)
    revision = edited(article, headline="涨潮", body="<p>潮汐新文。</p>")
    workflow.publish(revision, by=None, at=due)
    return fresh(article), due


def pages_of(article):
    """Where readers find the headline, each without a look at another page before."""
    return [
        article.get_absolute_url(),
        "/",
        "/feed/",
        "/feed.json",
        article.category.get_absolute_url(),
        "/search/?q=潮汐",
    ]


@pytest.mark.parametrize("place", range(6))
def test_readers_get_the_new_text_from_its_second_on(change, place, time_machine):
    article, due = change
    address = pages_of(article)[place]
    client = Client()
    time_machine.move_to(due - SECOND, tick=False)
    before = client.get(address).content.decode()
    time_machine.move_to(due + SECOND, tick=False)
    after = client.get(address).content.decode()
    assert "退潮" in before
    assert "涨潮" not in before
    assert "涨潮" in after
    assert "退潮" not in after


def test_it_goes_live_at_the_time_that_was_chosen_last(change, time_machine):
    article, due = change
    workflow.publish(article.latest_revision, by=None, at=due + timedelta(hours=1))
    time_machine.move_to(due + SECOND, tick=False)
    assert "涨潮" not in Client().get("/").content.decode()
    workflow.publish(article.latest_revision, by=None, at=due + timedelta(minutes=1))
    time_machine.move_to(due + timedelta(minutes=1), tick=False)
    assert "涨潮" in Client().get("/").content.decode()


def test_a_cancelled_change_never_goes_live(change, time_machine):
    article, due = change
    workflow.unschedule(article, by=None)
    time_machine.move_to(due + SECOND, tick=False)
    assert "涨潮" not in Client().get("/").content.decode()


def test_nothing_is_asked_twice_once_it_is_live(change, time_machine):
    article, due = change
    time_machine.move_to(due + SECOND, tick=False)
    Client().head(article.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        Client().get(article.get_absolute_url())
    assert not [query for query in queries if query["sql"].startswith(("BEGIN", "UPDATE"))]
    assert JournalEntry.objects.filter(action="article.publish", object_id=article.pk).count() == 2


@pytest.mark.parametrize("method", ["post", "put"])
def test_only_reading_puts_it_live(change, time_machine, method):
    article, due = change
    time_machine.move_to(due + SECOND, tick=False)
    getattr(Client(), method)(article.get_absolute_url())
    assert fresh(article).headline == "退潮"


@pytest.mark.django_db(transaction=True)
def test_readers_who_come_at_once_put_it_live_once(change, time_machine):
    article, due = change
    time_machine.move_to(due + SECOND)
    address = article.get_absolute_url()
    pages = at_once(lambda _: Client().get(address).content.decode(), range(4), threads=4)
    assert all("涨潮" in page for page in pages)
    assert JournalEntry.objects.filter(action="article.publish", object_id=article.pk).count() == 2


def test_a_change_that_cannot_be_read_takes_no_page_from_readers(change, time_machine, caplog):
    article, due = change
    revisions = article.revisions.filter(pk=article.latest_revision_id)
    revisions.update(content={"cover_id": "nonsense"})
    time_machine.move_to(due + SECOND, tick=False)
    for address in pages_of(article):
        answer = Client().get(address)
        assert answer.status_code == 200
        assert "涨潮" not in answer.content.decode()
    assert "A scheduled change could not be published." in caplog.text
