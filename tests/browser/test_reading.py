"""Stories of readers who read, like, share, search and turn pages, in a real browser."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from articles import counters, search
from portal.models import StandingPage
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_comment,
    make_picture,
    make_tag,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server):
    """Every kind of page, with long words in all places; returns their addresses."""
    category = make_category(slug="tech", description="很长的说明" * 20)
    author = make_author(slug="lin", bio="介绍" * 60, avatar=make_picture())
    tag = make_tag(slug="tag", name="Donaudampfschifffahrtsgesellschaftskapitän")
    StandingPage.objects.create(title="关于", slug="about", body="<p>正文</p>")
    table = "<table><tbody><tr>" + "<td>不可断开的单元格</td>" * 12 + "</tr></tbody></table>"
    for number in range(1, 25):
        article = make_article(
            pk=number,
            headline=f"县城{number}：Donaudampfschifffahrtsgesellschaftskapitänsmütze",
            body=f"<p>{'https://example.com/' + 'x' * 200}</p>{table}<pre>{'y' * 200}</pre>",
            category=category,
            authors=[author],
            tags=[tag],
            cover=make_picture(),
        )
        search.index(article)
    make_comment(article=article, body="长" * 300, name="W" * 40)
    paths = ("/", "/article/24.html", "/category/tech/?page=2", "/tag/tag/", "/author/lin/")
    paths += ("/archive/", f"/archive/{timezone.localdate().year}/", "/search/?q=县城")
    return [live_server.url + path for path in (*paths, "/page/about/", "/nope/")]


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
    reader.goto(site[0])
    reader.fill("#q-top", "县城")
    reader.locator("#q-top").press("Enter")
    reader.wait_for_url("**/search/**")
    expect(reader.locator("mark").first).to_have_text("县城")
    reader.get_by_role("link", name="下一页").click()
    reader.wait_for_url("**page=2")
    assert reader.locator(".river article").count() == 4


@pytest.mark.parametrize("width", [320, 390, 720, 820, 1024, 1440])
def test_no_page_scrolls_sideways(site, visitor, width):
    reader = visitor(width=width)
    for address in site:
        reader.goto(address)
        assert reader.evaluate("document.documentElement.scrollWidth") <= width, address


def test_no_page_breaks_its_own_policy_or_a_script(site, page):
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console", lambda message: faults.append(message.text) if message.type == "error" else 0
    )
    for address in site[:-1]:
        page.goto(address)
    assert faults == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_shuts_anybody_out(site, page, theme):
    page.emulate_media(color_scheme=theme)
    for address in site:
        page.goto(address)
        faults = Axe().run(page).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in faults] == [], address
