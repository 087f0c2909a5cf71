"""Two at once: the database lets one through, and no text is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from articles import workflow
from articles.models import Article, ArticleRevision
from articles.workflow import MoveRefused
from tests.factories import make_content, make_draft

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*verbs):
    """Run the verbs in threads of their own; return how many were refused."""
    start = Barrier(len(verbs))

    def run(verb):
        try:
            start.wait()
            verb()
        except MoveRefused:
            return 1
        finally:
            connection.close()
        return 0

    with ThreadPoolExecutor(len(verbs)) as threads:
        return sum(threads.map(run, verbs))


def test_of_two_verdicts_one_counts():
    article = make_draft()
    revision = article.latest_revision
    workflow.submit(revision, by=None)
    refused = at_once(
        lambda: workflow.approve(revision, by=None),
        lambda: workflow.request_changes(revision, by=None, reason="再核"),
    )
    assert refused == 1


def test_publishing_twice_publishes_once():
    revision = make_draft().latest_revision
    assert at_once(*[lambda: workflow.publish(revision, by=None)] * 4) == 3
    assert Article.objects.published().count() == 1


def test_saves_at_once_are_all_kept_and_one_is_the_newest():
    article = make_draft()
    seen = article.latest_revision
    contents = [make_content(headline=f"同时 {number}") for number in range(4)]
    at_once(
        *[
            lambda content=content: workflow.save_revision(article, content, by=None, base=seen)
            for content in contents
        ]
    )
    kept = set(ArticleRevision.objects.values_list("headline", flat=True))
    assert kept >= {content.headline for content in contents}
    article.refresh_from_db()
    assert article.headline == article.latest_revision.headline


def test_a_save_never_slips_under_a_publication():
    article = make_draft(headline="读过的")
    revision = article.latest_revision
    at_once(
        lambda: workflow.publish(revision, by=None),
        lambda: workflow.save_revision(article, make_content(headline="没读过的"), by=None),
    )
    article.refresh_from_db()
    public = Article.objects.published().filter(pk=article.pk).first()
    assert public is None or public.headline == "读过的"


def test_a_due_change_is_published_once_by_many_machines():
    article = workflow.publish(make_draft().latest_revision, by=None)
    revision = workflow.save_revision(article, make_content(headline="定时"), by=None)
    workflow.publish(revision, by=None, at=timezone.now() + timedelta(hours=1))
    later = timezone.now() + timedelta(hours=2)
    published = []
    at_once(*[lambda: published.append(workflow.publish_due(later))] * 4)
    assert sum(published) == 1
