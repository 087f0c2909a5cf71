"""A content goes into a revision and comes back the same."""

from dataclasses import fields

import pytest

from articles.content import FIELDS, ArticleContent
from articles.models import Article, ArticleRevision
from articles.models.revision import CONTENT_SCHEMA
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_content,
    make_draft,
    make_picture,
    make_tag,
)

FULL = ArticleContent(
    headline="标题",
    body="<p>正文。</p>",
    subheadline="副标题",
    excerpt="摘要",
    language="en",
    cover_id=7,
    category_id=3,
    tag_ids=(5, 4),
    author_ids=(9, 8),
    responsible_editor="于存真",
    editor_code="zx0176",
    origin="reprinted",
    source_name="某报",
    source_url="https://example.com/a",
    notice_mode="custom",
    notice_text="{site}",
    indent_first_line=True,
    seo_title="搜索标题",
    seo_description="搜索描述",
)


def test_a_content_survives_its_revision():
    revision = FULL.to_revision()
    assert revision.content_schema == CONTENT_SCHEMA
    assert ArticleContent.from_revision(revision) == FULL


@pytest.mark.django_db
def test_a_content_survives_the_database():
    article = make_draft()
    revision = FULL.to_revision()
    revision.article = article
    revision.save()
    stored = ArticleRevision.objects.get(pk=revision.pk)
    assert ArticleContent.from_revision(stored) == FULL


def test_the_example_above_differs_from_the_defaults_in_every_field():
    assert FULL.changes_since(ArticleContent()) == list(FIELDS)


def test_headline_and_body_are_columns_and_everything_else_is_json():
    revision = FULL.to_revision()
    assert set(revision.content) == {field.name for field in fields(FULL)} - {"headline", "body"}


def test_keys_of_another_version_are_left_alone_and_missing_ones_have_defaults():
    revision = ArticleRevision(headline="旧", content={"subtitle": "?", "editor_code": "0764"})
    content = ArticleContent.from_revision(revision)
    assert content == ArticleContent(headline="旧", editor_code="0764")


@pytest.mark.django_db
def test_the_live_row_reads_as_the_content_that_made_it():
    tags, authors = [make_tag(), make_tag()], [make_author(), make_author()]
    article = make_article(tags=tags, authors=authors, cover=make_picture(), editor_code="0764")
    content = ArticleContent.from_article(Article.objects.get(pk=article.pk))
    assert content.headline == article.headline
    assert content.tag_ids == tuple(tag.pk for tag in tags)
    assert content.author_ids == tuple(author.pk for author in authors)
    assert (content.cover_id, content.editor_code) == (article.cover_id, "0764")


@pytest.mark.django_db
def test_what_the_ids_stand_for_comes_in_their_order_and_what_is_gone_is_named():
    first, second = make_author(), make_author()
    content = make_content(
        author_ids=(second.pk, first.pk),
        tag_ids=(10**9,),
        cover_id=10**9,
        body='<p>文。</p><figure><img data-picture="999999"></figure>',
    )
    relations = content.relations()
    assert relations.authors == [second, first]
    assert set(relations.gone) == {"tags", "cover", "body"}


@pytest.mark.django_db
def test_looking_up_the_relations_takes_four_queries(django_assert_max_num_queries):
    content = make_content(
        category_id=make_category(parent=make_category()).pk,
        tag_ids=tuple(make_tag().pk for _ in range(9)),
        author_ids=tuple(make_author().pk for _ in range(5)),
        cover_id=make_picture().pk,
    )
    with django_assert_max_num_queries(4):
        relations = content.relations()
        assert relations.category.parent


def test_a_body_of_nothing_but_a_picture_or_a_video_is_no_empty_one():
    for mark in ('<img data-picture="1">', '<figure data-embed="https://example.com/v"></figure>'):
        assert "body" not in ArticleContent(body=mark).missing
    assert "body" in ArticleContent(body="<p><br></p>").missing
