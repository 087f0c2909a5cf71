"""Readers read comments: in threads, oldest first, as many as fit, each at its address."""

import re
from xml.etree import ElementTree

import feedparser
import pytest

from articles.models import Article
from comments import moderation, threads
from comments.models import Comment
from tests.comments.pages import ids_in, level_of, make_comments, page_of, piece_of
from tests.factories import make_article, make_author, make_comment, make_user

pytestmark = pytest.mark.django_db


def test_comments_stand_oldest_first_each_above_its_answers(client):
    article = make_article()
    first, second = (make_comment(article=article) for _ in range(2))
    answer = make_comment(parent=first)
    answer_to_answer = make_comment(parent=answer)
    later = make_comment(parent=first)
    page = page_of(client, article)
    assert ids_in(page) == [c.pk for c in (first, answer, answer_to_answer, later, second)]
    assert [level_of(page, c) for c in (first, answer, answer_to_answer, second)] == [1, 2, 3, 1]


def test_deeper_answers_stay_at_the_third_level_and_say_whom_they_answer(client):
    comment = make_comment(name="甲")
    chain = [comment]
    for name in "乙丙丁戊":
        chain.append(make_comment(parent=chain[-1], name=name))
    page = page_of(client, comment.article)
    assert ids_in(page) == [c.pk for c in chain]
    assert [level_of(page, c) for c in chain] == [1, 2, 3, 3, 3]
    assert "remark__at" not in piece_of(page, chain[2])
    link = f'<a class="remark__at" href="#comment-{chain[2].pk}">@丙</a>'
    assert link in piece_of(page, chain[3])
    assert "@丁" in piece_of(page, chain[4])


@pytest.mark.parametrize("state", [s for s in Comment.State.values if s != "approved"])
def test_only_approved_comments_are_read(client, state):
    comment = make_comment(state=state, name="看不见的人", body="看不见的话")
    for url in [
        comment.article.get_absolute_url(),
        f"/article/{comment.article_id}/comments/",
        f"/article/{comment.article_id}/comments/feed/",
        "/",
    ]:
        page = client.get(url).content.decode()
        assert "看不见的" not in page
    for url in ["", "reply/", "replies/"]:
        address = f"/article/{comment.article_id}/comments/{comment.pk}/{url}"
        assert client.get(address).status_code == 404


def test_a_deleted_comment_with_answers_leaves_its_place_but_not_its_words(client):
    comment = make_comment(name="走了的人", body="说过的话")
    answer = make_comment(parent=comment)
    moderation.trash(comment, by=None)
    page = page_of(client, comment.article)
    assert ids_in(page) == [comment.pk, answer.pk]
    assert "这条评论已删除" in piece_of(page, comment)
    assert "走了的人" not in page
    assert "说过的话" not in page


def test_the_name_of_a_deleted_comment_is_not_called_by_its_answers(client):
    chain = [make_comment()]
    for _ in range(3):
        chain.append(make_comment(parent=chain[-1], name="走了的人"))
    make_comment(parent=chain[-1])
    moderation.trash(chain[-1], by=None)
    page = page_of(client, chain[0].article)
    assert "@走了的人" not in piece_of(page, Comment.objects.latest("pk"))


def test_a_deleted_comment_without_answers_is_gone(client):
    comment = make_comment()
    moderation.trash(comment, by=None)
    assert ids_in(page_of(client, comment.article)) == []


def test_the_number_stands_above_the_comments(client):
    article = make_article()
    page = page_of(client, article)
    assert "这里还没有评论。来写第一条吧。" in page
    for _ in range(2):
        moderation.approve(make_comment(article=article, state="pending"), by=None)
    page = page_of(client, article)
    assert re.search(r'id="comments-title">\s*2 条评论', page)
    assert 'data-comments="2"' in page


def test_the_form_has_the_words_readers_know(client):
    page = page_of(client, make_article())
    assert re.search(r'id="respond-title"[^>]*>\s*发表回复', page)
    assert "您的邮箱地址不会被公开。 必填项已用" in page


