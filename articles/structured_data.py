"""An article as machines read it: schema.org's NewsArticle in JSON-LD."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Author, Correction, SiteProfile

HEADLINE_MOST = 110  # characters; what search engines take
CORRECTING = (Correction.Kind.CORRECTION, Correction.Kind.RETRACTION)
# Nothing in the text may end the element that it stands in.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def json_ld(
    article: Article,
    authors: Sequence[Author],
    corrections: Sequence[Correction],
    profile: SiteProfile,
) -> SafeString:
    """A data block about the article; browsers run nothing of it."""
    data = _news_article(article, authors, corrections, profile)
    text = json.dumps(data, ensure_ascii=False)
    # JSON whose <, > and & are escaped.
    escaped = mark_safe(text.translate(_ESCAPES))  # noqa: S308
    return format_html('<script type="application/ld+json">{}</script>', escaped)


def _news_article(
    article: Article,
    authors: Sequence[Author],
    corrections: Sequence[Correction],
    profile: SiteProfile,
) -> dict[str, Any]:
    publisher = {"@type": "NewsMediaOrganization", "name": profile.name, "url": settings.SITE_URL}
    people = [
        {"@type": "Person", "name": author.name, "url": _absolute(author.get_absolute_url())}
        for author in authors
    ]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline[:HEADLINE_MOST],
        "mainEntityOfPage": article.permalink,
        "datePublished": _time(article.published_at),
        "dateModified": _time(_modified(article)),
        "author": people or [publisher],
        "publisher": publisher,
    }
    if article.cover:
        data["image"] = [_absolute(crop.url) for crop in article.cover.crops]
    if told := [_comment(one) for one in corrections if one.kind in CORRECTING]:
        data["correction"] = told
    return data


def _comment(correction: Correction) -> dict[str, str]:
    return {
        "@type": "CorrectionComment",
        "text": correction.note,
        "datePublished": _time(correction.made_at),
    }


def _modified(article: Article) -> datetime | None:
    return article.updated_at if article.was_updated else article.published_at


def _absolute(address: str) -> str:
    return urljoin(settings.SITE_URL, address)


def _time(moment: datetime | None) -> str:
    zone = timezone.get_default_timezone()
    return timezone.localtime(moment, zone).isoformat(timespec="seconds") if moment else ""
