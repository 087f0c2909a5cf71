"""Stories of readers who read, like, share, search and turn pages, in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles import counters
from tests.factories import make_article, make_category

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def totals(article):
    return counters.totals([article.pk])[article.pk]


def test_a_like_is_given_remembered_and_taken_back(live_server, page):
    article = make_article()
    page.goto(live_server.url + article.get_absolute_url())
    button = page.get_by_role("button", name="赞")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).not_to_have_attribute("aria-busy", "true")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert totals(article).likes == 1
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_contain_text("1")
    button.click()
    expect(button).not_to_have_attribute("aria-busy", "true")
    expect(button).to_contain_text("0")
    assert totals(article).likes == 0


def test_a_like_that_fails_is_taken_back_with_a_word(live_server, page):
    page.goto(live_server.url + make_article().get_absolute_url())
    page.route("**/like/", lambda route: route.abort())
    button = page.get_by_role("button", name="赞")
    button.click()
    expect(page.locator(".toast")).to_have_text("没有记上这个赞，请稍后再试")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_a_like_needs_no_script(live_server, visitor):
    article = make_article()
    reader = visitor(javascript=False)
    reader.goto(live_server.url + article.get_absolute_url())
    reader.get_by_role("button", name="赞").click()
    reader.wait_for_url("**#like")
    assert totals(article).likes == 1
    reader.get_by_role("button", name="赞").click()
    reader.wait_for_url("**#like")
    assert totals(article).likes == 0


def test_a_page_that_was_looked_at_is_a_view(live_server, page):
    article = make_article()
    with page.expect_response("**/view/") as answer:
        page.goto(live_server.url + article.get_absolute_url())
    assert answer.value.status == 204
    assert totals(article).views == 1


def test_the_permalink_is_copied_in_one_click(live_server, page):
    article = make_article()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.goto(live_server.url + article.get_absolute_url())
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator(".toast")).to_have_text("链接已复制")
    assert page.evaluate("navigator.clipboard.readText()") == article.permalink


def test_the_qr_code_is_shown_on_request_and_escape_closes_it(live_server, page):
    page.goto(live_server.url + make_article().get_absolute_url())
    with page.expect_response("**/qr.svg") as answer:  # nothing is fetched before
        page.get_by_text("微信", exact=True).click()
    assert answer.value.status == 200
    code = page.get_by_role("img", name="本文二维码")
    expect(code).to_be_visible()
    page.keyboard.press("Escape")
    expect(code).to_be_hidden()


def test_the_theme_that_was_chosen_stays(live_server, page):
    page.goto(live_server.url)
    page.get_by_role("button", name="深色模式").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.mode") == "dark"
    expect(page.get_by_role("button", name="深色模式")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(
    ("age", "shown"),
    [
        (timedelta(minutes=5), "5分钟前"),
        (timedelta(hours=3, minutes=1), "3小时前"),
        (timedelta(days=2, hours=1), "2天前"),
        (timedelta(days=8), None),
    ],
)
def test_cards_say_how_long_ago_for_a_week(live_server, page, age, shown):
    category = make_category(slug="tech")
    at = timezone.now() - age
    make_article(category=category, published_at=at)
    page.goto(f"{live_server.url}/category/tech/")
    local = timezone.localtime(at)
    expected = shown or f"{local.year}年{local.month}月{local.day}日"
    expect(page.locator("time[data-relative]").first).to_have_text(expected)


def test_searching_and_turning_pages_need_no_script(site, visitor):
    reader = visitor(javascript=False)
    reader.goto(site["front"])
    reader.fill("#q-top", "县城")
    reader.locator("#q-top").press("Enter")
    reader.wait_for_url("**/search/**")
    expect(reader.locator("mark").first).to_have_text("县城")
    reader.get_by_role("link", name="下一页").click()
    reader.wait_for_url("**page=2")
    assert reader.locator(".river article").count() == 3
