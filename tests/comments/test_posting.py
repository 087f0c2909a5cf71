"""A reader sends the form: what is answered, what is kept, what is refused."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from articles.models import Article, SiteProfile, Tombstone
from comments.models import Comment
from tests.comments.readers import GOOD, JSON, OTHER_SITE, SAME_SITE, address_of, html, post
from tests.factories import an_hour_ago, in_an_hour, make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


def test_a_comment_is_answered_with_the_way_to_its_receipt(client):
    article = make_article()
    response = post(client, article)
    assert response.status_code == 303
    place = urlsplit(response["Location"])
    assert place.path == f"/article/{article.pk}.html"
    assert list(parse_qs(place.query)) == ["receipt"]
    assert not place.fragment
    assert response["Cache-Control"] == "private, no-store"
    comment = Comment.objects.get()
    assert (comment.name, comment.body, comment.state) == (GOOD["name"], GOOD["body"], "pending")
    assert comment.correspondent.address == GOOD["email"]
    assert comment.network == "127.0.0.0/24"


def test_a_comment_sets_no_cookie(client):
    assert not post(client, make_article()).cookies


def test_a_script_gets_json(client):
    article = make_article()
    response = post(client, article, headers=SAME_SITE | JSON)
    assert response.status_code == 201
    answer = response.json()
    comment = Comment.objects.get()
    assert (answer["id"], answer["state"]) == (comment.pk, "pending")
    page = client.get(article.get_absolute_url(), {"receipt": answer["receipt"]})
    assert f'id="comment-{comment.pk}"' in html(page)


def test_optional_fields_are_stored(client):
    article = make_article()
    parent = make_comment(article=article)
    post(client, article, url="example.org/~zhou", parent=parent.pk, notify="1")
    comment = Comment.objects.get(parent=parent)
    assert comment.url == "https://example.org/~zhou"
    assert comment.wants_notice
    assert comment.root == parent


def test_a_wrong_form_comes_back_with_its_values_and_a_word_at_each_field(client):
    article = make_article(headline="夜班里多了一位读片人")
    response = post(client, article, email="zhou@", body=" \u200b ", name="小<舟>")
    page = html(response)
    assert response.status_code == 422
    assert "夜班里多了一位读片人" in page
    assert 'value="zhou@"' in page
    assert "小&lt;舟&gt;" in page
    assert "请改正下面 2 处" in page
    assert re.search(r'<a href="#respond-body">[^<]*内容不能为空', page)
    assert re.search(r'<a href="#respond-email">[^<]*邮箱地址不完整', page)
    for name in ("body", "email"):
        control = re.search(rf'<(?:input|textarea)[^>]*id="respond-{name}"[^>]*>', page).group()
        assert 'aria-invalid="true"' in control
        assert f'aria-describedby="respond-{name}_error"' in control
        assert f'id="respond-{name}_error"' in page
    assert 'id="answer" role="alert"' in page
    assert response["Cache-Control"] == "private, no-store"
    assert not Comment.objects.exists()


def test_a_script_gets_the_errors_as_json(client):
    response = post(client, make_article(), headers=SAME_SITE | JSON, name="", email="x")
    assert response.status_code == 422
    errors = response.json()["errors"]
    assert set(errors) == {"name", "email"}
    assert all(isinstance(error, str) for texts in errors.values() for error in texts)


def test_an_empty_form_names_the_three_fields_it_needs(client):
    response = client.post(address_of(make_article()), {}, headers=SAME_SITE | JSON)
    assert set(response.json()["errors"]) == {"name", "email", "body"}


@pytest.mark.parametrize("state", [s for s in Comment.State.values if s != "approved"])
def test_only_an_approved_comment_is_answered(client, state):
    article = make_article()
    parent = make_comment(article=article, state=state)
    response = post(client, article, headers=SAME_SITE | JSON, parent=parent.pk)
    assert set(response.json()["errors"]) == {"parent"}


def test_a_comment_on_another_article_is_not_answered_here(client):
    response = post(client, make_article(), headers=SAME_SITE | JSON, parent=make_comment().pk)
    assert set(response.json()["errors"]) == {"parent"}


def test_a_pingback_is_not_answered(client):
    pingback = make_comment(kind=Comment.Kind.PINGBACK)
    response = post(client, pingback.article, headers=SAME_SITE | JSON, parent=pingback.pk)
    assert set(response.json()["errors"]) == {"parent"}


def test_a_form_whose_parent_has_gone_can_be_sent_again(client):
    response = post(client, make_article(), parent="99999999")
    assert '<input type="hidden" name="parent" value="">' in html(response)


def test_the_same_form_twice_gets_the_same_receipt(client):
    article = make_article()
    first, second = post(client, article), post(client, article)
    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == 1


def test_too_many_too_fast_is_told_when_to_come_back_and_keeps_the_text(client):
    with time_machine.travel("2026-03-01T08:00:10Z", tick=False):
        article = make_article()
        for number in range(5):
            assert post(client, article, body=f"第{number}条").status_code == 303
        response = post(client, article, body="这一条写了很久")
        as_json = post(client, article, body="又一条", headers=SAME_SITE | JSON)
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 60
    assert "这一条写了很久" in html(response)
    assert "短时间内评论太多了" in html(response)
    assert as_json.status_code == 429
    assert as_json["Retry-After"] == response["Retry-After"]
    assert Comment.objects.count() == 5


def test_a_form_from_another_site_is_refused(client):
    assert post(client, make_article(), headers=OTHER_SITE).status_code == 403
    assert not Comment.objects.exists()


def test_a_client_that_says_nothing_of_its_origin_may_comment(client):
    assert post(client, make_article(), headers={}).status_code == 303


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"state": Article.State.UNPUBLISHED, "published_at": None}, 404),
        ({"published_at": in_an_hour(), "first_published_at": None}, 404),
        ({"state": Article.State.WITHDRAWN, "first_published_at": an_hour_ago()}, 410),
    ],
)
def test_what_readers_cannot_see_cannot_be_commented_on(client, given, status):
    article = make_article(**given)
    for headers in (SAME_SITE, SAME_SITE | JSON):
        assert post(client, article, headers=headers).status_code == status
    assert client.get(address_of(article)).status_code == status
    assert not Comment.objects.exists()


def test_there_is_nothing_to_comment_on_where_no_article_is(client):
    assert client.post("/article/999999/comments/", GOOD, headers=SAME_SITE).status_code == 404
    Tombstone.objects.create(article_id=999999, was_public=True)
    assert client.post("/article/999999/comments/", GOOD, headers=SAME_SITE).status_code == 410


def test_closed_comments_are_closed(client):
    article = make_article(comments_open=False)
    response = post(client, article)
    assert response.status_code == 403
    assert "评论已经关闭" in html(response)
    assert post(client, article, headers=SAME_SITE | JSON).json()["errors"]
    assert "respond-body" not in html(client.get(article.get_absolute_url()))
    assert not Comment.objects.exists()


def test_the_site_can_close_all_comments(client):
    SiteProfile.objects.create(pk=1, comments_open=False)
    article = make_comment().article
    assert post(client, article).status_code == 403
    page = html(client.get(article.get_absolute_url()))
    assert "评论已经关闭" in page
    assert "data-reply=" not in page


def test_a_colleague_in_a_session_is_published_at_once(client):
    article, colleague = make_article(), make_user()
    client.force_login(colleague)
    response = post(client, article, headers=SAME_SITE | JSON)
    assert response.json()["state"] == "approved"
    assert Comment.objects.get().by_user == colleague


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "none"}])
def test_a_session_counts_only_with_proof_that_our_page_sent_the_form(client, headers):
    client.force_login(make_user())
    post(client, make_article(), headers=headers)
    assert not Comment.objects.filter(state="approved").exists()


@pytest.mark.parametrize("given", [{"is_staff": False}, {"is_active": False}])
def test_only_staff_is_published_at_once(client, given):
    client.force_login(make_user(**given))
    post(client, make_article())
    assert Comment.objects.get().state == "pending"


def test_the_trap_answers_like_everything_else(client):
    article = make_article()
    response = post(client, article, headers=SAME_SITE | JSON, subject="Buy now")
    assert (response.status_code, response.json()["state"]) == (201, "pending")
    assert Comment.objects.get().state == "spam"
    page = client.get(article.get_absolute_url(), {"receipt": response.json()["receipt"]})
    assert "正在等待审核" in html(page)


def test_posting_costs_few_queries(client, django_assert_max_num_queries):
    article = make_article()
    parent = make_comment(article=article)
    with django_assert_max_num_queries(15):
        assert post(client, article, parent=parent.pk).status_code == 303


def test_json_answers_are_one_object_without_the_address(client):
    response = post(client, make_article(), headers=SAME_SITE | JSON)
    assert set(json.loads(response.content)) == {"id", "state", "receipt"}
