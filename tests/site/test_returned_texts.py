"""A text that is sent after the sign-in has timed out comes back, and can be saved after all."""

import pytest
from django.test import Client

from articles.models import Article
from portal.roles import AUTHOR
from tests.articles.desk import ADD, address, fresh, typed
from tests.factories import make_draft, make_staff
from tests.page import attribute, find, page, text

pytestmark = pytest.mark.django_db

OURS = {"sec-fetch-site": "same-origin"}
PASSWORD = "quiet-river-42"


@pytest.fixture
def writer():
    return make_staff(AUTHOR, username="writer", password=PASSWORD)


@pytest.fixture
def browser(writer) -> Client:
    return Client(enforce_csrf_checks=True, headers=OURS)


def sign_in(client: Client) -> None:
    token = client.get("/admin/login/").context["csrf_token"]
    sent = {"username": "writer", "password": PASSWORD, "csrfmiddlewaretoken": str(token)}
    assert client.post("/admin/login/?next=/admin/", sent).status_code == 302


def sent_again(response) -> dict[str, str]:
    """What the button of the page sends."""
    form = next(one for one in find(page(response), "form") if find(one, "textarea"))
    fields = {attribute(one, "name"): text(one) for one in find(form, "textarea")}
    (token,) = find(form, "input", type="hidden")
    return fields | {"csrfmiddlewaretoken": attribute(token, "value")}


@pytest.mark.parametrize("is_new", [True, False])
def test_it_comes_back_and_is_saved_after_signing_in(writer, browser, is_new):
    article = None if is_new else make_draft(by=writer)
    where = ADD if is_new else address(article)
    sign_in(browser)
    token = browser.get(where).context["csrf_token"]
    browser.session.flush()  # two weeks later
    body = "<p>登录过期前写的 &amp; 没存的</p>"
    sent = typed(
        article, headline="没存的", body=body, _move="save", csrfmiddlewaretoken=str(token)
    )
    response = browser.post(where, sent)
    assert response.status_code == 403
    assert "没存的" in text(page(response))
    assert "no-store" in response.headers["Cache-Control"]

    sign_in(browser)  # in another tab: the page's token is no good any more
    response = browser.post(where, sent_again(response))
    assert response.status_code == 403
    response = browser.post(where, sent_again(response))
    assert response.status_code == 302
    saved = Article.objects.get() if is_new else fresh(article)
    assert (saved.headline, saved.body) == ("没存的", body)


@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_what_another_site_sends_is_not_shown(writer, site):
    stranger = Client(headers={"sec-fetch-site": site} if site else {})
    response = stranger.post(ADD, typed(headline="别人的"))
    assert response.status_code == 302
    stranger = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": site} if site else {})
    stranger.force_login(writer)
    response = stranger.post(ADD, typed(headline="别人的"))
    assert response.status_code == 403
    assert "别人的" not in response.content.decode()


def test_other_forms_lead_to_the_sign_in_as_ever(writer, browser):
    client = Client(headers=OURS)
    article = make_draft(by=writer)
    assert client.post(address(article, "discard")).status_code == 302
    assert client.get(address(article)).status_code == 302
