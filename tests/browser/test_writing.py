"""Stories of a newsroom in the writing page: the scripts help, and lose nothing."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from articles import workflow
from articles.models import Article
from articles.workflow import DeskState, desk_state
from portal.roles import AUTHOR, EDITOR
from tests.factories import make_author, make_draft, make_staff, make_tag

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(visitor, live_server):
    """Open a page of the desk as somebody with this role; what the console says is collected."""

    def open_as(user, path, **options):
        client = Client()
        client.force_login(user)
        page = visitor(**options)
        page.complaints = []
        page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        page.goto(f"{live_server.url}{path}")
        return page

    return open_as


def change(article):
    return f"/admin/articles/article/{article.pk}/change/"


def test_tags_are_completed_and_the_headline_is_counted(signed_in):
    make_tag(name="屋顶光伏")
    page = signed_in(make_staff(AUTHOR), "/admin/articles/article/add/")
    page.fill("#id_headline", "七个字的好标题")
    expect(page.locator("output.count").first).to_have_text("7 / 24")
    page.click("#id_tags")
    page.keyboard.type("屋顶")
    expect(page.locator("#id_tags_list li")).to_have_text("屋顶光伏")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("新词")
    expect(page.locator("#id_tags")).to_have_value("屋顶光伏、新词")
    with page.expect_event("load"):
        page.keyboard.press("Control+s")
    article = Article.objects.get()
    assert [tag.name for tag in article.tags.order_by("pk")] == ["屋顶光伏", "新词"]
    assert page.complaints == []


def test_authors_are_completed_in_their_order(signed_in):
    make_author(name="林见川")
    make_author(name="沈知白")
    page = signed_in(make_staff(EDITOR), "/admin/articles/article/add/")
    page.click("#id_authors")
    for start in ("沈", "林"):
        page.keyboard.type(start)
        page.locator("#id_authors_list li").click()
    expect(page.locator("#id_authors")).to_have_value("沈知白、林见川、")


def test_enter_in_a_field_saves_and_publishes_nothing(signed_in):
    article = make_draft()
    workflow.submit(article.latest_revision, by=None)
    page = signed_in(make_staff(EDITOR), change(article))
    page.fill("#id_subheadline", "副题")
    with page.expect_event("load"):
        page.press("#id_subheadline", "Enter")
    article.refresh_from_db()
    assert (article.subheadline, desk_state(article)) == ("副题", DeskState.IN_REVIEW)


def test_sending_back_leads_to_the_reason_first(signed_in):
    article = make_draft()
    workflow.submit(article.latest_revision, by=None)
    page = signed_in(make_staff(EDITOR), change(article))
    page.get_by_text("其他操作").click()
    page.get_by_role("button", name="退回…").click()
    expect(page.locator("#id_note")).to_be_focused()
    page.fill("#id_note", "数字请补来源")
    with page.expect_event("load"):
        page.get_by_role("button", name="退回…").click()
    expect(page.locator(".steps")).to_contain_text("数字请补来源")


def test_leaving_with_unsaved_words_asks_and_saving_does_not(signed_in):
    page = signed_in(make_staff(EDITOR), change(make_draft()))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.fill("#id_headline", "改过")
    with page.expect_event("load"):
        page.keyboard.press("Control+s")
    assert asked == []
    page.fill("#id_headline", "又改")
    page.goto("about:blank")
    assert asked == ["beforeunload"]


def test_without_scripts_everything_is_there(signed_in):
    article = make_draft()
    page = signed_in(make_staff(EDITOR), change(article), javascript=False)
    page.fill("#id_headline", "没有脚本")
    page.fill("#id_body", "<p>正文照写。</p>")
    page.get_by_text("其他操作").click()
    page.locator("button[value=publish]").click()
    article.refresh_from_db()
    assert article.is_published
    assert (article.headline, article.body) == ("没有脚本", "<p>正文照写。</p>")


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/articles/article/", "/admin/articles/article/add/"]
)
@pytest.mark.parametrize("width", [390, 820, 1440])
def test_nothing_is_wider_than_the_screen(signed_in, path, width):
    for _ in range(3):
        make_draft(headline="一个长得在窄屏上也必须折行显示的标题" * 3)
    page = signed_in(make_staff(EDITOR), path, width=width)
    if path != "/admin/":
        page.locator(".desk__nav summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []


def test_the_desk_and_the_site_share_one_theme(signed_in, live_server):
    page = signed_in(make_staff(EDITOR), "/admin/")
    page.locator("[data-theme-toggle]").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.goto(live_server.url)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
