"""Pages beside those of test_public_headers.py cost a reader's page, too: a dozen queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments import receipts
from comments.models import Comment
from tests.factories import make_article, make_author, make_category, make_comment, make_tag

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
# A correction is rare, and its article may cost one query more than all others.
MOST_WITH_CORRECTIONS = MOST_QUERIES + 1


@pytest.fixture
def article():
    """An article among others, with everything on its page."""
    shared = {"category": make_category(), "tags": [make_tag()], "authors": [make_author()]}
    for _ in range(8):
        article = make_article(**shared)
    make_comment(parent=make_comment(article=article))
    return article


def queries_of(ask, status):
    with CaptureQueriesContext(connection) as queries:
        assert ask().status_code == status
    return len(queries)


def test_a_page_that_is_not_there(client, article):
    assert queries_of(lambda: client.get("/nope/"), 404) <= MOST_QUERIES


def test_an_article_that_is_gone(client, article):
    Article.objects.filter(pk=article.pk).update(state=Article.State.WITHDRAWN)
    assert queries_of(lambda: client.get(article.get_absolute_url()), 410) <= MOST_QUERIES


def test_an_article_with_corrections_and_one_without(client, article):
    address = article.get_absolute_url()
    assert queries_of(lambda: client.get(address), 200) <= MOST_QUERIES
    for number in range(5):
        article.corrections.create(kind="correction", note=f"第{number}处")
    Article.objects.filter(pk=article.pk).update(has_corrections=True)
    assert queries_of(lambda: client.get(address), 200) <= MOST_WITH_CORRECTIONS


def test_an_article_that_was_retracted(client, article):
    article.corrections.create(kind="retraction", note="失实")
    Article.objects.filter(pk=article.pk).update(state=Article.State.RETRACTED)
    assert queries_of(lambda: client.get(article.get_absolute_url()), 410) <= MOST_QUERIES


def test_the_corrections(client, article):
    article.corrections.create(kind="correction", note="更正")
    assert queries_of(lambda: client.get("/corrections/"), 200) <= MOST_QUERIES


def test_an_article_with_a_receipt(client, article):
    waiting = make_comment(article=article, state=Comment.State.PENDING, body="等一等")
    address = f"{article.get_absolute_url()}?receipt={receipts.receipt_for(waiting)}"
    with CaptureQueriesContext(connection) as queries:
        assert "等一等" in client.get(address).content.decode()
    assert len(queries) <= MOST_QUERIES


def test_a_comment_with_mistakes(client, article):
    address = f"/article/{article.pk}/comments/"
    assert queries_of(lambda: client.post(address, {"body": "还没写完"}), 422) <= MOST_QUERIES
