"""Plans move by dragging and by the keyboard, and stay where the server has put them."""

from datetime import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles import workflow
from articles.models import Article
from tests.factories import make_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOVEMBER = "/admin/articles/article/calendar/?month=2026-11"


def at(day):
    return datetime(2026, 11, day, 9, tzinfo=timezone.get_default_timezone())


def test_a_plan_is_dragged_and_then_moved_by_keys(desk):
    article = make_draft(headline="夜班公交")
    workflow.place(article, by=None, planned_for=at(10))
    page = desk.page
    page.goto(desk.address + NOVEMBER)
    plan = page.locator("[data-slot]", has_text="夜班公交")
    said = page.locator("[data-calendar-says]")

    plan.drag_to(page.locator('[data-day="2026-11-12"]'))
    expect(said).to_contain_text("11月12日")
    expect(page.locator('[data-day="2026-11-12"] [data-slot]')).to_have_count(1)
    assert Article.objects.get(pk=article.pk).planned_for == at(12)

    plan.locator(".slot__text").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(said).to_contain_text("11月19日")
    page.keyboard.press("Alt+ArrowLeft")  # the focus went along
    expect(said).to_contain_text("11月18日")
    assert Article.objects.get(pk=article.pk).planned_for == at(18)
    page.reload()
    expect(page.locator('[data-day="2026-11-18"] [data-slot]')).to_have_count(1)
    assert desk.complaints == []
