"""No page shuts anybody out, asks another host, or breaks its own rules."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles import workflow
from articles.models import SiteProfile, Topic
from comments.models import Comment
from portal import composing
from portal.composing import Composition
from portal.models import FrontEdition, MenuItem
from tests.browser.checks import Watch, barriers, overflow_px, shows_focus
from tests.browser.steps import enter, write_comment
from tests.factories import make_category, make_comment, make_draft, make_picture, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (320, 390, 720, 820, 1024, 1440)
SMALL = (320, 390, 820)
in_both_themes = pytest.mark.parametrize("theme", ["light", "dark"])


@in_both_themes
def test_no_page_for_readers_shuts_anybody_out(site, visitor, live_server, theme):
    reader = visitor(color_scheme=theme)
    watch = Watch(reader, live_server.url)
    kinds = site if theme == "light" else ("front", "article", "comments", "search", "retracted")
    for kind in kinds:
        reader.goto(site[kind])
        assert reader.evaluate("document.documentElement.dataset.mode") == theme
        assert barriers(reader) == [], kind
    assert watch.faults == []


def test_pages_in_english_shut_nobody_out(site, visitor, live_server, settings):
    settings.LANGUAGE_CODE = "en"
    reader = visitor(width=390, locale="en")
    watch = Watch(reader, live_server.url)
    for kind in ("front", "article", "search"):
        reader.goto(site[kind])
        assert reader.get_attribute("html", "lang") == "en"
        assert barriers(reader) == [], kind
        assert overflow_px(reader) == 0, kind
    assert watch.faults == []


@in_both_themes
def test_a_form_with_mistakes_shuts_nobody_out(site, visitor, live_server, theme):
    reader = visitor(color_scheme=theme, width=390)
    watch = Watch(reader, live_server.url)
    reader.goto(site["article"])
    write_comment(reader, name="小舟", email="zhou@", body="")
    expect(reader.locator("#answer")).to_be_visible()
    assert barriers(reader) == []
    assert overflow_px(reader) == 0
    write_comment(reader, email="zhou@example.com", body="写完了。")
    expect(reader.locator(".is-waiting")).to_be_visible()
    assert barriers(reader) == []
    assert watch.faults == []


def test_no_page_for_readers_scrolls_sideways(site, visitor):
    reader = visitor()
    for kind, address in site.items():
        reader.goto(address)
        for width in WIDTHS:
            reader.set_viewport_size({"width": width, "height": 900})
            assert overflow_px(reader) == 0, (kind, width)


@pytest.fixture
def desk_pages(live_server, site):
    """The main pages of the admin, each with something on it."""
    article = make_draft(headline="一篇草稿", body="<p>正文</p>", cover_id=make_picture().pk)
    workflow.submit(article.latest_revision, by=None)
    waiting = make_comment(state=Comment.State.PENDING)
    SiteProfile.load().save()
    category, other, topic = make_category(), make_category(), Topic.objects.get()
    MenuItem.objects.create(target="topic", topic=topic)
    edition = FrontEdition.objects.create(starts_at=timezone.now())
    composing.compose(edition, Composition(lead=1, picks=(2, 3)), by=None)
    thrown = workflow.trash(make_draft(headline="一篇废稿"), by=None)
    one = f"articles/article/{article.pk}"
    paths = [
        *("", "account/", "account/second-factor/", "articles/article/", "articles/article/add/"),
        *(f"{one}/change/", f"{one}/history/"),
        *(f"{one}/quick/", f"{one}/preview/", f"{one}/sharing/"),
        *(f"articles/article/{thrown.pk}/{page}/" for page in ("change", "delete")),
        *(f"articles/article/1/{page}/" for page in ("withdraw", "retract")),
        "articles/desksettings/1/change/",
        *("comments/comment/", "notifications/", "notifications/choices/"),
        *(f"comments/comment/{waiting.pk}/change/", "articles/picture/", "articles/picture/add/"),
        *(f"articles/picture/{article.cover_id}/change/", "articles/category/"),
        *(f"articles/picture/{article.cover_id}/{page}/" for page in ("replace", "delete")),
        f"articles/picture/describe/?pictures={article.cover_id}",
        *("articles/category/add/", "articles/siteprofile/1/change/", "articles/author/add/"),
        *("articles/tag/", "articles/user/", "articles/user/add/", "articles/journalentry/"),
        *("portal/standingpage/add/", "password_change/", "articles/redirect/add/"),
        *("articles/category/arrange/", f"articles/category/{category.pk}/merge/"),
        *(f"articles/category/{category.pk}/merge/?to={other.pk}", "articles/topic/"),
        *(f"articles/topic/{topic.pk}/change/", "portal/menuitem/add/", "portal/menuitem/arrange/"),
        *("portal/frontedition/", f"portal/frontedition/{edition.pk}/change/"),
        *("articles/article/calendar/", "statistics/", f"statistics/article/{article.pk}/"),
    ]
    return [f"{live_server.url}/admin/{path}" for path in paths]


@pytest.mark.parametrize(("theme", "first"), [("light", 0), ("dark", 1)])
def test_no_page_of_the_desk_shuts_anybody_out(desk_pages, visitor, live_server, theme, first):
    """Every second page in either theme: the desk has one set of colours for all of them."""
    page = visitor(color_scheme=theme)
    watch = Watch(page, live_server.url)
    page.goto(f"{live_server.url}/admin/login/")
    assert barriers(page) == []
    enter(page, live_server.url, make_user(is_superuser=True))
    for address in desk_pages[first::2]:
        assert page.goto(address).status == 200
        if page.locator("textarea[data-type=ckeditortype]").count():
            page.locator(".cke_wysiwyg_frame").wait_for()
        assert barriers(page) == [], address
        for width in SMALL:
            page.set_viewport_size({"width": width, "height": 900})
            assert overflow_px(page) == 0, (address, width)
        page.set_viewport_size({"width": 1440, "height": 900})
    assert watch.faults == []


def test_the_library_opens_as_a_dialog_that_escape_closes(live_server, visitor):
    make_picture()
    page = visitor()
    enter(page, live_server.url, make_user(is_superuser=True))
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    button = page.get_by_role("button", name="选择或上传图片")
    button.click()
    page.locator("dialog [data-picture]").wait_for()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(button).to_be_focused()


@pytest.mark.parametrize("kind", ["front", "not found"])
def test_the_first_tab_offers_to_skip_to_the_content(site, page, kind):
    page.goto(site[kind])
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize(
    ("kind", "theme"),
    [("front", "light"), ("article", "dark")],
)
def test_whoever_goes_by_keyboard_sees_where_they_are(site, visitor, kind, theme):
    reader = visitor(color_scheme=theme, reduced_motion="reduce")
    reader.goto(site[kind])
    seen, stops = set(), 0
    while stops == 0 or reader.evaluate("document.activeElement !== document.body"):
        reader.keyboard.press("Tab")
        stops += 1
        sort = reader.evaluate(
            """() => {
              const at = document.activeElement;
              return [at.tagName, at.className, at.parentElement?.className].join(" ");
            }"""
        )
        if sort not in seen and not sort.startswith("BODY"):
            seen.add(sort)
            assert shows_focus(reader), sort
    assert len(seen) > 8


def test_escape_closes_the_menu_and_gives_the_focus_back(site, visitor):
    reader = visitor(width=390)
    reader.goto(site["front"])
    menu = reader.locator("summary", has_text="全部栏目")
    menu.focus()
    reader.keyboard.press("Enter")
    panel = reader.locator(".drop__panel").first
    expect(panel).to_be_visible()
    reader.keyboard.press("Tab")
    expect(panel.get_by_role("link").first).to_be_focused()
    reader.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(menu).to_be_focused()


def test_the_menu_opens_without_scripts(site, visitor):
    reader = visitor(javascript=False, width=390)
    reader.goto(site["front"])
    reader.locator("summary", has_text="全部栏目").click()
    reader.locator(".drop__panel").get_by_role("link", name=re.compile("栏目")).first.click()
    expect(reader).to_have_url(re.compile("/category/tech/"))


def test_a_theme_that_was_chosen_wins_on_all_pages_of_site_and_desk(site, visitor, live_server):
    reader = visitor(color_scheme="dark")
    reader.goto(site["front"])
    reader.get_by_role("button", name="深色模式").click()
    for address in (site["article"], site["not found"], f"{live_server.url}/admin/login/"):
        reader.goto(address)
        assert reader.evaluate("document.documentElement.dataset.mode") == "light"
