"""Reads the files of this folder; the package's docstring describes them.

A wrong field name, a missing field or broken TOML raises: the files ship with the code.
"""

import tomllib
from pathlib import Path
from typing import Any

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

FOLDER = Path(__file__).parent
FENCE = "+++\n"


def load() -> DemoSite:
    """Read the whole demo site."""
    return DemoSite(
        profile=_profile(),
        categories=_categories(),
        authors=_authors(),
        pictures=_pictures(),
        articles=_articles(),
        comments=_comments(),
        pages=_pages(),
        topics=_topics(),
    )


def _table(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _headed(file: Path) -> tuple[dict[str, Any], str]:
    """Split a file with a TOML head into fields and body."""
    _before, head, body = file.read_text(encoding="utf-8").split(FENCE, 2)
    return tomllib.loads(head), body.strip()


def _profile() -> DemoProfile:
    return DemoProfile(wechat_qr=FOLDER / "wechat-qr.png", **_table(FOLDER / "profile.toml"))


def _categories() -> tuple[DemoCategory, ...]:
    tables = _table(FOLDER / "categories.toml").items()
    return tuple(
        DemoCategory(key=key, position=position, **fields)
        for position, (key, fields) in enumerate(tables, start=1)
    )


def _authors() -> tuple[DemoAuthor, ...]:
    return tuple(
        DemoAuthor(
            key=key,
            avatar=FOLDER / "avatars" / f"{key}.webp" if fields.pop("avatar", False) else None,
            **fields,
        )
        for key, fields in _table(FOLDER / "authors.toml").items()
    )


def _pictures() -> tuple[DemoPicture, ...]:
    table = _table(FOLDER / "pictures.toml")
    return tuple(
        DemoPicture(
            key=key, file=FOLDER / "pictures" / f"{key}.webp", credit=table["credit"], **fields
        )
        for key, fields in table["pictures"].items()
    )


def _articles() -> tuple[DemoArticle, ...]:
    articles = [_article(file) for file in (FOLDER / "stories").glob("*.html")]
    return tuple(sorted(articles, key=lambda article: (-article.hours_ago, article.key)))


def _article(file: Path) -> DemoArticle:
    fields, body = _headed(file)
    editor_name, editor_code = fields.pop("editor")
    return DemoArticle(
        key=file.stem,
        body=body,
        authors=tuple(fields.pop("authors")),
        tags=tuple(fields.pop("tags")),
        editor_name=editor_name,
        editor_code=editor_code,
        **fields,
    )


def _comments() -> tuple[DemoComment, ...]:
    """In the order of the files, where a parent stands before its replies."""
    return tuple(
        DemoComment(key=key, email=fields.pop("email", f"{key}@example.com"), **fields)
        for file in sorted((FOLDER / "comments").glob("*.toml"))
        for key, fields in _table(file).items()
    )


def _topics() -> tuple[DemoTopic, ...]:
    return tuple(
        DemoTopic(
            key=key,
            intro=fields.pop("intro").strip(),
            articles=tuple(fields.pop("articles")),
            **fields,
        )
        for key, fields in _table(FOLDER / "topics.toml").items()
    )


def _pages() -> tuple[DemoPage, ...]:
    pages = []
    for file in (FOLDER / "pages").glob("*.html"):
        fields, body = _headed(file)
        pages.append(DemoPage(slug=file.stem, body=body, **fields))
    return tuple(sorted(pages, key=lambda page: page.position))
