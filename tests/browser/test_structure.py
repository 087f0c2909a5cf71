"""The desk's lists are put in order by hand, by key and by pointer, and the front page composed."""

import pytest
from playwright.sync_api import expect

from articles.models import Category
from tests.factories import make_article, make_category

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def tree():
    return [(one.name, one.parent and one.parent.name) for one in Category.objects.in_tree_order()]


def line(page, name):
    return page.locator(f'[data-arrange-item][data-name="{name}"] > .arrange__line')


def test_categories_are_dragged_and_moved_by_key(desk, live_server):
    for place, name in enumerate("甲乙丙丁"):
        make_category(name=name, position=place)
    page = desk.page
    page.goto(f"{live_server.url}/admin/articles/category/arrange/")
    page.get_by_role("button", name="上移 丙").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-arrange-status]")).to_have_text("丙：第 2 位，共 4 项")
    expect(page.get_by_role("button", name="上移 丙")).to_be_focused()
    page.get_by_role("button", name="把 丙 归到上一项之下").press("Enter")
    grip, first = line(page, "丁").locator("[data-arrange-grip]"), line(page, "甲")
    start, end = grip.bounding_box(), first.bounding_box()
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 30, end["y"] + 20, steps=4)
    page.mouse.move(end["x"] + 30, end["y"] + 4, steps=2)
    page.mouse.up()
    page.get_by_role("button", name="保存顺序").click()
    expect(page.get_by_text("新的顺序已生效。")).to_be_visible()
    assert tree() == [("丁", None), ("甲", None), ("丙", "甲"), ("乙", None)]


def test_a_front_page_is_composed_and_seen_before_it_begins(desk, live_server):
    for number in range(6):
        make_article(headline=f"要闻{number}")
    page = desk.page
    page.goto(f"{live_server.url}/admin/portal/frontedition/add/")
    lead = page.locator(".field-lead")
    lead.get_by_label("按标题中的词或编号查找文章").fill("要闻2")
    lead.get_by_role("button", name="要闻2").click()
    expect(lead.locator("[data-arrange-item]")).to_have_count(1)
    picks = page.locator(".field-picks")
    for name in ("要闻4", "要闻0"):
        picks.get_by_label("按标题中的词或编号查找文章").fill(name)
        picks.get_by_role("button", name=name).click()
    picks.get_by_role("button", name="上移 要闻0").click()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="在首页上预览").click()
    seen = opened.value
    expect(seen.locator(".card--lead h2")).to_contain_text("要闻2")
    expect(seen.locator("section[aria-labelledby=picks] .card__title").first).to_have_text("要闻0")
    seen.close()
    page.locator("[name=_save]").click()
    page.goto(live_server.url)
    expect(page.locator(".card--lead h2")).to_contain_text("要闻2")
