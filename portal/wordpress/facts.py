"""What plugins and themes left in post meta that means something to us."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import NamedTuple

from articles.models import Article
from portal.wordpress.addresses import WEB_ADDRESS

# The usual counters, most trusted first.
VIEWS = (
    "views",
    "post_views_count",
    "_post_views_count",
    "wpb_post_views_count",
    "post_views",
    "_post_views",
    "pageviews",
    "hits",
)
LIKES = (
    "wpcom_likes",
    "_like_count",
    "_post_like_count",
    "post_likes_count",
    "bigfa_ding",
    "specs_zan",
    "_zilla_likes",
    "_liked",
    "likes",
)
SEO_TITLES = ("_yoast_wpseo_title", "rank_math_title", "_aioseo_title", "_aioseop_title")
SEO_DESCRIPTIONS = (
    "_yoast_wpseo_metadesc",
    "rank_math_description",
    "_aioseo_description",
    "_aioseop_description",
)
PRIMARY_CATEGORIES = ("_yoast_wpseo_primary_category", "rank_math_primary_category")
# %%title%% of Yoast, %title% of Rank Math, #post_title of All in One SEO.
SEO_VARIABLE = re.compile(r"%%?\w+%%?|#\w+")
MAX_COUNT = 2**62


class Origin(NamedTuple):
    kind: str
    name: str
    url: str


def number_in(meta: Mapping[str, str], keys: tuple[str, ...]) -> int:
    """The first positive number under one of the keys, or 0."""
    for key in keys:
        digits = meta.get(key, "").strip().replace(",", "")
        if digits.isascii() and digits.isdigit() and 0 < int(digits[:19]) < MAX_COUNT:
            return int(digits[:19])
    return 0


def seo_text(meta: Mapping[str, str], keys: tuple[str, ...]) -> str:
    """What an editor wrote for search engines; patterns of the plugin are no text."""
    for key in keys:
        text = " ".join(html.unescape(meta.get(key, "")).split())
        if text and not SEO_VARIABLE.search(text):
            return text
    return ""


def origin_of(meta: Mapping[str, str]) -> Origin:
    """Whose text it is, as the JustNews theme keeps it."""
    kind = meta.get("wpcom_copyright_type", "").strip()
    name = " ".join(html.unescape(meta.get("wpcom_original_name", "")).split())[:100]
    url = html.unescape(meta.get("wpcom_original_url", "").strip())
    url = url if WEB_ADDRESS.fullmatch(url) and len(url) <= 500 else ""
    if kind == "copyright_tougao":
        return Origin(Article.Origin.CONTRIBUTED.value, name, url)
    if name:
        return Origin(Article.Origin.REPRINTED.value, name, url)
    return Origin(Article.Origin.OWN.value, "", url)
