"""Which notice stands under an article: what others must do who want to print it."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.models import Article, Author, SiteProfile
from articles.notices import render_notice

# Until the desk writes its own into the profile. The permalink follows in a field of its own.
DEFAULTS: dict[str, str] = {
    Article.Origin.OWN: gettext_noop(
        "First published by {site}. Author: {author}. Reprints must name the source and keep the "
        "byline and the link to the original:"
    ),
    Article.Origin.CONTRIBUTED: gettext_noop(
        "Contributed to {site} by {author}, whose views it gives. Reprints need the author’s "
        "consent and must keep the link to the original:"
    ),
    Article.Origin.REPRINTED: gettext_noop(
        "Reprinted from {source}, to whom the rights belong. Whoever reprints it again must name "
        "the first source. Link to this page:"
    ),
}
SENTENCE_ENDS = ("。", ". ")


def reprint_notice(article: Article, authors: Sequence[Author], profile: SiteProfile) -> SafeString:
    """The notice as readers get it, its first sentence set off; empty where it is switched off."""
    if article.notice_mode == Article.NoticeMode.OFF:
        return SafeString("")
    names = _(", ").join(author.name for author in authors)
    values = {
        "site": profile.name,
        "headline": article.headline,
        "permalink": article.permalink,
        "author": names or profile.name,
        "source": article.source_name,
        "source_url": article.source_url,
    }
    return _first_sentence_strong(render_notice(_template(article, profile), values))


def _template(article: Article, profile: SiteProfile) -> str:
    if article.notice_mode == Article.NoticeMode.CUSTOM and article.notice_text:
        return article.notice_text
    own_words: dict[str, str] = {
        Article.Origin.OWN: profile.notice_own,
        Article.Origin.CONTRIBUTED: profile.notice_contributed,
        Article.Origin.REPRINTED: profile.notice_reprinted,
    }
    return own_words.get(article.origin) or _(DEFAULTS[article.origin])


def _first_sentence_strong(notice: SafeString) -> SafeString:
    for end in SENTENCE_ENDS:
        first, found, rest = notice.partition(end)
        # A sentence with a link in it, or an address cut at its dot, is left as it is.
        if found and rest and "<" not in first:
            # Both parts are of render_notice(), which escaped them.
            first, rest = mark_safe(first + end[0]), mark_safe(end[1:] + rest)  # noqa: S308
            return format_html("<strong>{}</strong>{}", first, rest)
    return notice
