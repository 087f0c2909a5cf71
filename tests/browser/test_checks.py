"""A story of the gate: the panel follows the typing, repairs, and lets the text out."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from articles.models import Article
from portal.roles import EDITOR
from tests.browser.desk import Desk
from tests.factories import make_author, make_category, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = (
    "清晨五点，潮水退到第三根木桩以外，记录员打开了本子，数到一百一十七只黑脸琵鹭，"
    "比去年同期多出二十九只。"
)
TEXT = f"{LONG}今天，我们去看海：潮退了。"
ITS_OWN = re.compile(r"/\d+/checks/$")


def test_what_is_wrong_is_told_while_typing_and_one_press_mends_it(page, live_server):
    client = Client()
    client.force_login(make_staff(EDITOR))
    make_author(name="林见川")
    make_category(name="社会")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    desk = Desk(page, live_server.url).begin()
    summary, listed = page.locator("[data-checks-summary]"), page.locator(".checks__list")
    expect(summary).to_have_text("4 项必须处理")  # headline, text, category, author

    page.keyboard.insert_text(LONG)
    page.keyboard.type("今天,我们去看海:潮退了。")
    page.fill("#id_headline", "退潮,以后")
    expect(listed).to_contain_text("3 处半角标点")
    expect(summary).to_have_text("2 项必须处理，1 项建议")
    listed.get_by_role("link", name="没有选栏目").click()
    expect(page.locator("#id_category")).to_be_focused()
    listed.locator('[data-text=":"]').click()
    assert desk.text.evaluate("body => body.ownerDocument.getSelection().toString()") == ":"

    page.get_by_role("button", name="一键改正").click()
    expect(page.locator("#id_headline")).to_have_value("退潮，以后")
    expect(desk.text).to_have_text(TEXT)
    expect(summary).to_have_text("2 项必须处理")
    # Saved by itself meanwhile, it is not taken for a copy of itself.
    expect(page.locator("section.checks")).to_have_attribute("data-checks", ITS_OWN)

    page.select_option("#id_category", label="社会")
    page.get_by_text("其他操作").click()
    publish = page.locator("button[name=_move][value=publish]")
    with page.expect_event("load"):
        publish.click()
    expect(page.locator("#id_authors")).to_be_focused()
    expect(desk.text).to_have_text(TEXT)
    assert not Article.objects.published().exists()

    page.fill("#id_authors", "林见川")
    expect(summary).to_have_text("检查全部通过。")
    if not publish.is_visible():
        page.get_by_text("其他操作").click()
    with page.expect_event("load"):
        publish.click()
    article = Article.objects.get()
    assert article.is_published
    assert (article.headline, article.body) == ("退潮，以后", f"<p>{TEXT}</p>")
    assert desk.complaints == []
