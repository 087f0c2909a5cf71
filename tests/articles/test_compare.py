"""Any two revisions of an article, seen side by side or in line."""

import pytest
from django.test import Client

from articles import workflow
from portal.roles import AUTHOR, MODERATOR
from tests.articles.desk import address, desk_of, edited, fresh, published
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_draft,
    make_picture,
    make_tag,
)
from tests.page import find, page, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db):
    """Published, with a change waiting."""
    row = published(headline="退潮之后", body="<p>去年有三百人。</p><p>不变的一段。</p>")
    edited(row, headline="涨潮之后", body="<h2>去年有三千人。</h2><p>不变的一段。</p>")
    return fresh(row)


def compare(client, article, **query):
    return client.get(address(article, "compare"), query)


def marked(response, tag):
    """The texts of all <ins> or <del>, without the words for screen readers."""
    found = []
    for element in find(page(response), tag):
        words = [part for part in element.children if isinstance(part, str)]
        found.append("".join(words).strip())
    return found


def test_without_a_choice_what_readers_see_is_compared_with_the_newest(editor, article):
    response = compare(editor, article)
    assert (response.context["old"].is_live, response.context["new"].is_latest) == (True, True)
    assert {"退", "百"} <= set(marked(response, "del"))
    assert {"涨", "千"} <= set(marked(response, "ins"))


def test_words_say_to_screen_readers_what_the_colours_say(editor, article):
    [first, *_others] = find(page(compare(editor, article)), "ins")
    assert "加上" in text(first)
    [first, *_others] = find(page(compare(editor, article)), "del")
    assert "删去" in text(first)


def test_a_paragraph_that_became_a_heading_is_named(editor, article):
    assert {"段落"} <= set(marked(compare(editor, article), "del"))
    assert {"小标题"} <= set(marked(compare(editor, article), "ins"))


@pytest.mark.parametrize("view", ["inline", "side"])
def test_both_views_say_the_same(editor, article, view):
    response = compare(editor, article, view=view)
    assert response.context["view"] == view
    root = page(response)
    assert bool(find(root, "table", class_="diff--side")) == (view == "side")
    assert "百" in marked(response, "del")
    assert "千" in marked(response, "ins")


def test_time_runs_from_the_old_to_the_new_whatever_is_asked_for_first(editor, article):
    old, new = article.live_revision_id, article.latest_revision_id
    for query in ({"old": old, "new": new}, {"old": new, "new": old}):
        context = compare(editor, article, **query).context
        assert (context["old"].revision.pk, context["new"].revision.pk) == (old, new)


def test_two_that_are_the_same_say_so(editor, article):
    edited(article)
    response = compare(editor, article, old=article.latest_revision_id, new="latest")
    assert "两个版本完全相同" in response.content.decode()


def test_every_field_is_named_by_its_words_and_not_by_ids(editor):
    old_cover, new_cover = make_picture(alt="旧图"), make_picture(alt="新图")
    lin, shen = make_author(name="林见川"), make_author(name="沈知白")
    row = make_draft(
        category_id=make_category(name="科技").pk,
        tag_ids=(make_tag(name="潮汐").pk,),
        author_ids=(lin.pk, shen.pk),
        cover_id=old_cover.pk,
    )
    first = row.latest_revision
    edited(
        row,
        subheadline="滩涂上的一天",
        category_id=make_category(name="社会").pk,
        tag_ids=(make_tag(name="渔网").pk,),
        author_ids=(shen.pk, lin.pk),
        cover_id=new_cover.pk,
        origin="contributed",
        language="en",
        indent_first_line=True,
        seo_title="退潮",
    )
    response = compare(editor, row, old=first.pk, new="latest")
    removed, added = marked(response, "del"), marked(response, "ins")
    assert {"科技", "潮汐", "旧图", "否", "简体中文"} <= set(removed)
    assert {"社会", "渔网", "新图", "是", "滩涂上的一天", "退潮"} <= set(added)
    assert "原顺序：林见川、沈知白" in removed
    html = response.content.decode()
    for picture in (old_cover, new_cover):
        assert picture.rendition_url(240) in html


def test_what_a_revision_names_and_is_gone_says_so(editor):
    tag = make_tag(name="短命")
    row = make_draft(tag_ids=(tag.pk,))
    first = row.latest_revision
    edited(row, tag_ids=())
    gone = tag.pk
    tag.delete()
    html = compare(editor, row, old=first.pk, new="latest").content.decode()
    assert f"#{gone}（已不存在）" in html


