"""Whether a text is built so that everybody finds the way in it: headings, tables, link texts."""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.checks.registry import Finding, Place, check
from articles.checks.subject import Subject
from articles.html import Element, policy

# Words that say nothing to whoever hears the links of a page one after another.
EMPTY_WORDS = frozenset({
    "点击这里", "点此", "点这里", "点击此处", "请点击", "点击", "这里", "此处", "链接", "详情",
    "查看详情", "更多", "阅读更多", "了解更多",
    "here", "click here", "this link", "link", "more", "read more",
})  # fmt: skip


@check("headings", _("order of headings"), "body")
def headings(subject: Subject) -> Iterator[Finding]:
    """The page's headline is level 1; screen readers jump from one heading to the next."""
    last = 1
    for element in subject.elements:
        if element.tag not in policy.HEADINGS:
            continue
        level, text = int(element.tag[1]), " ".join(element.text().split())
        if not text:
            if not any(one.tag == "img" for one in element.walk()):
                yield Finding(gettext("A heading is empty."))
            continue
        if level > last + 1:
            sentence = gettext("“%(text)s” is a heading of level %(level)d without one above it.")
            yield Finding(
                sentence % {"text": text[:40], "level": level}, places=(Place("", text[:40], ""),)
            )
        last = level


@check("tables", _("tables without header cells"), "body")
def tables(subject: Subject) -> Iterator[Finding]:
    for table in subject.elements:
        if table.tag == "table" and not any(one.tag == "th" for one in table.walk()):
            words = " ".join(table.text().split())[:20]
            yield Finding(
                gettext("A table has no header cells: screen readers cannot say what a number is."),
                places=(Place("", words, "…"),) if words else (),
            )


@check("link_text", _("link texts that say nothing"), "body")
def link_text(subject: Subject) -> Iterator[Finding]:
    for link in subject.elements:
        text = " ".join(link.text().split()) if link.tag == "a" else ""
        if text.strip("，。！:：>› ").casefold() in EMPTY_WORDS:
            sentence = gettext("The link “%(text)s” does not say where it leads.")
            yield Finding(sentence % {"text": text}, places=(Place("", text, ""),))
        elif link.tag == "a" and not text and not _shows_picture(link):
            yield Finding(gettext("A link has no words."))


def _shows_picture(link: Element) -> bool:
    return any(one.tag == "img" for one in link.walk())
