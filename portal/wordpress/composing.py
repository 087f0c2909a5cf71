"""A post of an export as content of ours: decided here, written in posts.py and pages.py."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from articles.content import ArticleContent
from articles.excerpts import excerpt, lift_editor_line, shorten
from articles.html import clean_body, plain_text
from articles.workflow import ImportedArticle
from portal.wordpress import facts
from portal.wordpress.markup import Markup, convert
from portal.wordpress.media import Media, PostLibrary
from portal.wordpress.moments import moment
from portal.wordpress.people import People
from portal.wordpress.records import ExportItem
from portal.wordpress.report import Report
from portal.wordpress.survey import LARGEST_KEPT_ID, Survey, clean_login, login_of
from portal.wordpress.terms import Terms
from portal.wordpress.words import one_line

HEADLINE_CHARS = 200
EXCERPT_CHARS = 300
STAND_IN_CHARS = 30  # of the text, for a headline that a published post never had
SCHEDULED = {"publish", "future"}
OUT_OF_SIGHT = {"trash", "auto-draft", "inherit"}
KNOWN_TAXONOMIES = {"category", "post_tag", "post_format", "author", "nav_menu"}


class Composer:
    """Reads posts and pages with everything else that the export says about them."""

    def __init__(
        self, survey: Survey, terms: Terms, people: People, media: Media, report: Report
    ) -> None:
        self._survey = survey
        self._terms = terms
        self._people = people
        self._media = media
        self._report = report
        site = survey.summary.site
        self._base = site.blog_url or site.link
        self._exported_at = moment("", "", site.published)
        self._language = "en" if site.language.lower().startswith("en") else "zh-hans"

    def article(self, item: ExportItem) -> ImportedArticle:
        """What the article is to be."""
        about = f"#{item.id}"
        self._warn_of_terms(item, about)
        markup = self.markup(item)
        body = clean_body(markup.body)
        lifted = lift_editor_line(body)
        if lifted:
            body = lifted.html
        publish_at = self._publish_at(item, about)
        origin = facts.origin_of(item.meta)
        content = ArticleContent(
            headline=self._headline(item, body, about, is_needed=publish_at is not None),
            body=body,
            excerpt=shorten(one_line(item.excerpt), EXCERPT_CHARS) or excerpt(markup.teaser),
            language=self._language,
            cover_id=self._media.cover_id(facts.number_in(item.meta, ("_thumbnail_id",))),
            category_id=self._terms.category_id(item.terms, item.meta, about),
            tag_ids=self._terms.tag_ids(item.terms),
            author_ids=self._people.ids_of(_logins(item)),
            responsible_editor=lifted.name if lifted else "",
            editor_code=lifted.code if lifted else "",
            origin=origin.kind,
            source_name=origin.name,
            source_url=origin.url,
            seo_title=facts.seo_text(item.meta, facts.SEO_TITLES)[:120],
            seo_description=facts.seo_text(item.meta, facts.SEO_DESCRIPTIONS)[:300],
        )
        if publish_at and content.missing:
            self._report.warn(_("Posts without text became drafts"), about)
            publish_at = None
        return ImportedArticle(
            content=content,
            article_id=item.id if 0 < item.id <= LARGEST_KEPT_ID else None,
            publish_at=publish_at,
            is_in_review=item.status == "pending",
            is_pinned=item.is_sticky,
            comments_open=item.comments_open,
            views=facts.number_in(item.meta, facts.VIEWS),
            likes=facts.number_in(item.meta, facts.LIKES),
        )

    def markup(self, item: ExportItem) -> Markup:
        """Convert the content, and warn of what it loses."""
        library = PostLibrary(self._media, self._survey, item.id, self._base)
        markup = convert(item.content, library)
        for name, count in markup.warnings.items():
            self._report.warn(
                _("Not carried over: %(what)s") % {"what": name}, f"#{item.id}", count
            )
        return markup

    def _headline(self, item: ExportItem, body: str, about: str, *, is_needed: bool) -> str:
        headline = one_line(item.title, HEADLINE_CHARS)
        if headline or not is_needed:
            return headline
        self._report.warn(_("Posts without a title were given one"), about)
        return one_line(" ".join(plain_text(body).split()), STAND_IN_CHARS) or _("Untitled")

    def _publish_at(self, item: ExportItem, about: str) -> datetime | None:
        if item.password:
            self._report.warn(_("Posts with a password became drafts"), about)
        elif item.status == "private":
            self._report.warn(_("Private posts became drafts"), about)
        elif item.status in SCHEDULED:
            found = moment(item.date_gmt, item.date, item.published)
            if found is None and (found := self._exported_at):
                self._report.warn(_("Posts without a date were given that of the export"), about)
            elif found is None:
                self._report.warn(_("Posts without a date became drafts"), about)
            return found
        elif item.status not in {"draft", "pending"}:
            self._report.warn(
                _("Posts of unknown status became drafts: %(status)s")
                % {"status": item.status or "—"},
                about,
            )
        return None

    def _warn_of_terms(self, item: ExportItem, about: str) -> None:
        for taxonomy in sorted({term.taxonomy for term in item.terms} - KNOWN_TAXONOMIES):
            self._report.warn(
                _("Taxonomy that is not carried over: %(name)s") % {"name": taxonomy}, about
            )


def _logins(item: ExportItem) -> list[str]:
    """Several authors, where a plugin kept them, else the one of WordPress."""
    several = [login_of(term) for term in item.terms if term.taxonomy == "author"]
    return several or [clean_login(item.creator)]
