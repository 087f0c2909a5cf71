"""A draft before its readers: looked at on three screens, shown to somebody outside, discussed."""

import pytest

from articles.models import PreviewNote
from tests.factories import make_draft, make_picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def screen(page):
    """The width for which the page in the frame is laid out."""
    frame = page.query_selector("iframe").content_frame()
    frame.wait_for_load_state()
    return frame.evaluate("innerWidth")


def test_a_draft_is_shown_on_three_screens_and_to_an_outsider(desk, visitor, writer, settings):
    settings.SITE_URL = desk.address
    page = desk.page
    article = make_draft(by=writer, headline="退潮之后", cover_id=make_picture().pk)
    here = f"{desk.address}/admin/articles/article/{article.pk}"

    page.goto(f"{here}/preview/")
    assert abs(screen(page) - 1440) <= 2  # drawn smaller, laid out as wide
    page.get_by_role("link", name="手机").click()
    assert page.url.endswith("?width=390")
    assert screen(page) == 390
    page.get_by_role("link", name="外部审阅").click()

    page.get_by_label("给谁看").fill("顾问")
    page.get_by_role("button", name="生成链接").click()
    address = page.get_by_label("链接地址").input_value()

    outside = visitor(width=390)
    broken = []
    outside.on("response", lambda got: got.status >= 400 and broken.append(got.url))
    outside.goto(address)
    assert outside.get_by_role("heading", name="退潮之后").is_visible()
    assert "仅供审阅" in outside.locator(".note--warn").inner_text()
    picture = outside.locator(".prose img").first
    picture.evaluate("image => image.decode()")
    assert broken == []
    outside.get_by_label("你的留言").fill("第二段请再核对。")
    outside.get_by_label("你的姓名").fill("周老师")
    outside.get_by_role("button", name="发送留言").click()
    outside.get_by_text("留言已转交编辑").wait_for()
    assert outside.context.cookies() == []
    assert PreviewNote.objects.get().name == "周老师"

    page.goto(f"{here}/change/")
    page.get_by_text("第二段请再核对。").first.wait_for()
    page.goto(f"{here}/sharing/")
    page.get_by_role("button", name="作废").click()
    page.get_by_text("链接已作废").wait_for()
    assert outside.goto(address).status == 404
    assert desk.complaints == desk.strangers == []
