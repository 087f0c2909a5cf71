"""The body editor: it offers what the policy keeps, and answers the advisories of its age.

docs/decisions/ckeditor.md names these tests.
"""

import json
import re
from html import unescape

import pytest
from django import forms
from django.conf import settings as site_settings
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import translation

from articles.editor import (
    OWN_PLUGINS,
    PLUGINS,
    TOOLBAR,
    BodyEditor,
    allowed_content,
    body_widget,
    editor_config,
)
from articles.html import clean_body, policy
from portal.models import StandingPage
from portal.static_files import PACKAGE, unused_files
from tests.factories import make_article, make_staff

CORE = (PACKAGE / "ckeditor/ckeditor/ckeditor.js").read_text(encoding="utf-8-sig")
CLEAN = reverse("admin:articles_article_clean")


def published_files() -> list[str]:
    unused = set(unused_files())
    files = (path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*") if path.is_file())
    return [path for path in files if path not in unused]


def rendered_config(html: str) -> dict:
    return json.loads(unescape(re.search(r'data-config="([^"]*)"', html)[1]))


@pytest.fixture
def editor(client, db):
    user = make_staff("editor")
    client.force_login(user)
    return user


# --- It offers what is kept -----------------------------------------------------------------


def test_the_content_filter_is_the_policy():
    rules = allowed_content()
    assert set(rules) == policy.TAGS
    for tag, rule in rules.items():
        assert set(rule["attributes"]) == policy.ATTRIBUTES.get(tag, frozenset())
        assert set(rule["classes"]) == policy.CLASSES.get(tag, frozenset())


def test_headings_are_those_of_the_policy():
    formats = set(editor_config("en")["format_tags"].split(";"))
    assert formats == policy.HEADINGS | {"p", "pre"}


def test_each_style_and_each_alignment_on_offer_is_kept():
    config = editor_config("en")
    for style in config["stylesSet"]:
        tag, css = style["element"], style.get("attributes", {}).get("class")
        assert tag in policy.TAGS
        assert css is None or css in policy.CLASSES[tag]
    offered = {"JustifyLeft": 0, "JustifyCenter": 1, "JustifyRight": 2}
    buttons = {button for row in TOOLBAR for button in row} & set(offered)
    assert {config["justifyClasses"][offered[button]] for button in buttons} == {
        name for name in policy.CLASSES["p"] if name.startswith("align-")
    }


def test_every_button_belongs_to_a_plugin_that_is_loaded():
    plugins = {*PLUGINS, *OWN_PLUGINS}
    belongs = {
        "Bold": "basicstyles", "Italic": "basicstyles", "Strike": "basicstyles",
        "Subscript": "basicstyles", "Superscript": "basicstyles", "Styles": "stylescombo",
        "JustifyCenter": "justify", "JustifyRight": "justify", "NumberedList": "list",
        "BulletedList": "list", "Outdent": "indentlist", "Indent": "indentlist",
        "Unlink": "link", "Redo": "undo",
    }  # fmt: skip
    for button in (button for row in TOOLBAR for button in row):
        assert belongs.get(button, button.lower()) in plugins


@pytest.mark.django_db
def test_legacy_html_passes_the_policy_before_the_editor_sees_it():
    legacy = '<h1 style="x">题</h1><script>alert(1)</script><p onclick="x()">文</p>'
    html = BodyEditor().render("body", legacy)
    assert unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", html, re.S)[1]) == clean_body(
        legacy
    )
    assert "alert(1)" not in html


def test_text_in_the_field_cannot_end_the_field():
    html = BodyEditor().render("body", "<p>&lt;/textarea&gt;&lt;script&gt;</p>")
    assert html.count("</textarea>") == 1 + 2  # its own, and those of the two dialogs
    assert "<script" not in html


@pytest.mark.parametrize(("language", "spoken"), [("zh-hans", "zh-cn"), ("en", "en")])
def test_the_editor_speaks_the_language_of_the_page(language, spoken):
    with translation.override(language):
        config = rendered_config(BodyEditor().render("body", ""))
    assert config["language"] == spoken
    assert config["portal"]["words"]["picture"] == {"zh-hans": "图片", "en": "Picture"}[language]


def test_without_an_active_language_it_speaks_the_sites():
    with translation.override(None):
        assert rendered_config(BodyEditor().render("body", ""))["language"] == "zh-cn"


# --- It can be replaced ---------------------------------------------------------------------


def test_one_setting_names_the_widget(settings):
    assert isinstance(body_widget(), BodyEditor)
    settings.BODY_EDITOR_WIDGET = "django.forms.Textarea"
    assert type(body_widget()) is forms.Textarea


