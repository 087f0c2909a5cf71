"""A story of the list: a row is changed over it, by keyboard, and nobody is overwritten unseen."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from articles import workflow
from portal.roles import EDITOR
from tests.articles.desk import edited, fresh
from tests.factories import make_draft, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_row_is_changed_over_the_list(page, live_server):
    client = Client()
    client.force_login(make_staff(EDITOR))
    article = make_draft(headline="原来的标题")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/admin/articles/article/?desk=draft")
    page.get_by_role("link", name="快速编辑").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="原来的标题")
    expect(dialog.get_by_label("标题")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="快速编辑")).to_be_focused()

    page.keyboard.press("Enter")
    expect(dialog.get_by_label("标题")).to_be_focused()
    edited(article, headline="同事的标题")
    dialog.get_by_label("标题").fill("我的标题")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("alert")).to_contain_text("同事的标题")
    expect(dialog.get_by_label("标题")).to_have_value("我的标题")
    with page.expect_event("load"):
        dialog.get_by_role("button", name="保存").click()
    expect(page).to_have_url(f"{live_server.url}/admin/articles/article/?desk=draft")
    expect(page.locator("#result_list")).to_contain_text("我的标题")
    assert workflow.content_of(fresh(article)).headline == "我的标题"
