"""The content of the demo site, as data: no models, no database.

    from portal import demo

    site = demo.load()
    for article in site.articles:          # oldest first, so that ids rise with time
        body = article.body_for(article_url=url_of, picture_id=id_of)

Everything is written and drawn for this site; people, places, firms and events are invented, and
every address is on example.com, .net or .org. Files, all UTF-8:

``profile.toml``
    The site's profile, field names as in `DemoProfile`. Contact values are placeholders on
    purpose: the admin warns about them.
``authors.toml``, ``categories.toml``, ``pictures.toml``
    One table a key. Authors and categories keep the file's order; a category comes after its
    parent. Keys of authors and categories are their slugs.
``topics.toml``
    One table a topic; its key is the slug, ``articles`` are keys of stories in the desk's order.
``stories/<key>.html``, ``pages/<slug>.html``
    A TOML head between two lines ``+++``, then the body. Field names as in `DemoArticle` and
    `DemoPage`; ``editor`` is the pair of responsible editor and code, ``indent`` asks for
    first-line indents. Times are hours: ``hours_ago`` before now (negative: still to come),
    equal numbers share a minute. A file holds at most one story.
``comments/*.toml``
    One table a comment. ``after`` is hours after publication; ``parent`` is a key of the same
    article; ``author`` marks the answer of a byline. Without ``email``, ``<key>@example.com``.
``pictures/``, ``avatars/``, ``wechat-qr.png``
    The files to load, rendered from the drawings in ``art/`` (1200×800, rendered at 1600×1067).

Bodies are clean already, with two kinds of reference: ``<img data-demo-picture="key" alt="…">``
and ``<a href="demo:key">``. Video addresses hold an identifier with zeros, which the host never
gives out, so no demo points at somebody's real film.
"""

from portal.demo.curves import spread
from portal.demo.reading import load
from portal.demo.records import (
    DemoArticle,
    DemoAuthor,
    DemoCategory,
    DemoComment,
    DemoPage,
    DemoPicture,
    DemoProfile,
    DemoSite,
    DemoTopic,
)

__all__ = [
    "DemoArticle",
    "DemoAuthor",
    "DemoCategory",
    "DemoComment",
    "DemoPage",
    "DemoPicture",
    "DemoProfile",
    "DemoSite",
    "DemoTopic",
    "load",
    "spread",
]
