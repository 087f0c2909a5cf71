"""The product in one story: written, published, read, liked, answered, approved, counted."""

import re

import pytest
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from articles import search
from articles.models import Article, Category
from portal import roles
from tests.browser.desk import READY, Desk
from tests.browser.steps import make_colleague, numbers_of, sign_in, write_comment
from tests.factories import make_article, make_author, make_category, make_comment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADLINE = "退潮以后，滩涂上的人开始记数"
SENTENCE = "清晨五点，潮水退到第三根木桩以外，记录员打开了本子。"
OPINION = "希望能公开原始数据。"
ALT = "两位记录员站在退潮后的滩涂上"
TELEPHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


@pytest.fixture
def photo(tmp_path):
    """A photograph on the author's disk."""
    file = tmp_path / "IMG_0042.png"
    picture = Image.linear_gradient("L").resize((1200, 800)).convert("RGB")
    picture.save(file)
    return file


@pytest.fixture
def newsroom():
    author = make_colleague(roles.AUTHOR, "lin")
    make_author(name="林见川", slug="lin", user=author)
    make_colleague(roles.EDITOR, "shen")
    make_colleague(roles.MODERATOR, "he")
    make_category(name="社会", slug="society")


def open_article(page: Page, address: str) -> None:
    """Read the article; its view is counted when this returns."""
    with page.expect_response(re.compile(r"/view/$")):
        page.goto(address)


def write_and_submit(page: Page, site: str, photo) -> None:
    sign_in(page, site, "lin")
    page.get_by_role("link", name="写新稿").first.click()
    page.wait_for_url("**/article/add/")
    page.evaluate(READY)
    page.get_by_label("标题", exact=True).fill(HEADLINE)
    page.get_by_label("栏目").select_option(label="社会")
    desk = Desk(page, site)
    desk.text.click()
    page.keyboard.type(SENTENCE)
    desk.press("portalpicture")
    desk.dialog.get_by_text("上传新图片").click()
    desk.dialog.locator("[type=file]").set_input_files(photo)
    desk.dialog.get_by_label("替代文字").fill(ALT)
    desk.dialog.get_by_label("图注").fill("滩涂，清晨")
    desk.dialog.get_by_role("button", name="上传并使用").click()
    desk.dialog.get_by_role("button", name="插入正文").click()
    expect(desk.text.get_by_role("img", name=ALT)).to_be_visible()
    page.keyboard.type("一共一百一十七只。")
    page.get_by_role("button", name="保存草稿").last.click()
    expect(page.locator(".messagelist")).to_have_text("已保存。")
    assert page.get_by_role("button", name="发布").count() == 0
    page.get_by_role("button", name="送审").click()
    expect(page.locator(".messagelist")).to_have_text("已送审。")


def publish(desk: Page, site: str) -> str:
    """The editor finds the article on the dashboard and publishes it; returns its address."""
    sign_in(desk, site, "shen")
    desk.get_by_role("link", name=HEADLINE).first.click()
    desk.get_by_role("button", name="通过并发布").click()
    expect(desk.locator(".messagelist")).to_contain_text("已发布")
    desk.get_by_role("link", name="查看").click()
    return desk.url


def read(reader: Page, site: str, address: str) -> None:
    """Find the article on the front page and read it, then open it twice more."""
    reader.goto(site)
    reader.locator("a", has_text=HEADLINE).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    assert SENTENCE in reader.inner_text(".prose")
    picture = reader.get_by_role("img", name=ALT)
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    assert reader.evaluate("document.documentElement.scrollWidth") <= 390
    open_article(reader, address)
    open_article(reader, address)


def like(reader: Page) -> None:
    """Like, take it back, come back and like again."""
    button = reader.get_by_role("button", name="赞")
    for likes, is_liked in [("1", "true"), ("0", "false")]:
        press(button)
        expect(button).to_have_attribute("aria-pressed", is_liked)
        expect(button.locator("[data-count]")).to_have_text(likes)
    reader.reload()
    press(button)
    reader.reload()
    expect(button).to_have_attribute("aria-pressed", "true")