def test_pictures_of_the_text_are_shown_with_what_became_of_them(editor):
    kept, lost, new = make_picture(), make_picture(), make_picture()

    def figure(picture, alt, caption=""):
        image = f'<img data-picture="{picture.pk}" alt="{alt}">'
        return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"

    row = make_draft(body=figure(kept, "一条船", "清晨") + figure(lost, "旧网"))
    first = row.latest_revision
    edited(row, body=figure(kept, "一张网", "黄昏") + figure(new, "新网"))
    response = compare(editor, row, old=first.pk, new="latest")
    html = response.content.decode()
    for picture in (kept, lost, new):
        assert picture.rendition_url(240) in html
    assert {"清晨", "条船"} <= set(marked(response, "del"))
    assert {"黄昏", "张网"} <= set(marked(response, "ins"))
    assert "删去图片" in html
    assert "新增图片" in html


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.mark.parametrize("view", ["inline", "side"])
def test_nothing_that_somebody_typed_becomes_markup(editor, view):
    row = make_draft(
        headline="好", subheadline=HOSTILE, body="<p>&lt;script&gt;旧&lt;/script&gt;</p>"
    )
    first = row.latest_revision
    edited(
        row,
        headline=HOSTILE,
        subheadline="",
        body='<p>&lt;img src=x onerror=alert(1)&gt; <a href="https://a.example/&quot;&gt;x">链</a></p>',
    )
    response = compare(editor, row, old=first.pk, new="latest", view=view)
    html = response.content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;" in html


def test_no_blank_comes_between_what_stayed_and_what_changed(editor, article):
    lines = [text(one) for one in find(page(compare(editor, article)), "p", class_="diff__text")]
    assert any("去年有三" in line for line in lines)
    assert "去年有三<del>" in compare(editor, article).content.decode()


def test_long_unchanged_stretches_are_folded(editor):
    paragraphs = [f"<p>第{number}段。</p>" for number in range(30)]
    row = make_draft(body="".join(paragraphs))
    first = row.latest_revision
    paragraphs[15] = "<p>第15节。</p>"
    edited(row, body="".join(paragraphs))
    root = page(compare(editor, row, old=first.pk, new="latest"))
    folded = [text(one) for one in find(root, "summary") if "段未改动" in text(one)]
    assert folded == ["14 段未改动", "13 段未改动"]


def test_an_article_without_revisions_compares_with_itself(editor):
    row = make_article()
    assert "完全相同" in compare(editor, row).content.decode()


@pytest.mark.parametrize("name", ["x", "-1", "0", "9" * 30, "None", "live "])
def test_what_is_no_revision_is_not_found(editor, article, name):
    assert compare(editor, article, old=name).status_code == 404
    assert compare(editor, article, new=name).status_code == 404


def test_a_revision_of_another_article_is_not_found(editor, article):
    other = make_draft().latest_revision
    assert compare(editor, article, old=other.pk).status_code == 404


def test_what_readers_never_saw_is_not_compared(editor):
    assert compare(editor, make_draft(), old="live").status_code == 404


def test_an_author_compares_the_own_articles_and_never_others(author, article):
    assert compare(author, article).status_code == 404
    own = workflow.create_article(workflow.content_of(article), by=author.user)
    assert compare(author, own, old="latest").status_code == 200


def test_others_are_let_in_no_further(article):
    assert compare(desk_of(MODERATOR), article).status_code == 403
    assert compare(Client(), article).status_code == 302
    assert compare(desk_of(AUTHOR), article).status_code == 404


def test_comparing_costs_a_bounded_number_of_queries(editor, django_assert_max_num_queries):
    row = make_draft(cover_id=make_picture().pk, tag_ids=(make_tag().pk,))
    first = row.latest_revision
    tags, authors = [make_tag().pk for _ in range(5)], [make_author().pk for _ in range(5)]
    edited(
        row,
        tag_ids=tuple(tags),
        author_ids=tuple(authors),
        category_id=make_category().pk,
        cover_id=make_picture().pk,
    )
    compare(editor, row, old=first.pk, new="latest")  # the first visit notes the session
    with django_assert_max_num_queries(12):
        assert compare(editor, row, old=first.pk, new="latest").status_code == 200


def test_the_history_costs_the_same_with_few_and_with_many_revisions(
    editor, article, django_assert_max_num_queries
):
    for number in range(25):
        edited(article, headline=f"第{number}稿")
    editor.get(address(article, "history"))
    with django_assert_max_num_queries(12):
        response = editor.get(address(article, "history"))
    assert len(response.context["versions"]) == 20


def test_the_history_says_how_large_each_change_was(editor, article):
    [newest, first] = editor.get(address(article, "history")).context["versions"]
    assert (newest.revision.chars_added, newest.revision.chars_removed) == (2, 2)
    assert (first.revision.chars_added, first.revision.chars_removed) == (17, 0)


def test_the_history_chooses_the_likeliest_pair_and_leads_to_it(editor, article):
    response = editor.get(address(article, "history"))
    chosen = response.context["chosen"]
    assert chosen == {"old": article.live_revision_id, "new": article.latest_revision_id}
    assert address(article, "compare") in response.content.decode()
