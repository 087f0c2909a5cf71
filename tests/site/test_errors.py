"""Pages that say why there is no page: in the reader's language, and with a way on."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import RequestFactory
from django.urls import path

from articles.models import Article
from portal import errors
from portal.urls import handler400, handler403, handler404, handler500  # noqa: F401
from portal.urls import urlpatterns as site_urls
from tests.factories import make_article
from tests.page import find, links, meta, page, text

pytestmark = pytest.mark.django_db


def fails_with(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("broken/", fails_with(RuntimeError("secret"))),
    path("forbidden/", fails_with(PermissionDenied("secret"))),
    path("bad/", fails_with(SuspiciousOperation("secret"))),
    *site_urls,
]


def test_what_is_not_there_leads_to_search_and_four_stories(client):
    for _ in range(5):
        make_article()
    response = client.get("/nope/")
    root = page(response)
    assert response.status_code == 404
    assert text(find(root, "h1")[0]) == "没有找到这一页"
    assert text(find(root, "title")[0]) == "没有找到这一页 - Portal"
    assert find(root, "form", action="/search/", aria_label="站内搜索")
    assert len(find(find(root, class_="quad")[0], "article")) == 4
    assert meta(root, "robots") == "noindex"
    assert "Set-Cookie" not in response.headers


def test_what_is_not_there_may_be_there_a_second_later(client):
    assert client.get("/nope/").headers["Cache-Control"] == (
        "public, max-age=0, s-maxage=1, must-revalidate"
    )


def test_what_is_gone_says_so_and_nothing_of_the_article(client):
    article = make_article(headline="机密标题", body="<p>机密</p>", excerpt="机密")
    Article.objects.filter(pk=article.pk).update(state=Article.State.WITHDRAWN)
    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    assert "机密" not in response.content.decode()
    assert text(find(page(response), "h1")[0]) == "这篇文章已经撤下"
    assert meta(page(response), "robots") == "noindex"


@pytest.mark.urls(__name__)
def test_our_own_fault_is_a_page_without_a_query(client, django_assert_num_queries):
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        response = client.get("/broken/")
    assert response.status_code == 500
    assert text(find(page(response), "h1")[0]) == "我们这边出了点问题"
    assert "secret" not in response.content.decode()
    assert "Set-Cookie" not in response.headers


@pytest.mark.urls(__name__)
def test_a_bad_request_is_told_so_without_a_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/bad/")
    assert response.status_code == 400
    assert text(find(page(response), "h1")[0]) == "这个请求无法处理"
    assert "secret" not in response.content.decode()


@pytest.mark.urls(__name__)
def test_what_is_forbidden_is_said_politely(client):
    response = client.get("/forbidden/")
    assert response.status_code == 403
    assert "你没有访问这一页的权限" in text(page(response))
    assert "secret" not in response.content.decode()


def test_a_host_that_is_not_ours_is_a_bad_request(client):
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert links(page(response)) == ["/"]


def test_a_form_without_its_token_explains_what_to_do():
    request = RequestFactory().post("/admin/login/")
    response = errors.csrf_failure(request, "CSRF cookie not set.")
    assert response.status_code == 403
    assert "刷新后再提交一次" in response.content.decode()
    assert "CSRF" not in response.content.decode()


def test_the_admins_forms_fail_with_that_page(client):
    client.handler.enforce_csrf_checks = True
    response = client.post("/admin/login/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert "刷新后再提交一次" in response.content.decode()
