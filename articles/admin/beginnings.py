"""What the writing page begins with."""

from dataclasses import replace
from typing import Any

from django.conf import settings

from articles import workflow
from articles.content import ArticleContent
from articles.models import Article, Author, User


def content_to_write(user: User, article: Article | None) -> ArticleContent:
    """The article's latest text; a new one is signed by whoever begins it.

    Whoever may publish is taken for the responsible editor of a text that names none and that no
    reader has seen: it stands in the form, so that it is seen before it is saved.
    """
    content = workflow.content_of(article) if article else _blank(user)
    was_shown = article is not None and article.state != Article.State.UNPUBLISHED
    if content.responsible_editor or was_shown or not user.has_perm("articles.publish_article"):
        return content
    longest = Article._meta.get_field("responsible_editor").max_length
    return replace(content, responsible_editor=user.display_name[:longest])


def times_to_write(article: Article | None) -> dict[str, Any]:
    """What the form begins with beside the content: its base, and the time that is set."""
    if article is None:
        return {}
    waits = article.has_changes_waiting
    change = workflow.scheduled_changes(article).first() if waits else None
    ahead = article.published_at if article.is_scheduled else change and change.publish_at
    return {"base": article.latest_revision_id, "publish_at": ahead}


def _blank(user: User) -> ArticleContent:
    own = Author.objects.of(user).values_list("pk", flat=True)
    return ArticleContent(language=settings.LANGUAGE_CODE, author_ids=tuple(own))
