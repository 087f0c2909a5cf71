"""Standing pages in the admin: cleaned, addressed, nested, journalled."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import JournalEntry
from portal.models import StandingPage
from portal.roles import CHIEF
from tests.factories import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    client = Client()
    client.force_login(make_staff(CHIEF))
    return client


def address(page, view="change"):
    return reverse(f"admin:portal_standingpage_{view}", args=[page.pk])


def test_a_page_is_cleaned_and_gets_an_address_from_its_title(chief):
    body = '<p onclick="x()">联系我们</p><script>alert(1)</script>'
    chief.post(
        reverse("admin:portal_standingpage_add"),
        {"title": "关于 明川", "body": body, "position": 0, "is_published": "on"},
    )
    page = StandingPage.objects.get()
    assert (page.slug, page.body) == ("关于-明川", "<p>联系我们</p>")
    assert Client().get(page.get_absolute_url()).status_code == 200
    assert JournalEntry.objects.filter(action="standingpage.create").exists()


def test_a_changed_slug_leaves_a_redirect(chief):
    page = StandingPage.objects.create(title="关于", slug="about")
    sent = {"title": "关于", "slug": "about-us", "position": 0, "is_published": "on"}
    chief.post(address(page), sent)
    assert Client().get("/page/about/").url == "/page/about-us/"


def test_no_page_lies_below_itself(chief):
    top = StandingPage.objects.create(title="上", slug="top")
    low = StandingPage.objects.create(title="下", slug="low", parent=top)
    sent = {"title": "上", "slug": "top", "position": 0, "parent": low.pk}
    assert chief.post(address(top), sent).context["errors"]
    top.refresh_from_db()
    assert top.parent is None


def test_a_page_with_others_below_it_is_not_deleted(chief):
    top = StandingPage.objects.create(title="上", slug="top")
    StandingPage.objects.create(title="下", slug="low", parent=top)
    chief.post(address(top, "delete"), {"post": "yes"})
    assert StandingPage.objects.filter(pk=top.pk).exists()


def test_only_the_pages_with_the_editor_relax_the_policy(chief):
    page = StandingPage.objects.create(title="关于", slug="about")
    policy = "Content-Security-Policy"
    assert "unsafe-inline" in chief.get(address(page)).headers[policy]
    listed = chief.get(reverse("admin:portal_standingpage_changelist"))
    assert "unsafe-inline" not in listed.headers[policy]