def test_the_articles_author_and_colleagues_are_told_apart_from_readers(client):
    writer, colleague = make_user(), make_user()
    article = make_article(authors=[make_author(user=writer)])
    by_author = make_comment(article=article, by_user=writer)
    by_colleague = make_comment(article=article, by_user=colleague)
    by_reader = make_comment(article=article)
    page = page_of(client, article)
    assert ">作者</span>" in piece_of(page, by_author)
    assert ">编辑部</span>" in piece_of(page, by_colleague)
    assert "badge" not in piece_of(page, by_reader)


def test_pingbacks_stand_apart(client):
    comment = make_comment()
    ping = make_comment(
        article=comment.article, kind="pingback", name="别处", url="https://other.example/"
    )
    page = page_of(client, comment.article)
    assert ids_in(page) == [comment.pk, ping.pk]
    assert "1 个网站提到本文" in page
    assert 'href="https://other.example/" rel="ugc nofollow noopener"' in page


def test_what_readers_type_is_never_markup(client):
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7|add:7 }}"
    comment = make_comment(
        name=evil[:90], body=evil, url='https://example.org/?"><script>alert(1)</script>'
    )
    reply = make_comment(parent=comment, body='https://example.org/"onmouseover=alert(1)//')
    urls = [
        comment.article.get_absolute_url(),
        f"/article/{comment.article_id}/comments/",
        f"/article/{comment.article_id}/comments/{comment.pk}/reply/",
        f"/article/{comment.article_id}/comments/{reply.pk}/reply/",
        "/",
    ]
    for url in urls:
        page = client.get(url).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert not re.search(r"<[^>]*\sonmouseover", page)


def test_a_thread_costs_two_queries_however_long_it_is(client, django_assert_num_queries):
    article = make_article()

    def cost():
        found = Article.objects.for_cards().get(pk=article.pk)
        with django_assert_num_queries(2):
            threads.first_page(found)

    cost()
    for top in make_comments(40, article, state="approved"):
        make_comments(3, article, state="approved", root=top, parent=top, depth=1)
    cost()


def test_long_threads_go_on_at_an_address_of_their_own(client):
    article = make_article()
    comments = make_comments(threads.TALKS_A_PAGE + 2, article, state="approved")
    page = page_of(client, article)
    assert ids_in(page) == [c.pk for c in comments[: threads.TALKS_A_PAGE]]
    assert f'href="/article/{article.pk}/comments/?page=2"' in page
    response = client.get(f"/article/{article.pk}/comments/", {"page": 2})
    more = response.content.decode()
    assert ids_in(more) == [c.pk for c in comments[threads.TALKS_A_PAGE :]]
    assert '<meta name="robots" content="noindex">' in more
    assert client.get(f"/article/{article.pk}/comments/", {"page": 3}).status_code == 404


def test_long_talks_go_on_at_an_address_of_their_own(client):
    talk = make_comment(name="甲")
    answers = make_comments(
        threads.REPLIES_A_TALK + 3, talk.article, state="approved", root=talk, parent=talk, depth=1
    )
    last = make_comment(parent=answers[0])
    page = page_of(client, talk.article)
    assert ids_in(page) == [talk.pk, *(c.pk for c in answers[: threads.REPLIES_A_TALK])]
    assert "还有 4 条回复" in page
    address = f"/article/{talk.article_id}/comments/{talk.pk}/replies/"
    assert f'href="{address}?page=2"' in page
    more = client.get(address, {"page": 2}).content.decode()
    assert ids_in(more) == [talk.pk, *(c.pk for c in answers[threads.REPLIES_A_TALK :]), last.pk]
    assert f"@{answers[0].name}" in piece_of(more, last)


