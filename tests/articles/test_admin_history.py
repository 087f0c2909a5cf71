"""Earlier texts: listed, looked at on the real page, brought back."""

import pytest
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.models import Article, ArticleCounter
from portal.roles import EDITOR
from tests.factories import make_author, make_content, make_draft, make_staff, make_tag

pytestmark = pytest.mark.django_db


def address(article, page):
    return reverse(f"admin:articles_article_{page}", args=[article.pk])


def heading(html):
    """What the page's h1 says."""
    return html[html.index("<h1") : html.index("</h1>")].replace("<wbr>", "")


@pytest.fixture
def editor():
    client = Client()
    client.user = make_staff(EDITOR, last_name="于", first_name="存真")
    client.force_login(client.user)
    return client


def test_the_history_says_who_saved_what_and_what_changed(editor):
    article = make_draft(headline="第一稿")
    content = make_content(headline="第二稿", category_id=article.category_id)
    workflow.save_revision(article, content, by=editor.user, note="补了数据")
    html = editor.get(address(article, "history")).content.decode()
    for words in ("第一稿", "第二稿", "于存真", "补了数据", "标题、正文"):
        assert words in html


def test_a_text_kept_aside_is_marked(editor):
    article = make_draft()
    seen = article.latest_revision
    workflow.save_revision(article, make_content(), by=None, base=seen)
    workflow.save_revision(article, make_content(), by=None, base=seen)
    versions = editor.get(address(article, "history")).context["versions"]
    assert [version.is_aside for version in versions] == [True, False, False]
    assert [version.is_latest for version in versions] == [False, True, False]


def test_restoring_makes_a_new_draft_and_wants_a_post(editor):
    article = make_draft(headline="第一稿")
    first = article.latest_revision
    workflow.save_revision(article, make_content(headline="第二稿"), by=None)
    assert editor.get(address(article, "restore")).status_code == 404
    editor.post(address(article, "restore"), {"revision": first.pk})
    restored = Article.objects.get(pk=article.pk).latest_revision
    assert restored.headline == "第一稿"
    assert "恢复自" in restored.note


@pytest.mark.parametrize("revision", ["", "x", "-1", "0", "9" * 30])
def test_a_revision_that_is_none_of_the_articles_is_not_found(editor, revision):
    article, other = make_draft(), make_draft()
    for pk in (revision, other.latest_revision.pk):
        preview = editor.get(address(article, "preview"), {"revision": pk})
        restore = editor.post(address(article, "restore"), {"revision": pk})
        assert (preview.status_code, restore.status_code) == (404, 404)


def test_the_preview_is_the_readers_page_with_the_desks_text(editor):
    article = workflow.publish(make_draft(headline="线上的").latest_revision, by=None)
    tag, author = make_tag(name="退潮"), make_author(name="林见川")
    content = make_content(headline="还在改的", tag_ids=(tag.pk,), author_ids=(author.pk,))
    workflow.save_revision(article, content, by=None)
    response = editor.get(address(article, "preview_page"))
    html = response.content.decode()
    assert "articles/article_detail.html" in [template.name for template in response.templates]
    for words in ("还在改的", "退潮", "林见川", "未发布"):
        assert words in html.replace("<wbr>", "")
    assert "线上的" not in heading(html)
    first = article.revisions.order_by("pk").first()
    earlier = editor.get(address(article, "preview_page"), {"revision": first.pk}).content.decode()
    assert "线上的" in heading(earlier)
    assert "未发布" not in earlier


def test_a_preview_is_kept_by_nobody_and_counted_nowhere(editor):
    article = make_draft()
    response = editor.get(address(article, "preview_page"))
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "data-view" not in response.content.decode().replace("data-views", "")
    assert ArticleCounter.objects.get(article=article).loads == 0
