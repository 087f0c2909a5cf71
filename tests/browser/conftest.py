"""A real Chromium in front of a live server."""

import os
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, sync_playwright

from portal import roles
from tests import chromium
from tests.browser.desk import Desk
from tests.factories import make_staff

# Playwright's event loop lives in the test's thread; Django would take it for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session", autouse=True)
def _static_files():
    """The live server hands out what collectstatic has gathered."""
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all stories. A missing one is a failure, never a skip."""
    path = chromium.find()
    assert path, "No Chromium found: install it, or leave out the mark `browser`."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser):
    """A fresh visitor in front of a desktop screen."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def visitor(browser: Browser):
    """Make further visitors: ``visitor(javascript=False, width=390)``.

    `options` go to Playwright: ``visitor(color_scheme="dark")``. Two visitors count as two only
    with different user agents: they share an address.
    """
    contexts = []

    def make(
        *, javascript: bool = True, width: int = 1440, height: int = 900, **options: Any
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            **{"locale": "zh-CN"} | options,
        )
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def writer():
    """An editor's account, ``writer`` with the password ``quiet-river-42``."""
    roles.apply()  # a flushed database has no groups
    return make_staff(roles.EDITOR, username="writer", password="quiet-river-42")


@pytest.fixture
def desk(page: Page, live_server, writer) -> Desk:
    """The writer, signed in."""
    page.goto(f"{live_server.url}/admin/login/?next=/admin/")
    page.fill("[name=username]", "writer")
    page.fill("[name=password]", "quiet-river-42")
    page.click("[type=submit]")
    return Desk(page, live_server.url)
