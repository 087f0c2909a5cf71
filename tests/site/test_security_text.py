"""Hostile words in every field of everything: no page runs them, and no feed breaks."""

import json
from html.parser import HTMLParser
from xml.dom import minidom

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import SiteProfile
from comments import text
from portal.models import StandingPage
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_comment,
    make_picture,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db

MARKUP = "\"'><zqx onx=1>]]>--></script></textarea></title>{{7*7}}"
CONTROLS = "坏\x01\x08\x1f\ufffe\uffff\u202e字"
BODY = (
    f"<p>{MARKUP}<a href='java\tscript:zqx()' title='{MARKUP}'>l</a></p>"
    "<svg><zqx onx=1></svg><math><mtext><table><mglyph><style><!--</style>"
    "<img title='--&gt;&lt;zqx onx=1&gt;'><iframe srcdoc='<zqx onx=1>'></iframe>"
)


class Reading(HTMLParser):
    """Notes what a page would run: our made-up element, handlers, script addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.dangers: list[str] = []

    def handle_starttag(self, tag, attrs):
        values = [value or "" for name, value in attrs if name in {"href", "src", "action"}]
        runs = any(value.strip().lower().startswith(("javascript:", "data:")) for value in values)
        if tag == "zqx" or runs or any(name.startswith("on") for name, _value in attrs):
            self.dangers.append(self.get_starttag_text())


def everything(words):
    """A site on which each field that people fill in holds the words."""
    picture = make_picture(alt=words, caption=words, credit=words, title=words)
    profile = {
        field.name: words[: field.max_length]
        for field in SiteProfile._meta.get_fields()
        if field.get_internal_type() in {"CharField", "TextField"} and field.name != "email"
    }
    SiteProfile.objects.create(pk=1, wechat_qr=picture, **profile)
    page = StandingPage.objects.create(
        title=words, slug="page", body=BODY + words, is_published=True, is_in_footer=True
    )
    category = make_category(name=words[:40], description=words)
    tag = make_tag(name=words, description=words)
    author = make_author(name=words, role=words, bio=words, avatar=picture)
    article = make_article(
        headline=words,
        subheadline=words,
        excerpt=words,
        body=f"{BODY}<p>{words}</p><figure><img data-picture='{picture.pk}'></figure>",
        cover=picture,
        category=category,
        tags=[tag],
        authors=[author],
        responsible_editor=words[:40],
        editor_code=words[:20],
        origin="reprinted",
        source_name=words,
        source_url="https://example.com/'\"><zqx/onx=1>",
        notice_mode="custom",
        notice_text=f"{words} {{site}}{{headline}}{{source}}{{author}}",
        seo_title=words,
        seo_description=words,
    )
    comment = make_comment(
        article=article,
        name=text.one_line(words),  # what the form makes of it
        body=text.lines(f"{words} https://e.example/{words}"),
        url="https://example.com/'\"><zqx/onx=1>",
    )
    make_comment(parent=comment, name=text.one_line(words), body=text.lines(words))
    return article, category, tag, author, page, comment


def pages_about(article, category, tag, author, page, comment):
    lists = [one.get_absolute_url() for one in (category, tag, author)]
    feeds = [f"{path}{tail}" for path in ("/", *lists) for tail in ("feed/", "feed/atom/")]
    here = f"/article/{article.pk}"
    return [
        *("/", f"{here}.html", f"{here}/qr.svg", page.get_absolute_url()),
        *(f"{here}/comments/", f"{here}/comments/feed/"),
        *(f"{here}/comments/{comment.pk}/{view}/" for view in ("reply", "replies")),
        *(*lists, *feeds, "/feed.json", "/archive/", "/sitemap.xml", "/news-sitemap.xml"),
        *("/search/?q=zqx", "/search/?q=%22%3E%3Czqx+onx%3D1%3E", "/%22%3E%3Czqx onx=1%3E"),
        "/.well-known/security.txt",
    ]


def desk_pages_about(*things):
    pages = [reverse("admin:index"), reverse("admin:articles_picture_choose")]
    pages += [reverse("admin:articles_siteprofile_change", args=[1])]
    for thing in (*things, things[0].cover):
        name = f"admin:{thing._meta.app_label}_{thing._meta.model_name}"
        pages += [reverse(f"{name}_changelist"), f"{reverse(f'{name}_changelist')}?state=all"]
        pages += [reverse(f"{name}_{view}", args=[thing.pk]) for view in ("change", "history")]
    return [*pages, reverse("admin:articles_article_preview", args=[things[0].pk])]


@pytest.mark.parametrize("words", [MARKUP, CONTROLS], ids=["markup", "controls"])
def test_no_words_break_or_enter_a_page(client, words):
    things = everything(words)
    desk = Client()
    desk.force_login(make_user(is_superuser=True, username="zqx", last_name=words))
    asked = [(client, path) for path in pages_about(*things)]
    asked += [(desk, path) for path in desk_pages_about(*things)]
    for browser, path in asked:
        answer = browser.get(path)
        kind = answer.headers["Content-Type"]
        assert answer.status_code in (200, 400, 404), path
        if "json" in kind:
            json.loads(answer.content)
        elif "xml" in kind:
            minidom.parseString(answer.content)
        elif "html" in kind:
            reading = Reading()
            reading.feed(answer.content.decode())
            assert reading.dangers == [], path
