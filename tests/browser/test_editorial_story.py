"""The desk in one story: a dead tab, a text sent back, a minute, a correction, a return."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article, Correction
from portal import roles
from portal.models import TickRun
from tests.browser.desk import READY, SET, Desk
from tests.browser.steps import make_colleague, sign_in
from tests.factories import make_author, make_category, make_picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADLINE = "末班渡轮停航以后"
FIRST = "去年有三百人坐过末班渡轮。"
SOURCED = "航运站的记录说，去年有三百人坐过末班渡轮。"
CORRECTED = "航运站的记录说，去年有三千人坐过末班渡轮。"
REASON = "数字请补来源"
NOTE = "乘客数应为三千人，不是三百人。"
ALT = "渡口的灯"


@pytest.fixture
def newsroom(live_server):
    author = make_colleague(roles.AUTHOR, "lin")
    make_author(name="林见川", slug="lin", user=author)
    make_colleague(roles.EDITOR, "shen", last_name="沈", first_name="知白")
    make_category(name="社会", slug="society")
    make_picture(alt=ALT)


def press(page: Page, name: str) -> None:
    """Press one of the steps beside the text, wherever it stands."""
    button = (
        page.locator(".moves")
        .get_by_role("button", name=name, exact=True, include_hidden=True)
        .first
    )
    if not button.is_visible():
        page.get_by_text("其他操作").click()
    with page.expect_event("load"):
        button.click()


def write(page: Page, body: str) -> None:
    page.evaluate(READY)
    page.evaluate(SET, body)
    page.evaluate("CKEDITOR.instances.id_body.fire('change')")


def text_of(page: Page) -> str:
    page.evaluate(READY)
    return page.evaluate("CKEDITOR.instances.id_body.getData()")


def said(page: Page):
    return page.locator(".messagelist")


def draft_until_the_tab_dies(page: Page, site: str) -> None:
    sign_in(page, site, "lin")
    page.get_by_role("link", name="写新稿").first.click()
    page.wait_for_url("**/article/add/")
    page.evaluate(READY)
    page.get_by_label("标题", exact=True).fill(HEADLINE)
    desk = Desk(page, site)
    desk.text.click()
    page.keyboard.type(FIRST)
    desk.press("portalpicture")
    desk.dialog.locator("[data-picture]").first.click()
    desk.dialog.get_by_role("button", name="插入正文").click()
    expect(desk.text.get_by_role("img", name=ALT)).to_be_visible()
    with page.expect_response(re.compile(r"/autosave/$")):
        page.get_by_label("栏目").select_option(label="社会")
    expect(page.locator("[data-saving-state]")).to_contain_text("已自动保存")
    page.close()


def recover_and_submit(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/")
    page.get_by_role("link", name=HEADLINE).first.click()
    page.get_by_role("link", name="恢复").click()
    assert FIRST in text_of(page)
    expect(page.get_by_label("栏目")).to_have_value(re.compile(r"\d+"))
    press(page, "送审")
    expect(said(page)).to_have_text("已送审。")


def send_back(page: Page, site: str) -> None:
    sign_in(page, site, "shen")
    page.get_by_role("link", name=HEADLINE).first.click()
    page.get_by_label("给同事的说明").fill(REASON)
    press(page, "退回…")
    expect(said(page)).to_contain_text("退回")


def mend_and_submit_again(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/")
    panel = page.locator("section", has=page.get_by_role("heading", name="退回给我"))
    panel.get_by_role("link", name=HEADLINE).click()
    expect(page.locator(".steps")).to_contain_text(REASON)
    write(page, text_of(page).replace(FIRST, SOURCED))
    press(page, "再次送审")
    expect(said(page)).to_have_text("已送审。")


def approve_and_schedule(page: Page, site: str, at: str) -> None:
    page.goto(f"{site}/admin/")
    page.get_by_role("link", name=HEADLINE).first.click()
    page.get_by_label("责任编辑").fill("沈知白")
    page.get_by_text("其他操作").click()
    page.locator("#id_publish_at").fill(at)
    press(page, "通过并定时发布")
    expect(said(page)).to_contain_text("定时")


def let_a_correction_wait(page: Page, address: str) -> None:
    page.goto(address)
    write(page, text_of(page).replace("三百", "三千"))
    press(page, "保存草稿")
    expect(page.locator(".side__marks")).to_contain_text("草稿")


def publish_the_correction(page: Page) -> None:
    """First without saying what it is, which the desk does not take."""
    press(page, "发布")
    expect(page.locator("#id_change_error")).to_be_visible()
    page.get_by_role("radio", name="更正").check()
    page.get_by_label("致读者说明").fill(NOTE)
    press(page, "发布")
    expect(said(page)).to_contain_text("已发布")


def compare_and_restore(page: Page, address: str) -> None:
    page.goto(address.replace("/change/", "/history/"))
    page.get_by_role("link", name="与前一版比较").first.click()
    expect(page.locator("del").filter(has_text="百").first).to_be_visible()
    expect(page.locator("ins").filter(has_text="千").first).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="恢复为草稿").nth(1).click()  # the first text of all
    expect(said(page)).to_contain_text("草稿")
    assert FIRST in text_of(page)


def test_from_a_dead_tab_to_a_correction_and_back(live_server, visitor, newsroom):
    site = live_server.url
    author, editor, reader = visitor(), visitor(), visitor(width=390)

    draft_until_the_tab_dies(author, site)
    author = author.context.new_page()
    recover_and_submit(author, site)
    send_back(editor, site)
    mend_and_submit_again(author, site)

    minute = (timezone.localtime() + timedelta(minutes=2)).replace(second=0, microsecond=0)
    approve_and_schedule(editor, site, f"{minute:%Y-%m-%dT%H:%M}")
    article = Article.objects.get()
    desk, address = editor.url, f"{site}{article.get_absolute_url()}"
    assert reader.goto(address).status == 404
    with time_machine.travel(minute + timedelta(seconds=1)):
        assert reader.goto(address).status == 200
        assert SOURCED in reader.inner_text(".prose")
        reader.goto(site)
        expect(reader.get_by_role("link", name=HEADLINE).first).to_be_visible()
        assert not TickRun.objects.exists()  # no job has run

        let_a_correction_wait(editor, desk)
        reader.goto(address)
        assert SOURCED in reader.inner_text(".prose")
        publish_the_correction(editor)
        reader.goto(address)
        assert CORRECTED in reader.inner_text(".prose")
        expect(reader.get_by_text(NOTE)).to_be_visible()
        reader.goto(f"{site}/corrections/")
        expect(reader.get_by_text(NOTE)).to_be_visible()
        assert Correction.objects.get().kind == Correction.Kind.CORRECTION

        compare_and_restore(editor, desk)
        reader.goto(address)
        assert CORRECTED in reader.inner_text(".prose")