def test_a_permalink_leads_to_wherever_the_comment_stands(client):
    article = make_article()
    tops = make_comments(threads.TALKS_A_PAGE + 1, article, state="approved")
    answers = make_comments(
        threads.REPLIES_A_TALK + 1, article, state="approved", root=tops[0], parent=tops[0], depth=1
    )
    below_last = make_comment(parent=tops[-1])
    here = f"/article/{article.pk}"
    places = {
        tops[0]: f"{here}.html#comment-{tops[0].pk}",
        tops[-1]: f"{here}/comments/?page=2#comment-{tops[-1].pk}",
        below_last: f"{here}/comments/?page=2#comment-{below_last.pk}",
        answers[0]: f"{here}.html#comment-{answers[0].pk}",
        answers[-1]: f"{here}/comments/{tops[0].pk}/replies/?page=2#comment-{answers[-1].pk}",
    }
    for comment, place in places.items():
        response = client.get(comment.get_absolute_url())
        assert (response.status_code, response["Location"]) == (302, place)
        assert comment.pk in ids_in(client.get(place).content.decode())


def test_a_comment_has_no_address_under_another_article(client):
    comment = make_comment()
    other = make_article()
    for page in ["", "reply/", "replies/"]:
        address = f"/article/{other.pk}/comments/{comment.pk}/{page}"
        assert client.get(address).status_code == 404


def test_the_reply_page_shows_what_is_answered_and_the_form_for_it(client):
    comment = make_comment(name="山脚下的药房")
    response = client.get(f"/article/{comment.article_id}/comments/{comment.pk}/reply/")
    page = response.content.decode()
    assert ids_in(page) == [comment.pk]
    assert "回复 山脚下的药房" in page
    assert f'<input type="hidden" name="parent" value="{comment.pk}">' in page
    assert '<meta name="robots" content="noindex">' in page


def test_pages_of_comments_are_the_same_for_everyone(client, django_assert_max_num_queries):
    comment = make_comment()
    here = f"/article/{comment.article_id}/comments"
    urls = [f"{here}/", f"{here}/{comment.pk}/reply/", f"{here}/{comment.pk}/replies/"]
    for url in [*urls, f"{here}/feed/", f"{here}/{comment.pk}/"]:
        with django_assert_max_num_queries(12):
            anonymous = client.get(url)
        assert "public" in anonymous["Cache-Control"]
        assert "Cookie" not in anonymous.get("Vary", "")
        assert not anonymous.cookies
        client.force_login(make_user())
        assert client.get(url).content == anonymous.content
        client.logout()


def test_the_feed_has_the_newest_approved_comments(client):
    article = make_article(headline="夜班")
    first = make_comment(article=article, name="甲", body="一\n\n二 <b>")
    second = make_comment(parent=first, name="乙", body="见 https://example.org/")
    make_comment(article=article, state="pending", body="看不见")
    response = client.get(f"/article/{article.pk}/comments/feed/")
    assert response["Content-Type"].startswith("application/rss+xml")
    feed = feedparser.parse(response.content)
    assert feed.feed.title == "《夜班》的评论"
    assert [entry.title for entry in feed.entries] == ["乙", "甲"]
    assert feed.entries[1].summary == "<p>一</p><p>二 &lt;b&gt;</p>"
    assert feed.entries[0].link.endswith(second.get_absolute_url())
    assert b"example.com" not in response.content


def test_a_feed_is_well_formed_whatever_was_said(client):
    article = make_article()
    form = {"name": "a\ufffe\x08]]>", "email": "a@example.com", "body": "]]>\x0b<&\uffff\x1b"}
    client.post(f"/article/{article.pk}/comments/", form)
    moderation.approve(Comment.objects.get(), by=None)
    feed = ElementTree.fromstring(client.get(f"/article/{article.pk}/comments/feed/").content)
    assert feed.findtext("channel/item/title") == "a]]>"


def test_the_front_page_shows_the_newest_voices_of_public_articles(client):
    shown = make_comment(body="看得见的话")
    hidden = make_comment(
        article=make_article(state=Article.State.WITHDRAWN), body="撤回文章下的话"
    )
    page = client.get("/").content.decode()
    assert shown.body in page
    assert hidden.body not in page
    assert f'href="{shown.get_absolute_url()}"' in page
