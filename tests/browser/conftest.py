"""A real Chromium in front of a live server."""

import os
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect, sync_playwright

from articles import search, topics
from articles.models import Article, Correction, Topic
from articles.workflow import reserve_ids
from portal import roles
from portal.models import StandingPage
from tests import chromium, unfinished
from tests.browser.desk import Desk
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_comment,
    make_picture,
    make_staff,
    make_tag,
)

expect.set_options(timeout=20_000)  # ms: a busy machine takes its time
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


@pytest.fixture(autouse=True)
def _all_is_answered(transactional_db):
    """Begun before any browser: ends after the last has closed, and before the tables are empty."""
    yield
    unfinished.wait_for_all()


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
def site(live_server) -> dict[str, str]:
    """Every kind of page, with long words in all places; returns their addresses by kind."""
    category = make_category(slug="tech", description="很长的说明" * 20)
    author = make_author(slug="lin", bio="介绍" * 60, avatar=make_picture())
    tag = make_tag(slug="tag", name="Donaudampfschifffahrtsgesellschaftskapitän")
    StandingPage.objects.create(title="关于", slug="about", body="<p>正文</p>", is_in_footer=True)
    table = "<table><tbody><tr>" + "<td>不可断开的单元格</td>" * 12 + "</tr></tbody></table>"
    cover = make_picture(caption="图注" * 20, credit="摄影")
    reserve_ids(25)  # a draft made beside them gets a number above
    for number in range(1, 26):
        article = make_article(
            pk=number,
            headline=f"县城{number}：Donaudampfschifffahrtsgesellschaftskapitänsmütze",
            body=f"<p>{'https://example.com/' + 'x' * 200}</p>{table}<pre>{'y' * 200}</pre>",
            category=category,
            authors=[author],
            tags=[tag],
            cover=cover,
            responsible_editor="于某",
            editor_code="zx0176",
        )
        search.index(article)
    comment = make_comment(article=Article.objects.get(pk=24), body="长" * 300, name="W" * 40)
    make_comment(parent=comment)
    Article.objects.filter(pk=25).update(state=Article.State.WITHDRAWN)
    Correction.objects.create(article_id=24, kind="correction", note="更正" * 60)
    Article.objects.filter(pk=24).update(has_corrections=True)
    Correction.objects.create(article_id=23, kind="retraction", note="x" * 300)
    Article.objects.filter(pk=23).update(state=Article.State.RETRACTED, has_corrections=True)
    topic = Topic.objects.create(
        name="Donaudampfschifffahrtsgesellschaft",
        slug="tide",
        intro=f"<p>{'导言' * 60}</p>",
        picture=cover,
        is_published=True,
        is_featured=True,
    )
    topics.gather(topic, range(1, 24), by=None)
    day = timezone.localdate(article.published_at)
    paths = {
        "front": "/",
        "article": "/article/24.html",
        "category": "/category/tech/?page=2",
        "tag": "/tag/tag/",
        "topic": "/topic/tide/",
        "author": "/author/lin/",
        "archive": "/archive/",
        "year": f"/archive/{day:%Y}/",
        "month": f"/archive/{day:%Y/%m}/",
        "search": "/search/?q=县城",
        "search without a hit": "/search/?q=没有的词",
        "search without a word": "/search/",
        "standing page": "/page/about/",
        "comments": "/article/24/comments/",
        "reply": f"/article/24/comments/{comment.pk}/reply/",
        "not found": "/nope/",
        "gone": "/article/25.html",
        "corrections": "/corrections/",
        "retracted": "/article/23.html",
    }
    return {kind: live_server.url + path for kind, path in paths.items()}


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
