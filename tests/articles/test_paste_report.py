"""Writers are told what cleaning took out, once, and never about a text that is clean."""

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.admin import pasting
from articles.html import clean_body, removed_from
from articles.html.report import Kind
from articles.models import Article
from articles.pasting import told
from tests.articles.desk import ADD, address, typed
from tests.factories import make_staff, make_user

CLEAN = reverse("admin:articles_article_clean")

REMOVED = [
    ('<p style="color:red">甲</p><span style="x:y">乙</span>', {Kind.STYLE: 2, Kind.TAG: 1}),
    ("<script>alert('<p style>')</script><p onclick=x>甲</p>", {Kind.SCRIPT: 2}),
    ("<style>p { color: red }</style><link rel=stylesheet href=x>", {Kind.SHEET: 2}),
    ('<p class="MsoNormal lead">甲</p><p class="lead">乙</p>', {Kind.CLASS: 1}),
    ('<div id="a" data-x="1">甲</div>', {Kind.TAG: 1, Kind.ATTRIBUTE: 2}),
    ('<iframe src="https://evil.example/"></iframe>', {Kind.FRAME: 1}),
    ('<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>', {}),
    ('<img src="https://a.example/p.gif" width="1" height="1">', {Kind.TRACKER: 1}),
    (
        '<img src="data:image/png;base64,AAAA"><img src="https://a.example/a.png">',
        {Kind.PICTURE: 1},
    ),
    ('<img data-src="https://a.example/a.png" src="data:x">', {}),
    ("<p>甲</p><p>&nbsp;</p><p><br></p>", {Kind.EMPTY: 2}),
    ('<a href="javascript:alert(1)">甲</a><a href="java&#115;cript:x">乙</a>', {Kind.LINK: 2}),
    ('<a href="https://a.example/" rel="x">甲</a>', {}),
    ('<p style="display:none">秘</p>', {Kind.HIDDEN: 1}),
    ("<svg onload=x></svg><video></video><input>", {Kind.MEDIA: 2, Kind.TAG: 1}),
    ("<!-- 注 --><!--StartFragment--><p>甲</p><!--EndFragment-->", {Kind.COMMENT: 1}),
    ("<!-- 没有结尾 <p style=x>", {Kind.COMMENT: 1}),
    ("<b>甲</b><h1>题</h1><i>乙</i>", {}),
    ("只是文字 a < b > c", {}),
    ("", {}),
]


@pytest.mark.parametrize(("html", "counts"), REMOVED)
def test_what_goes_is_counted_by_its_kind(html, counts):
    assert removed_from(html) == counts


def test_the_counts_become_one_sentence():
    removed = removed_from('<p style="a:b">甲</p>' * 41 + "<script></script>" * 3)
    assert told(removed) == "已去除：3 个脚本、41 处样式。"
    assert told(removed_from("<p>甲</p>")) == ""


PIECES = st.sampled_from(
    [html for html, _counts in REMOVED]
    + ["<", ">", '"', "'", "</p>", "<p class='lead", "<td>", "<!--", "<script", "甲", "&nbsp;"]
)


@settings(max_examples=100)
@given(st.lists(PIECES, max_size=8).map("".join))
def test_a_clean_body_has_nothing_to_be_told_about(html):
    assert not removed_from(clean_body(html))


# --- While pasting --------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_editor_is_told_at_once(author):
    html = '<p style="color:red">甲</p><img src="https://a.example/a.png" alt="河口">'
    answer = author.post(CLEAN, {"html": html, "left_out": "2"}).json()
    assert answer["html"] == clean_body(html)
    assert answer["removed"] == "已去除：2 张无法取得的图片、1 处样式。"
    assert answer["pictures"] == [{"address": "https://a.example/a.png", "alt": "河口"}]


@pytest.mark.django_db
def test_a_clean_paste_is_no_news(author):
    answer = author.post(CLEAN, {"html": "<p>甲</p>", "left_out": "x"}).json()
    assert answer == {"html": "<p>甲</p>", "removed": "", "pictures": []}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["moderator", None])
def test_who_may_not_write_cleans_nothing(client, role):
    client.force_login(make_staff(role) if role else make_user())
    assert client.post(CLEAN, {"html": "<p>甲</p>"}).status_code == 403


# --- While saving ---------------------------------------------------------------------------

DIRTY = '<p style="color:red">甲</p><script>1</script><p>乙</p>'


def saved(client, **changes):
    return client.post(ADD, typed(**changes) | {"_move": "save"}, follow=True)


@pytest.mark.django_db
def test_a_save_that_took_something_out_says_so_once(author):
    page = saved(author, body=DIRTY)
    assert "已去除：1 个脚本、1 处样式。" in page.content.decode()
    article = Article.objects.get()
    again = author.post(address(article), typed(article) | {"_move": "save"}, follow=True)
    assert "已去除" not in again.content.decode()


@pytest.mark.django_db
def test_an_empty_line_at_the_end_is_no_news(author):
    assert "已去除" not in saved(author, body="<p>甲</p><p>&nbsp;</p>").content.decode()


@pytest.mark.django_db
def test_the_original_is_shown_as_text_to_whoever_saved_it(author, editor):
    page = saved(author, body=DIRTY)
    article = Article.objects.get()
    original = address(article, "original")
    assert original in page.content.decode()
    shown = author.get(original)
    assert "&lt;script&gt;1&lt;/script&gt;" in shown.content.decode()
    assert "<script>1</script>" not in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert editor.get(original).status_code == 404
    saved(author, body=DIRTY)
    assert author.get(original).status_code == 404  # it is another article's now


@pytest.mark.django_db
def test_the_original_is_kept_until_the_next_save(author):
    saved(author, body=DIRTY)
    article = Article.objects.get()
    author.post(address(article), typed(article) | {"_move": "save"})
    assert author.get(address(article, "original")).status_code == 404


@pytest.mark.django_db
def test_an_original_that_is_too_long_is_cut_not_lost_in_silence(author, monkeypatch):
    monkeypatch.setattr(pasting, "KEPT_CHARS", 20)
    saved(author, body=DIRTY)
    shown = author.get(address(Article.objects.get(), "original")).content.decode()
    assert "只保留了开头" in shown
