"""Taking articles over in bulk comes to the same as the verbs of the desk, one by one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.freshness import versions
from articles.models import Article, ArticleRevision, JournalEntry, SearchDocument, Tombstone
from articles.workflow import DeskState, ImportedArticle, NotReadyToPublish, desk_state
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_content,
    make_picture,
    make_tag,
)

pytestmark = pytest.mark.django_db

AT = timezone.now() - timedelta(days=400)
UNLIKE = {"id", "created_at", "saved_at", "live_revision_id", "latest_revision_id"}
UNLIKE_REVISION = {"id", "article_id", "created_at", "published_at"}


def take_over(*rows: ImportedArticle) -> list[Article]:
    return workflow.import_articles(rows, note="导入")


def values(row, without):
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in without
    }


def by_the_verbs(row: ImportedArticle) -> Article:
    article = workflow.create_article(row.content, by=None, note="导入")
    if row.publish_at:
        workflow.publish(article.latest_revision, by=None, at=row.publish_at)
    elif row.is_in_review:
        workflow.submit(article.latest_revision, by=None)
    return workflow.place(
        article, by=None, is_pinned=row.is_pinned, comments_open=row.comments_open
    )


@pytest.mark.parametrize(
    "given",
    [
        {"publish_at": AT},
        {"publish_at": timezone.now() + timedelta(days=30)},
        {"publish_at": AT, "is_pinned": True, "comments_open": False},
        {"is_in_review": True},
        {},
    ],
)
def test_the_outcome_is_that_of_the_verbs(given):
    picture = make_picture()
    content = make_content(
        category_id=make_category(parent=make_category()).pk,
        tag_ids=(make_tag().pk, make_tag().pk),
        author_ids=(make_author().pk, make_author().pk),
        cover_id=picture.pk,
        body=f'<p>正文<script>x</script>。</p><figure><img data-picture="{picture.pk}"></figure>',
    )
    row = ImportedArticle(content=content, **given)
    (ours,) = take_over(row)
    ours, theirs = Article.objects.get(pk=ours.pk), by_the_verbs(row)
    assert values(ours, UNLIKE) == values(Article.objects.get(pk=theirs.pk), UNLIKE)
    revisions = [
        values(ArticleRevision.objects.get(article=article), UNLIKE_REVISION)
        for article in (ours, theirs)
    ]
    assert revisions[0] == revisions[1]
    assert workflow.content_of(ours) == workflow.content_of(theirs)
    assert desk_state(ours) == desk_state(theirs)
    assert bool(ours.live_revision) == bool(row.publish_at)
    lists = [
        (
            list(article.bylines.values_list("author", "position")),
            list(article.article_tags.values_list("tag", flat=True)),
            list(article.article_pictures.values_list("picture", flat=True)),
            SearchDocument.objects.filter(pk=article.pk).exists(),
        )
        for article in (ours, theirs)
    ]
    assert lists[0] == lists[1]


def test_ids_are_kept_and_those_taken_are_not():
    taken = make_article(id=7)
    Tombstone.objects.create(article_id=8, was_public=True)
    rows = [ImportedArticle(content=make_content(), article_id=pk) for pk in (7, 8, 9, 9, None)]
    articles = take_over(*rows)
    ids = [article.pk for article in articles]
    assert ids[2] == 9
    assert len(set(ids) | {7, 8}) == 7
    assert Article.objects.get(pk=7).headline == taken.headline


def test_reserved_ids_are_given_to_nobody():
    before = make_article().pk
    workflow.reserve_ids(before + 500)
    assert make_article().pk == before + 501
    workflow.reserve_ids(before)
    assert make_article().pk == before + 502


def test_what_was_counted_elsewhere_is_counted_on():
    (article,) = take_over(ImportedArticle(content=make_content(), views=1900, likes=28))
    assert (article.counter.views_base, article.counter.likes_base) == (1900, 28)


def test_what_is_not_ready_is_refused_and_leaves_nothing():
    good = ImportedArticle(content=make_content(category_id=make_category().pk), publish_at=AT)
    for bad in (
        make_content(category_id=None),
        make_content(category_id=99),
        make_content(body=""),
    ):
        with pytest.raises(NotReadyToPublish):
            take_over(good, ImportedArticle(content=bad, publish_at=AT))
    assert not Article.objects.exists()


def test_each_article_has_one_line_in_the_journal_and_pages_are_told():
    category = make_category()
    content = make_content(category_id=category.pk)
    (article,) = take_over(ImportedArticle(content=content, publish_at=AT))
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.object_id, entry.note) == ("article.create", article.pk, "导入")
    keys = [f"article:{article.pk}", f"category:{category.pk}", "front"]
    assert all(versions(*keys).values())


def test_only_search_and_freshness_ask_for_each_article(django_assert_max_num_queries):
    category = make_category()
    content = make_content(category_id=category.pk)
    rows = [ImportedArticle(content=content, publish_at=AT) for _ in range(50)]
    with django_assert_max_num_queries(50 * 3 + 40):
        take_over(*rows)


def test_nothing_taken_over_tells_nobody(django_assert_num_queries):
    with django_assert_num_queries(2):  # BEGIN, or a savepoint and its release
        assert take_over() == []


def test_the_desk_sees_what_came():
    take_over(ImportedArticle(content=make_content(), is_in_review=True))
    assert desk_state(Article.objects.get()) == DeskState.IN_REVIEW
