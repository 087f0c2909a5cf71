"""What an article must carry: a headline, a text, a category, names and a source."""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.checks.registry import Finding, check
from articles.checks.subject import Subject
from articles.models import Article


@check("headline", _("headline"), "headline", mandatory=True)
def headline(subject: Subject) -> Iterator[Finding]:
    if "headline" in subject.content.missing:
        yield Finding(gettext("The headline is missing."))


@check("body", _("text"), "body", mandatory=True)
def body(subject: Subject) -> Iterator[Finding]:
    if "body" in subject.content.missing:
        yield Finding(gettext("The text is missing."))


@check("category", _("category"), "category", mandatory=True)
def category(subject: Subject) -> Iterator[Finding]:
    if "category" in subject.content.missing:
        yield Finding(gettext("No category is chosen: readers would not find the article."))


@check("source", _("source of a reprint"), "source_name", mandatory=True)
def source(subject: Subject) -> Iterator[Finding]:
    if "source_name" in subject.content.missing:
        yield Finding(gettext("A reprint must name its source."))


@check("source_address", _("address of a reprint"), "source_url")
def source_address(subject: Subject) -> Iterator[Finding]:
    content = subject.content
    if content.origin == Article.Origin.REPRINTED and not content.source_url:
        yield Finding(gettext("The reprint has no address of the original."))


@check("author", _("author"), "authors")
def author(subject: Subject) -> Iterator[Finding]:
    """A reprint is signed where it came from, and its source is mandatory."""
    content = subject.content
    if not content.author_ids and content.origin != Article.Origin.REPRINTED:
        yield Finding(gettext("Nobody has signed: name the author."))


@check("responsible_editor", _("responsible editor"), "responsible_editor")
def responsible_editor(subject: Subject) -> Iterator[Finding]:
    if not subject.content.responsible_editor.strip():
        yield Finding(gettext("The responsible editor is missing."))
