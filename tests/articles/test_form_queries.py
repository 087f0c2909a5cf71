"""The writing page with everything on it: at most 25 queries in all."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import presence, sharing, workflow
from articles.models import DeskSettings
from portal.roles import CHIEF, EDITOR
from tests.articles.desk import address, desk_of, edited, fresh, published
from tests.factories import in_an_hour, make_author, make_draft, make_picture, make_tag

pytestmark = pytest.mark.django_db

MOST_QUERIES = 25


def crowded():
    """A public article with a text waiting, pictures, names, links, a plan and a past."""
    pictures = [make_picture() for _ in range(3)]
    body = "".join(f'<p><img data-picture="{one.pk}" alt="图"></p>' for one in pictures)
    article = published(
        body=f'{body}<p><a href="/article/1.html">旧文</a>与<a href="/tag/none/">标签</a></p>',
        cover_id=pictures[0].pk,
        tag_ids=tuple(make_tag().pk for _ in range(3)),
        author_ids=tuple(make_author().pk for _ in range(3)),
        responsible_editor="于存真",
    )
    edited(article, headline="先改一次")
    workflow.submit(edited(article, headline="等着的改动"), by=None)
    workflow.place(article, by=None, planned_for=in_an_hour())
    return fresh(article)


def prepared(article, user, colleague):
    workflow.assign(article, by=None, to=colleague)
    presence.seen(article, colleague)
    link = sharing.create_link(article, by=colleague, hours=24, label="外审")
    sharing.leave_note(link, name="外审", body="可以。", network="192.0.2.1")
    return fresh(article)


def queries_of(client, article):
    client.get(address(article))  # the first of a session also notes that the person is here
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(article)).status_code == 200
    return [query["sql"] for query in queries]


@pytest.mark.parametrize("four_eyes", [True, False])
@pytest.mark.parametrize("role", [CHIEF, EDITOR])
def test_a_public_article_with_everything(role, four_eyes):
    DeskSettings.objects.create(pk=1, four_eyes=four_eyes, watch_words="旧文\n标签")
    client = desk_of(role)
    article = prepared(crowded(), client.user, desk_of(EDITOR).user)
    assert len(queries_of(client, article)) <= MOST_QUERIES


def test_a_scheduled_change(editor):
    article = crowded()
    at = timezone.now() + timedelta(days=1)
    workflow.publish(article.latest_revision, by=None, at=at)
    article = prepared(article, editor.user, desk_of(EDITOR).user)
    assert len(queries_of(editor, article)) <= MOST_QUERIES


def test_an_authors_draft_with_a_newer_autosave(author):
    article = make_draft(by=author.user, author_ids=(make_author(user=author.user).pk,))
    article = prepared(article, author.user, desk_of(EDITOR).user)
    author.post(address(article, "autosave"), {"headline": "没存的", "body": "<p>没存。</p>"})
    assert len(queries_of(author, article)) <= MOST_QUERIES
