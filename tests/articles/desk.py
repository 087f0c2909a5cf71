"""Short ways of the desk, for tests of what it does."""

from dataclasses import asdict
from typing import Any

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.content import ArticleContent
from articles.models import Article, ArticleRevision, Author
from tests.factories import make_author, make_category, make_draft, make_staff

ADD = "/admin/articles/article/add/"


def published(**content: Any) -> Article:
    """An article that was written and published through the workflow."""
    return workflow.publish(make_draft(**content).latest_revision, by=None)


def edited(article: Article, **changes: Any) -> ArticleRevision:
    """The article's latest text with changes, as one more revision."""
    content = workflow.content_of(fresh(article))
    return workflow.save_revision(article, ArticleContent(**asdict(content) | changes), by=None)


def purged(article: Article) -> None:
    """Delete the article as the desk would: into the trash first, then out of it for ever."""
    workflow.purge(workflow.trash(article, by=None), by=None)


def fresh(row: Model) -> Any:
    """The row as the database has it now."""
    return type(row)._default_manager.get(pk=row.pk)


def desk_of(role: str) -> Client:
    """A client signed in as somebody with this role, who is its `user`."""
    client = Client()
    client.user = make_staff(role)
    client.force_login(client.user)
    return client


def address(article: Article, page: str = "change") -> str:
    return reverse(f"admin:articles_article_{page}", args=[article.pk])


def typed(article: Article | None = None, **changes: Any) -> dict[str, Any]:
    """What the writing page would post for the article's latest text."""
    article = fresh(article) if article else None
    content = workflow.content_of(article) if article else None
    values = {
        "headline": content.headline if content else "新稿",
        "body": content.body if content else "<p>正文。</p>",
        "category": content.category_id or "" if content else make_category().pk,
        "authors": signed_by(content) if content else make_author().slug,
        "responsible_editor": content.responsible_editor if content else "于存真",
        "language": "zh-hans",
        "origin": "own",
        "notice_mode": "default",
        "comments_open": "on",
        "base": article.latest_revision_id if article else "",
    }
    return values | changes


def signed_by(content: ArticleContent) -> str:
    """The byline as the form writes it, by slugs."""
    authors = Author.objects.in_bulk(content.author_ids)
    return "、".join(authors[pk].slug for pk in content.author_ids)


def save(client: Client, article: Article, move: str = "save", **changes: Any) -> Article:
    """Post the writing page with the button `move`; return the article as it is then."""
    response = client.post(address(article), typed(article, **changes) | {"_move": move})
    assert response.status_code == 302, response.context["form"].errors
    return fresh(article)


def take_down(client: Client, article: Article, move: str, reason: str) -> Article:
    """Withdraw or retract in the two steps of the desk; return the article as it is then."""
    asked = client.post(address(article), typed(article, note=reason) | {"_move": move})
    assert asked.context["form"]["reason"].value() == reason
    response = client.post(asked.context["address"], {"reason": reason})
    assert response.status_code == 302
    return fresh(article)


def buttons(response: Any) -> list[str]:
    """Names of the steps that the page offers, the black button first."""
    return [response.context["primary"].name, *(one.name for one in response.context["others"])]