def test_bodies_of_articles_and_pages_are_written_in_it(client, editor, admin_client):
    article = make_article()
    page = StandingPage.objects.create(title="关于", slug="about")
    for url in [
        reverse("admin:articles_article_add"),
        reverse("admin:articles_article_change", args=[article.pk]),
        reverse("admin:portal_standingpage_change", args=[page.pk]),
    ]:
        html = admin_client.get(url).content.decode()
        assert rendered_config(html)["plugins"] == ",".join(PLUGINS)
        assert "ckeditor/ckeditor.js" in html


# --- What is known of CKEditor 4, advisory by advisory --------------------------------------


def test_the_package_is_the_one_that_was_judged():
    assert 'version:"4.22.1"' in CORE


def test_only_plugins_of_that_version_are_loaded():
    for plugin in PLUGINS:
        assert f'CKEDITOR.plugins.add("{plugin}"' in CORE
    shipped_old = {path.parent.name for path in PACKAGE.rglob("plugins/*/plugin.js")}
    assert not {"image2", "embed", "embedbase", "autoembed", "autolink"} & set(PLUGINS)
    assert "image2" in shipped_old  # else this test looks at the wrong place


def test_no_file_from_2015_is_published():
    for path in published_files():
        if path.endswith(".js"):
            assert "2003-2015" not in (PACKAGE / path).read_text(encoding="utf-8-sig"), path


@pytest.mark.parametrize("part", ["preview", "print", "sourcearea", "iframe", "forms", "ajax.html"])
def test_plugins_with_advisories_of_their_own_are_not_loaded(part):
    assert part not in PLUGINS


@pytest.mark.parametrize(
    "part",
    ["samples", "codesnippet", "geshi", "image2", "embed", "exportpdf", "galleriffic", "scayt"],
)
def test_files_with_advisories_of_their_own_are_not_published(part):
    assert not [path for path in published_files() if part in path.lower()]


def test_a_tenth_of_the_package_is_published():
    assert len(published_files()) < 130 < len(unused_files())


def test_the_editor_asks_nobody_for_its_version():
    assert editor_config("en")["versionCheck"] is False
    assert "ckeditor/fixups.js" in str(BodyEditor().media)
    assert "versionCheck = false" in (PACKAGE / "ckeditor/fixups.js").read_text()


def test_the_content_filter_is_never_switched_off():
    config = editor_config("en")
    assert config["fullPage"] is False
    assert config["allowedContent"] is not True
    assert not {
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "textarea",
        "title",
        "noscript",
    } & set(config["allowedContent"])
    assert all(
        not name.startswith("on") and name != "style"
        for rule in config["allowedContent"].values()
        for name in rule["attributes"]
    )


CDATA = [  # shapes of CVE-2024-24815
    "<style><![CDATA[</style><img src=x onerror=alert(1)>]]></style>",
    "<p><![CDATA[<style>]]><img src=x onerror=alert(1)></p>",
    "<textarea><style></textarea><img src=x onerror=alert(1)></style></textarea>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
]


@pytest.mark.parametrize("payload", CDATA)
def test_text_that_deceives_the_filter_never_reaches_it(payload):
    html = BodyEditor().render("body", payload)
    assert "onerror" not in html
    assert "<style" not in html


def test_the_packages_uploader_is_not_mounted(client):
    assert "ckeditor_uploader" not in site_settings.INSTALLED_APPS
    assert "ckeditor_uploader" not in str(_view_modules(get_resolver()))
    assert not any("filebrowser" in name for name in editor_config("en"))


def _view_modules(resolver) -> set[str]:
    modules = set()
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            modules |= _view_modules(pattern)
        else:
            modules.add(pattern.callback.__module__)
    return modules


def test_inline_scripts_are_allowed_where_the_editor_is_and_nowhere_else(client, editor):
    def policy_of(name: str, *args: int) -> str:
        return client.get(reverse(name, args=args)).headers["Content-Security-Policy"]

    article = make_article()
    assert "'unsafe-inline'" in policy_of("admin:articles_article_add")
    assert "'unsafe-inline'" in policy_of("admin:articles_article_change", article.pk)
    assert "'unsafe-eval'" not in policy_of("admin:articles_article_add")
    for name in ["admin:index", "admin:articles_article_changelist", "admin:articles_picture_add"]:
        assert "'unsafe-inline'" not in policy_of(name)


# --- Pasting --------------------------------------------------------------------------------


def test_what_is_pasted_comes_back_as_it_will_be_kept(client, editor):
    pasted = "<p class=MsoNormal align=center><b>题<o:p></o:p></b></p><script>alert(1)</script>"
    answer = client.post(CLEAN, {"html": pasted})
    assert answer.json()["html"] == '<p class="align-center"><strong>题</strong></p>'


def test_pasting_is_for_the_newsroom_and_keeps_its_token(client, editor):
    assert client.get(CLEAN).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(CLEAN, {"html": "x"}).status_code == 403
    client.logout()
    assert client.post(CLEAN, {"html": "x"}).status_code == 302
