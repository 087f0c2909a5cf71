"""Test data by plain functions: name only what the test is about."""

from datetime import datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from PIL import Image

from articles import workflow
from articles.content import ArticleContent
from articles.models import Article, ArticleCounter, Author, Category, Picture, Tag, User
from articles.pictures import store_picture
from comments.models import Comment, Correspondent

_serial = count(1)


def an_hour_ago() -> datetime:
    return timezone.now() - timedelta(hours=1)


def in_an_hour() -> datetime:
    return timezone.now() + timedelta(hours=1)


def never() -> None:
    return None


def make_user(**given: Any) -> User:
    number = next(_serial)
    password = given.pop("password", None)
    user = User(**{"username": f"user{number}", "is_staff": True} | given)
    user.set_password(password) if password else user.set_unusable_password()
    user.save()
    return user


def make_category(**given: Any) -> Category:
    number = next(_serial)
    return Category.objects.create(
        **{"name": f"栏目{number}", "slug": f"category-{number}"} | given
    )


def make_tag(**given: Any) -> Tag:
    number = next(_serial)
    return Tag.objects.create(**{"name": f"标签{number}", "slug": f"tag-{number}"} | given)


def make_author(**given: Any) -> Author:
    number = next(_serial)
    return Author.objects.create(**{"name": f"作者{number}", "slug": f"author-{number}"} | given)


def make_picture(
    *, size: tuple[int, int] = (960, 640), format: str = "PNG", **given: Any
) -> Picture:
    """A described picture, its files included; `size` in pixels, `format` as Pillow names it."""
    number = next(_serial)
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.paste((number * 16 % 256, number // 16 * 16 % 256, 8), (0, 0, 16, 16))  # no two alike
    file = BytesIO()
    image.save(file, format)
    picture = store_picture(file)
    words = {"alt": "" if given.get("is_decorative") else f"图{number}"} | given
    for name, value in words.items():
        setattr(picture, name, value)
    picture.save()
    return picture


def make_article(
    *, authors: list[Author] | None = None, tags: list[Tag] | None = None, **given: Any
) -> Article:
    """A published article, unless `given` says otherwise."""
    number = next(_serial)
    defaults: dict[str, Any] = {
        "headline": f"标题{number}",
        "body": f"<p>正文{number}。</p>",
        "state": Article.State.PUBLISHED,
        "published_at": an_hour_ago(),
    }
    values = defaults | given
    if "category" not in given:
        values["category"] = make_category()
    if "first_published_at" not in given and values["state"] == Article.State.PUBLISHED:
        values["first_published_at"] = values["published_at"]
    article = Article.objects.create(**values)
    ArticleCounter.objects.create(article=article)
    for position, author in enumerate([make_author()] if authors is None else authors):
        article.bylines.create(author=author, position=position)
    for tag in tags or []:
        article.article_tags.create(tag=tag)
    return article


def make_comment(*, email: str = "reader@example.com", **given: Any) -> Comment:
    """An approved comment, unless `given` says otherwise."""
    number = next(_serial)
    defaults: dict[str, Any] = {
        "name": f"读者{number}",
        "body": f"评论{number}",
        "state": Comment.State.APPROVED,
    }
    values = defaults | given
    if "article" not in values:
        values["article"] = values["parent"].article if values.get("parent") else make_article()
    if parent := values.get("parent"):
        values["root"] = parent.root or parent
        values["depth"] = parent.depth + 1
    return Comment.objects.create(
        correspondent=Correspondent.with_address(email) if email else None, **values
    )


def make_staff(role: str, **given: Any) -> User:
    """A user in one of the groups of portal/roles.py."""
    user = make_user(**given)
    user.groups.add(Group.objects.get(name=role))
    return user


def make_content(**given: Any) -> ArticleContent:
    """A content that passes every check, unless `given` says otherwise."""
    number = next(_serial)
    defaults: dict[str, Any] = {
        "headline": f"稿件{number}",
        "body": f"<p>正文{number}。</p>",
        "responsible_editor": "于存真",
    }
    if "category_id" not in given:
        defaults["category_id"] = make_category().pk
    if "author_ids" not in given:
        defaults["author_ids"] = (make_author().pk,)
    return ArticleContent(**defaults | given)


def make_draft(*, by: User | None = None, **content: Any) -> Article:
    """An article as the desk begins it, with its first revision."""
    return workflow.create_article(make_content(**content), by=by)
