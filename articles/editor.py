"""The editor of bodies: CKEditor 4, offering exactly what articles/html keeps.

Forms ask body_widget(), and one setting names the class, so that another editor can take its place:
a body is plain text in a plain field, and the policy judges it however it was written.
docs/decisions/ckeditor.md says what the end of CKEditor 4 means.
"""

from typing import Any

from ckeditor.widgets import CKEditorWidget, json_encode
from django import forms
from django.conf import settings
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.html import clean_body, policy
from articles.html.embeds import PROVIDERS

# For pages with the editor: CKEditor 4 writes handlers and styles into the page, and draws the
# handles of its widgets from data addresses.
EDITOR_CSP = {
    "script-src": ["'unsafe-inline'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
}

# Nothing is loaded that is not named here. All of it lies in ckeditor.js itself, which is of
# version 4.22.1; the package's other plugins are copies from 2015.
PLUGINS = (
    "a11yhelp", "basicstyles", "blockquote", "clipboard", "contextmenu", "enterkey", "entities",
    "find", "format", "horizontalrule", "htmlwriter", "indentlist", "justify", "link", "list",
    "magicline", "maximize", "pastetext", "removeformat", "resize", "selectall", "showblocks",
    "showborders", "specialchar", "stylescombo", "tab", "table", "tableselection", "tabletools",
    "toolbar", "undo", "widget", "wysiwygarea",
)  # fmt: skip
OWN_PLUGINS = ("portalpicture", "portalembed", "portalpaste", "portalpull")
# Folders that the plugins above read from: dialogs and images.
FOLDERS = (
    "a11yhelp", "clipboard", "dialog", "find", "link", "magicline", "showblocks", "specialchar",
    "table", "tableselection", "widget",
)  # fmt: skip

TOOLBAR = [
    ["Format", "Styles"],
    ["Bold", "Italic", "Strike", "Subscript", "Superscript", "RemoveFormat"],
    ["JustifyCenter", "JustifyRight"],
    ["NumberedList", "BulletedList", "Outdent", "Indent", "Blockquote", "PortalPull"],
    ["Link", "Unlink"],
    ["PortalPicture", "PortalEmbed", "Table", "HorizontalRule", "SpecialChar"],
    ["Undo", "Redo"],
    ["PasteText", "Find", "ShowBlocks", "Maximize"],
]
# The text is set as readers see it.
CONTENT_STYLES = (
    "css/tokens.css",
    "css/base.css",
    "css/components/article.css",
    "editor/contents.css",
)
HEIGHT_PX = 560
CKEDITOR_LANGUAGES = {"zh-hans": "zh-cn", "en": "en"}


def body_widget() -> forms.Widget:
    """The widget for a body, as the setting BODY_EDITOR_WIDGET names it."""
    return import_string(settings.BODY_EDITOR_WIDGET)()


class BodyEditor(CKEditorWidget):
    """A textarea that becomes CKEditor where scripts run."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs)

    @property
    def media(self) -> forms.Media:
        own = forms.Media(
            css={"all": ["css/admin/pictures.css", "css/admin/editor.css"]},
            js=[forms.Script("js/admin/editor.js", type="module")],  # type: ignore[list-item]
        )
        return super().media + own

    def format_value(self, value: Any) -> str:
        # The editor runs before anything is saved: it must never see what the policy refuses.
        return clean_body(value or "")

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        widget = super(CKEditorWidget, self).get_context(name, value, attrs)["widget"]
        plugins = [_own_plugin(plugin) for plugin in OWN_PLUGINS]
        # What the package's ckeditor-init.js looks for.
        hooks = {
            "data-type": "ckeditortype",
            "data-processed": "0",
            "data-config": json_encode(editor_config(get_language())),
            "data-external-plugin-resources": json_encode(plugins),
        }
        context = {
            "name": name,
            "value": widget["value"],
            "attrs": flatatt(widget["attrs"] | hooks),
            "sites": [provider.name for provider in PROVIDERS.values()],
        }
        return render_to_string("admin/articles/editor.html", context)


def editor_config(language: str | None) -> dict[str, Any]:
    """CKEditor's configuration, for an interface in this language."""
    spoken = CKEDITOR_LANGUAGES.get(language or settings.LANGUAGE_CODE, "en")
    return {
        "language": spoken,
        "customConfig": "",
        "versionCheck": False,
        "plugins": ",".join(PLUGINS),
        "extraPlugins": ",".join(OWN_PLUGINS),
        "toolbar": TOOLBAR,
        "format_tags": ";".join(["p", *sorted(policy.HEADINGS), "pre"]),
        "stylesSet": _styles(),
        # Of these the policy knows the two that say something; a second press takes them back.
        "justifyClasses": ["align-left", "align-center", "align-right", "align-justify"],
        "allowedContent": allowed_content(),
        "disallowedContent": "script; style; *[on*]; *{*}",
        "linkDefaultProtocol": "https://",
        "removeDialogTabs": "link:target;link:advanced;table:advanced",
        "fullPage": False,
        "entities": False,
        "clipboard_handleImages": False,
        "disableNativeSpellChecker": False,
        "contentsCss": [static(path) for path in CONTENT_STYLES],
        "bodyClass": "prose",
        "width": "100%",
        "height": HEIGHT_PX,
        "portal": _own_settings(),
    }


def allowed_content() -> dict[str, dict[str, list[str]]]:
    """The policy as rules of CKEditor's content filter."""
    return {
        tag: {
            "attributes": sorted(policy.ATTRIBUTES.get(tag, ())),
            "classes": sorted(policy.CLASSES.get(tag, ())),
        }
        for tag in sorted(policy.TAGS)
    }


def _styles() -> list[dict[str, Any]]:
    return [
        {"name": _("Lead paragraph"), "element": "p", "attributes": {"class": "lead"}},
        {"name": _("Code"), "element": "code"},
        {"name": _("Underlined"), "element": "u"},
        {"name": _("Title of a work"), "element": "cite"},
        {"name": _("Small print"), "element": "small"},
        {"name": _("Number in a table"), "element": "td", "attributes": {"class": "n"}},
    ]


def _own_plugin(name: str) -> tuple[str, str, str]:
    """What CKEDITOR.plugins.addExternal() takes: name, folder, file under its hashed name."""
    folder, _slash, file = static(f"editor/{name}/plugin.js").rpartition("/")
    return name, f"{folder}/", file


def _own_settings() -> dict[str, Any]:
    """What the plugins of static/editor/ know."""
    return {
        "library": reverse("admin:articles_picture_choose"),
        "show": reverse("admin:articles_picture_show", args=[0]),
        "clean": reverse("admin:articles_article_clean"),
        "copy": reverse("admin:articles_picture_copy"),
        "providers": [
            {
                "name": provider.name,
                "places": [
                    {
                        "hosts": sorted(place.hosts),
                        # The one thing in which these patterns differ from JavaScript's.
                        "path": place.path.pattern.replace("(?P<", "(?<"),
                        "parameters": place.parameters,
                    }
                    for place in provider.places
                ],
            }
            for provider in PROVIDERS.values()
        ],
        "words": {
            "picture": _("Picture"),
            "embed": _("Video"),
            "pull": _("Pull quote"),
            "unclean": _("The pasted text could not be prepared: only its words were kept."),
        },
    }
