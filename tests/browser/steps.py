"""What people do again and again in a browser, by the words that they see."""

import re
from urllib.parse import urljoin

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from articles.models import User
from portal import roles
from tests.factories import make_staff

PASSWORD = "quiet-river-42"


def make_colleague(role: str, username: str, **given) -> User:
    """A member of staff who can sign in."""
    roles.apply()  # a flushed database has no groups
    return make_staff(role, username=username, password=PASSWORD, **given)


def sign_in(page: Page, site: str, username: str) -> None:
    """Go to the desk and sign in; ends on the dashboard."""
    page.goto(urljoin(site, "/admin/"))
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(re.compile(r"/admin/$"))


def enter(page: Page, site: str, user: User) -> None:
    """Be signed in, without the form."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": site}
    page.context.add_cookies([cookie])


def write_comment(page: Page, **fields: str) -> None:
    """Fill in the form below an article and send it."""
    for name, value in fields.items():
        page.fill(f"#respond-{name}", value)
    page.get_by_role("button", name="发表评论").click()


def numbers_of(page: Page) -> dict[str, int]:
    """The exact numbers that an article's page carries: views, likes and comments."""
    data = page.locator("article[data-article]").evaluate("article => ({...article.dataset})")
    return {name: int(data[name]) for name in ("views", "likes", "comments")}
