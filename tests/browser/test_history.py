"""What was changed, by whom, and what it is to readers, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.articles.desk import edited, fresh, published
from tests.browser.checks import Watch, barriers, overflow_px
from tests.browser.steps import enter
from tests.factories import make_picture, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORD = "Donaudampfschifffahrtsgesellschaftskapitän"


@pytest.fixture
def article(db):
    """Published, with a change waiting that changes everything there is to change."""
    picture = f'<figure><img data-picture="{make_picture().pk}" alt="船"></figure>'
    row = published(body=f"<p>去年有三百人。{WORD}</p><p>不变。</p>" * 4)
    edited(
        row,
        body=f"<h2>去年有三千人。</h2><p>{WORD * 3}</p>{picture}",
        cover_id=make_picture().pk,
        source_url="https://example.com/" + "x" * 200,
    )
    return fresh(row)


@pytest.mark.parametrize("theme", ["dark"])
def test_history_and_comparison_shut_nobody_out(article, visitor, live_server, theme):
    page = visitor(color_scheme=theme)
    watch = Watch(page, live_server.url)
    enter(page, live_server.url, make_user(is_superuser=True))
    under = f"{live_server.url}/admin/articles/article/{article.pk}"
    for address in ("history/", "compare/", "compare/?view=side", "change/"):
        page.goto(f"{under}/{address}")
        assert barriers(page) == [], address
        for width in (320, 390, 820, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert overflow_px(page) == 0, (address, width)
    assert watch.faults == []


def test_two_revisions_are_chosen_and_compared_without_scripts(article, visitor, live_server):
    page = visitor(javascript=False, width=390)
    enter(page, live_server.url, make_user(is_superuser=True))
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/history/")
    page.get_by_role("button", name="左右对照").click()
    expect(page.locator("table.diff--side")).to_be_visible()
    expect(page.locator("ins").filter(has_text="千").first).to_be_visible()


def test_the_question_opens_when_the_text_is_touched(visitor, live_server):
    row = published(headline="退潮之后")
    page = visitor()
    enter(page, live_server.url, make_user(is_superuser=True))
    page.goto(f"{live_server.url}/admin/articles/article/{row.pk}/change/")
    asked = page.get_by_role("radio", name="更正")
    page.locator(".cke_wysiwyg_frame").wait_for()
    expect(asked).to_be_hidden()
    page.locator("[name=headline]").press_sequentially("续")
    expect(asked).to_be_visible()
