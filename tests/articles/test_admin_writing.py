"""Writing in the admin: every save a revision, every step the person's own."""

import pytest

from articles import workflow
from articles.models import Article, Tag
from articles.workflow import DeskState, desk_state, waiting_state
from tests.articles.desk import ADD, address, published, save, typed
from tests.factories import (
    make_author,
    make_draft,
    make_tag,
)

pytestmark = pytest.mark.django_db


def test_an_author_writes_a_new_article_and_submits_it(author):
    response = author.post(ADD, typed(headline="第一篇", _move="submit"))
    article = Article.objects.get()
    assert response.url == address(article)
    assert (article.headline, article.created_by) == ("第一篇", author.user)
    assert desk_state(article) == DeskState.IN_REVIEW


def test_a_new_article_begins_with_the_writers_byline(author):
    make_author(name="林见川", user=author.user)
    form = author.get(ADD).context["form"]
    assert form["authors"].value() == "林见川"


def test_the_form_shows_the_latest_text_and_readers_keep_theirs(editor):
    article = published()
    before = article.headline
    save(editor, article, headline="还在改")
    assert editor.get(address(article)).context["form"]["headline"].value() == "还在改"
    article.refresh_from_db()
    assert article.headline == before
    assert waiting_state(article) == DeskState.DRAFT


def test_every_field_of_the_form_arrives_in_the_revision(editor):
    article = make_draft()
    tag, first, second = make_tag(name="退潮"), make_author(name="甲"), make_author(name="乙")
    sent = {
        "subheadline": "副标题",
        "excerpt": "摘要",
        "tags": "退潮",
        "authors": "乙、甲",
        "responsible_editor": "于存真",
        "editor_code": "zx0176",
        "origin": "reprinted",
        "source_name": "某报",
        "source_url": "example.com/a",
        "notice_mode": "custom",
        "notice_text": "转自 {source}",
        "indent_first_line": "on",
        "seo_title": "搜索标题",
        "seo_description": "搜索描述",
    }
    content = workflow.content_of(save(editor, article, **sent))
    assert content.tag_ids == (tag.pk,)
    assert content.author_ids == (second.pk, first.pk)
    assert content.source_url == "https://example.com/a"
    assert content.indent_first_line
    for name in (
        "subheadline",
        "excerpt",
        "editor_code",
        "source_name",
        "notice_text",
        "seo_title",
    ):
        assert getattr(content, name) == sent[name]


def test_new_tags_are_made_as_they_are_typed(author):
    make_tag(name="退潮")
    article = make_draft(by=author.user)
    article = save(author, article, tags="退潮, 屋顶光伏、AI；ai")
    assert [tag.name for tag in article.tags.order_by("pk")] == ["退潮", "屋顶光伏", "AI"]
    assert Tag.objects.get(name="AI").slug == "ai"


def test_a_name_that_two_authors_share_is_asked_for_again(editor):
    make_author(name="张伟", slug="zhang-1")
    make_author(name="张伟", slug="zhang-2")
    article = make_draft()
    response = editor.post(address(article), typed(article, authors="张伟"))
    assert "zhang-1、zhang-2" in response.context["form"].errors["authors"][0]
    article = save(editor, article, authors="zhang-2")
    assert [one.slug for one in article.ordered_authors] == ["zhang-2"]
    assert editor.get(address(article)).context["form"]["authors"].value() == "zhang-2"


def test_an_unknown_author_is_refused_and_what_was_typed_stays(editor):
    article = make_draft()
    response = editor.post(address(article), typed(article, headline="改", authors="查无此人"))
    assert response.status_code == 200
    assert response.context["form"]["headline"].value() == "改"
    assert article.revisions.count() == 1


def test_an_editor_publishes_what_was_just_typed(editor):
    article = make_draft()
    article = save(editor, article, "publish", headline="成稿")
    assert article.is_published
    assert article.headline == "成稿"
    assert article.live_revision.published_by == editor.user


def test_missing_fields_are_named_beside_them_and_nothing_is_published(editor):
    article = make_draft()
    sent = typed(article, headline="", category="", origin="reprinted", _move="publish")
    response = editor.post(address(article), sent)
    assert set(response.context["form"].errors) == {"headline", "category", "source_name"}
    article.refresh_from_db()
    assert article.state == Article.State.UNPUBLISHED


def test_a_draft_may_lack_everything_but_a_word(author):
    article = make_draft(by=author.user)
    assert save(author, article, headline="", category="").headline == ""
    response = author.post(address(article), typed(article, headline="", body=""))
    assert "headline" in response.context["form"].errors


def test_a_notice_takes_only_known_placeholders(editor):
    article = make_draft()
    sent = typed(article, notice_mode="custom", notice_text="转自 {spurce}")
    errors = editor.post(address(article), sent).context["form"].errors
    assert "spurce" in errors["notice_text"][0]


def test_the_body_is_cleaned_before_it_is_compared_and_stored(editor):
    article = save(editor, make_draft(), body='<p onclick="x()">文<script>alert(1)</script></p>')
    assert article.body == "<p>文</p>"


def test_the_form_takes_few_queries(editor, django_assert_max_num_queries):
    tags, authors = [make_tag() for _ in range(8)], [make_author() for _ in range(4)]
    article = make_draft(
        tag_ids=tuple(tag.pk for tag in tags), author_ids=tuple(one.pk for one in authors)
    )
    for number in range(40):
        save(editor, article, headline=f"第 {number} 稿")
    with django_assert_max_num_queries(25):
        editor.get(address(article))


def test_only_pages_with_the_editor_allow_inline_scripts(editor):
    article = make_draft()
    assert "'unsafe-inline'" in editor.get(address(article)).headers["Content-Security-Policy"]
    for path in ("/admin/", "/admin/articles/article/", address(article, "history")):
        assert "unsafe" not in editor.get(path).headers["Content-Security-Policy"]
