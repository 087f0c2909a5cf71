"""No lost work, in a real browser: dead tabs, timed-out sign-ins, two at one article."""

import re

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, ArticleRevision, Autosave, JournalEntry
from portal.roles import EDITOR
from tests.articles.desk import fresh
from tests.browser.desk import READY, SET
from tests.browser.steps import PASSWORD, enter, make_colleague
from tests.factories import make_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THREE = "<p>潮水退到三百米外。</p><p>摊位在七点收起。</p><p>最后一班渡轮还没有到。</p>"


@pytest.fixture
def people(live_server):
    """Two editors of the newsroom."""
    lin = make_colleague(EDITOR, "lin", last_name="林", first_name="见川")
    shen = make_colleague(EDITOR, "shen", last_name="沈", first_name="知白")
    return lin, shen


@pytest.fixture
def opened(visitor, live_server):
    """Open the writing page as somebody, in a browser of their own."""

    def as_(user, article: Article | None = None, page: Page | None = None) -> Page:
        if page is None:
            page = visitor()
            enter(page, live_server.url, user)
        name = f"{article.pk}/change" if article else "add"
        page.goto(f"{live_server.url}/admin/articles/article/{name}/")
        page.evaluate(READY)
        return page

    return as_


def state(page: Page):
    return page.locator("[data-saving-state]")


def write(page: Page, html: str) -> None:
    page.evaluate(SET, html)
    page.evaluate("CKEDITOR.instances.id_body.fire('change')")


def press_save(page: Page) -> None:
    with page.expect_event("load"):
        page.locator("button[name=_move][value=save]:not(.sr)").click()


def test_a_tab_dies_and_its_text_comes_back(people, opened, live_server):
    lin, _shen = people
    page = opened(lin)
    page.fill("#id_headline", "退潮之后")
    expect(state(page)).to_have_text(re.compile(r"已自动保存 \d\d:\d\d:\d\d"))
    expect(page).to_have_url(re.compile(r"/change/$"))
    write(page, THREE)
    page.fill("#id_tags", "海边、渡")
    with page.expect_response("**/autosave/"):
        page.locator("#id_tags").blur()
    context = page.context
    page.close()  # as the system does when memory is short: nobody is asked

    assert Article.objects.get().latest_revision.body == ""
    page = opened(lin, Article.objects.get(), context.new_page())
    page.get_by_text("恢复", exact=True).locator("visible=true").click()
    page.wait_for_url("**/?autosave=1")
    page.evaluate(READY)
    expect(page.locator("#id_tags")).to_have_value("海边、渡")
    press_save(page)
    article = Article.objects.get()
    assert (article.headline, article.body) == ("退潮之后", THREE)
    assert not Autosave.objects.exists()
    expect(page.locator(".saving__bar:visible")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('text'))") == []


def test_without_a_server_the_browser_keeps_the_text(people, opened):
    lin, _shen = people
    article = make_draft(body=THREE)
    page = opened(lin, article)
    context = page.context
    context.set_offline(True)
    page.fill("#id_subheadline", "没有网络时写的")
    expect(state(page)).to_contain_text("离线")
    page.wait_for_function("JSON.stringify({...localStorage}).includes('没有网络时写的')")
    page.close()
    context.set_offline(False)

    page = opened(lin, article, context.new_page())
    page.get_by_role("button", name="恢复").click()
    page.wait_for_url("**/?autosave=1")
    page.evaluate(READY)
    expect(page.locator("#id_subheadline")).to_have_value("没有网络时写的")
    press_save(page)
    assert fresh(article).subheadline == "没有网络时写的"


def test_signed_out_meanwhile_nothing_is_lost(people, opened, live_server):
    lin, _shen = people
    article = make_draft(body=THREE)
    page = opened(lin, article)
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_subheadline", "写的时候登录过期了")
    expect(page.locator("[data-out]")).to_be_visible()
    page.locator("button[name=_move][value=save]:not(.sr)").click()  # in vain, and harmless
    expect(page.locator("#id_subheadline")).to_have_value("写的时候登录过期了")

    with page.context.expect_page() as other:
        page.get_by_role("link", name="在新标签页登录").click()
    other.value.get_by_label("用户名").fill("lin")
    other.value.get_by_label("密码").fill(PASSWORD)
    other.value.get_by_role("button", name="登录").click()
    expect(other.value).to_have_url(re.compile(r"/admin/$"))
    other.value.close()
    page.bring_to_front()
    if page.locator("[data-out]").is_visible():
        page.get_by_role("button", name="继续", exact=True).click()
    expect(page.locator("[data-out]")).to_be_hidden()
    press_save(page)
    assert fresh(article).subheadline == "写的时候登录过期了"


def test_two_at_one_article_see_each_other_and_merge(people, opened):
    lin, shen = people
    article = make_draft(body=THREE)
    first, second = opened(lin, article), opened(shen, article)
    expect(second.locator("[data-others]")).to_contain_text("林见川 也在编辑，自")

    write(first, THREE.replace("七点", "八点"))
    press_save(first)
    write(second, THREE.replace("渡轮", "末班渡轮"))
    press_save(second)
    expect(second.locator(".messagelist")).to_contain_text("已与 林见川")
    merged = THREE.replace("七点", "八点").replace("渡轮", "末班渡轮")
    assert fresh(article).body == merged

    first.goto(first.url)
    first.evaluate(READY)
    write(first, merged.replace("三百米", "四百米"))
    write(second, merged.replace("三百米", "五百米"))
    press_save(first)
    press_save(second)
    expect(second).to_have_url(re.compile("/merge/"))
    second.get_by_label("用我的").check()
    with second.expect_navigation():
        second.get_by_role("button", name="保存合并结果").click()
    assert fresh(article).body == merged.replace("三百米", "五百米")
    kept = article.revisions.filter(kind=ArticleRevision.Kind.ASIDE).get()
    choices = JournalEntry.objects.filter(action="article.merge").latest("pk").data
    assert (choices["aside"], choices["choices"]) == (kept.pk, {"body-0": "mine"})
    bodies = article.revisions.values_list("body", flat=True)
    assert any("四百米" in body for body in bodies)


def test_keys_press_the_buttons_and_a_question_mark_lists_them(people, opened):
    lin, _shen = people
    article = make_draft(body=THREE)
    page = opened(lin, article)
    page.locator("body").press("?")
    expect(page.locator("dialog[open]")).to_contain_text("快捷键")
    page.keyboard.press("Escape")
    text = page.frame_locator(".cke_wysiwyg_frame").locator("body")
    with page.context.expect_page() as preview:
        text.press("Control+Shift+P")
    preview.value.close()
    page.fill("#id_subheadline", "预览之后接着写")
    expect(state(page)).to_contain_text("已自动保存")
    text.press("Control+s")
    expect(page.locator(".messagelist")).to_be_visible()
