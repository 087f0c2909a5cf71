"""What a list of articles shows, for readers and for the desk's preview alike."""

from typing import Any

from django.http import HttpRequest

from articles import counters, topics
from articles.heads import PageHead
from articles.models import ArticleQuerySet, Topic
from articles.pagination import page_or_404
from articles.rendering import render_body

HOT_BESIDE_A_LIST = 6


def listing_context(
    request: HttpRequest, articles: ArticleQuerySet, address: str, **head: Any
) -> dict[str, Any]:
    """The context that all lists share: one page of the articles, the hot list beside it."""
    page = page_or_404(articles.for_cards(), request)
    hot = counters.hot(limit=HOT_BESIDE_A_LIST)
    counters.attach_totals([*page, *hot])
    return {
        "page": page,
        "address": address,
        "hot": hot,
        "head": PageHead.of_list(page, address, **head),
    }


def topic_page_context(request: HttpRequest, topic: Topic) -> dict[str, Any]:
    """What templates/articles/topic_detail.html asks for."""
    context = listing_context(
        request,
        topics.articles_of(topic),
        topic.get_absolute_url(),
        title=topic.name,
        description=topic.summary,
        has_feeds=True,
        picture=topic.picture,
    )
    # The first page introduces the topic, the others go on with its articles.
    intro = render_body(topic.intro) if context["page"].number == 1 else ""
    return context | {"topic": topic, "intro": intro}