def press(button: Locator) -> None:
    with button.page.expect_response(re.compile(r"/like/$")):
        button.click()


def comment(reader: Page) -> None:
    """First with a slip in the address, then rightly."""
    write_comment(reader, name="小舟", email="zhou@", body=OPINION)
    expect(reader.locator("#respond-email_error")).to_contain_text("邮箱")
    expect(reader.locator("#respond-email")).to_have_attribute("aria-invalid", "true")
    assert reader.input_value("#respond-body") == OPINION
    assert reader.input_value("#respond-name") == "小舟"
    write_comment(reader, email="zhou@example.com")
    expect(reader.locator(".remark.is-waiting")).to_contain_text(OPINION)


def approve(page: Page, site: str) -> None:
    sign_in(page, site, "he")
    page.get_by_role("link", name="评论").first.click()
    waiting = page.get_by_role("button", name="通过: 小舟")
    expect(waiting.first).to_be_visible()
    while waiting.count():
        with page.expect_event("load"):
            waiting.first.click()
        expect(page.locator(".messagelist")).to_be_visible()


@pytest.mark.smoke
def test_from_the_first_word_to_the_answered_article(live_server, visitor, newsroom, photo):
    site = live_server.url
    author, editor, moderator, other = (visitor() for _ in range(4))
    reader = visitor(width=390, user_agent=TELEPHONE)

    write_and_submit(author, site, photo)
    other.goto(site)
    assert HEADLINE not in other.content()
    address = publish(editor, site)
    assert numbers_of(editor) == {"views": 0, "likes": 0, "comments": 0}

    read(reader, site, address)
    assert numbers_of(reader) == {"views": 1, "likes": 0, "comments": 0}
    like(reader)
    assert numbers_of(reader) == {"views": 1, "likes": 1, "comments": 0}

    comment(reader)
    open_article(other, address)
    assert OPINION not in other.content()
    approve(moderator, site)
    for page in (other, reader, editor):
        page.goto(address)
        expect(page.locator(".remark")).to_contain_text(OPINION)
        assert numbers_of(page) == {"views": 2, "likes": 1, "comments": 1}
        assert "zhou@example.com" not in page.content()

    for command in (["recount", "--check"], ["tick"], ["recount", "--check"]):
        call_command(*command)
    other.reload()
    assert numbers_of(other) == {"views": 2, "likes": 1, "comments": 1}


def test_readers_without_scripts_lack_nothing(live_server, visitor, newsroom):
    category = Category.objects.get()
    for number in range(24):
        search.index(make_article(headline=f"滩涂日记 {number}", category=category))
    first = make_comment(article=Article.objects.get(headline="滩涂日记 3"), name="山脚下的药房")
    reader = visitor(javascript=False, width=390)

    # Found by turning a page, and by searching.
    reader.goto(f"{live_server.url}/category/society/")
    reader.get_by_role("link", name="下一页").click()
    reader.get_by_role("link", name="滩涂日记 3").first.click()
    address = reader.url
    assert address == live_server.url + first.article.get_absolute_url()
    reader.get_by_role("link", name="搜索").first.click()
    reader.fill("#q", "日记 3")
    reader.get_by_role("button", name="搜索").locator("visible=true").click()
    expect(reader.locator("mark").first).to_be_visible()
    reader.locator("a", has_text="滩涂日记 3").first.click()
    assert reader.url == address

    # Liked, taken back, liked again.
    for likes in (1, 0, 1):
        reader.get_by_role("button", name="赞").click()
        assert reader.url == f"{address}#like"
        assert numbers_of(reader)["likes"] == likes

    # A comment and a reply, both with a slip first.
    comment(reader)
    reader.goto(address)
    reader.get_by_role("link", name="回复 山脚下的药房").click()
    comment(reader)
    expect(reader.locator("ol ol .remark.is-waiting")).to_contain_text(OPINION)
    approve(visitor(javascript=False), live_server.url)
    reader.goto(address)
    assert numbers_of(reader) == {"views": 0, "likes": 1, "comments": 3}
    expect(reader.locator(".remark", has_text=OPINION)).to_have_count(2)
    call_command("recount", "--check")
