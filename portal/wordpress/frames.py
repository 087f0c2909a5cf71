"""An XML element of an export, with its text by name, and the record that it becomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.wordpress.records import (
    ExportAuthor,
    ExportCategory,
    ExportComment,
    ExportItem,
    ExportSite,
    ExportTag,
    ExportTerm,
    TermReference,
)

MAX_ID = 2**63 - 1  # what a BigAutoField holds


@dataclass(slots=True)
class Frame:
    name: str
    fields: dict[str, str] = field(default_factory=dict)
    terms: list[TermReference] = field(default_factory=list)
    children: list[Frame] = field(default_factory=list)
    line: int = 0

    def add_text(self, name: str, text: str, attributes: dict[str, str]) -> None:
        if name == "category":
            # The oldest exports say "tag", and name each term once more without a domain.
            taxonomy = {"tag": "post_tag"}.get(
                attributes.get("domain", ""), attributes.get("domain", "")
            )
            slug = attributes.get("nicename", "")
            self.terms.append(TermReference(taxonomy, slug.strip(), text.strip()))
        else:
            self.fields[name] = text

    def text(self, name: str) -> str:
        """The text as it is, with the blanks around it: bodies, meta values."""
        return self.fields.get(name, "")

    def word(self, name: str) -> str:
        return self.fields.get(name, "").strip()

    def number(self, name: str) -> int:
        """A positive whole number, or 0."""
        digits = self.word(name)
        if not (digits.isascii() and digits.isdecimal()) or len(digits) > len(str(MAX_ID)):
            return 0
        return int(digits) if int(digits) <= MAX_ID else 0


def site_of(frame: Frame) -> ExportSite:
    return ExportSite(
        title=frame.word("title"),
        link=frame.word("link"),
        description=frame.word("description"),
        language=frame.word("language"),
        version=frame.word("wp:wxr_version"),
        site_url=frame.word("wp:base_site_url"),
        blog_url=frame.word("wp:base_blog_url"),
        published=frame.word("pubDate"),
    )


def author_of(frame: Frame) -> ExportAuthor:
    return ExportAuthor(
        id=frame.number("wp:author_id"),
        login=frame.word("wp:author_login"),
        email=frame.word("wp:author_email"),
        display_name=frame.word("wp:author_display_name"),
        first_name=frame.word("wp:author_first_name"),
        last_name=frame.word("wp:author_last_name"),
    )


def category_of(frame: Frame) -> ExportCategory:
    return ExportCategory(
        id=frame.number("wp:term_id"),
        slug=frame.word("wp:category_nicename"),
        parent=frame.word("wp:category_parent"),
        name=frame.word("wp:cat_name"),
        description=frame.word("wp:category_description"),
    )


def tag_of(frame: Frame) -> ExportTag:
    return ExportTag(
        id=frame.number("wp:term_id"),
        slug=frame.word("wp:tag_slug"),
        name=frame.word("wp:tag_name"),
        description=frame.word("wp:tag_description"),
    )


def term_of(frame: Frame) -> ExportTerm:
    return ExportTerm(
        id=frame.number("wp:term_id"),
        taxonomy=frame.word("wp:term_taxonomy"),
        slug=frame.word("wp:term_slug"),
        parent=frame.word("wp:term_parent"),
        name=frame.word("wp:term_name"),
        description=frame.word("wp:term_description"),
    )


def item_of(frame: Frame) -> ExportItem:
    return ExportItem(
        line=frame.line,
        id=frame.number("wp:post_id"),
        kind=frame.word("wp:post_type") or "post",
        status=frame.word("wp:status"),
        title=frame.word("title"),
        link=frame.word("link"),
        guid=frame.word("guid"),
        creator=frame.word("dc:creator"),
        content=frame.text("content:encoded"),
        excerpt=frame.word("excerpt:encoded"),
        slug=frame.word("wp:post_name"),
        date=frame.word("wp:post_date"),
        date_gmt=frame.word("wp:post_date_gmt"),
        modified=frame.word("wp:post_modified"),
        modified_gmt=frame.word("wp:post_modified_gmt"),
        published=frame.word("pubDate"),
        parent=frame.number("wp:post_parent"),
        menu_order=frame.number("wp:menu_order"),
        password=frame.word("wp:post_password"),
        is_sticky=frame.word("wp:is_sticky") == "1",
        comments_open=frame.word("wp:comment_status") != "closed",
        attachment_url=frame.word("wp:attachment_url"),
        terms=tuple(_named_once(frame.terms)),
        meta=_meta(frame, "wp:postmeta"),
        comments=tuple(
            _comment_of(child) for child in frame.children if child.name == "wp:comment"
        ),
    )


def _comment_of(frame: Frame) -> ExportComment:
    return ExportComment(
        id=frame.number("wp:comment_id"),
        author=frame.word("wp:comment_author"),
        email=frame.word("wp:comment_author_email"),
        url=frame.word("wp:comment_author_url"),
        address=frame.word("wp:comment_author_IP"),
        date=frame.word("wp:comment_date"),
        date_gmt=frame.word("wp:comment_date_gmt"),
        content=frame.text("wp:comment_content"),
        approved=frame.word("wp:comment_approved") or "0",
        kind=frame.word("wp:comment_type"),
        parent=frame.number("wp:comment_parent"),
        user_id=frame.number("wp:comment_user_id"),
        meta=_meta(frame, "wp:commentmeta"),
    )


def _named_once(terms: list[TermReference]) -> Iterable[TermReference]:
    """Leave out the repetitions without a domain; where nothing else is named, they are it."""
    told = {term.name for term in terms if term.taxonomy}
    for term in terms:
        if term.taxonomy:
            yield term
        elif term.name not in told:
            yield TermReference("category", term.slug, term.name)


def _meta(frame: Frame, name: str) -> dict[str, str]:
    meta: dict[str, str] = {}
    for child in frame.children:
        if child.name == name:
            meta.setdefault(child.word("wp:meta_key"), child.text("wp:meta_value"))
    return meta
