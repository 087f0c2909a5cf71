"""Topics (专题): which articles stand in one, and in which order."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.urls import reverse

from articles import freshness, journal
from articles.models import Article, ArticleQuerySet, Topic, TopicArticle, User


def articles_of(topic: Topic) -> ArticleQuerySet:
    """The public articles of a topic in its order."""
    public = Article.objects.published().filter(topic_entries__topic=topic)
    if topic.order == Topic.Order.NEWEST:
        return public.newest_first()
    return public.order_by("topic_entries__position", "topic_entries__pk")


class TopicLink(NamedTuple):
    """A topic as other pages name it."""

    name: str
    address: str


def with_topic(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Load each article with its first public topic, for topic_of(): no query more."""
    first = Topic.objects.published().filter(entries__article=OuterRef("pk"))
    first = first.order_by("position", "-pk")
    return articles.annotate(
        topic_name=Subquery(first.values("name")[:1]), topic_slug=Subquery(first.values("slug")[:1])
    )


def topic_of(article: Article) -> TopicLink | None:
    """The topic that with_topic() has loaded; None without one, and for articles loaded without."""
    if not (slug := getattr(article, "topic_slug", None)):
        return None
    name: str = article.topic_name  # type: ignore[attr-defined]
    return TopicLink(name, reverse("articles:topic_detail", args=[slug]))


@transaction.atomic
def gather(
    topic: Topic, chosen: Sequence[int], *, seen: Sequence[int] = (), by: User | None
) -> None:
    """Let the topic hold these articles in this order.

    `seen` are those that were in it when somebody began to choose: what a colleague has added
    meanwhile stays, at the end, and what they took out stays out.
    """
    Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    present = list(topic.entries.values_list("article_id", flat=True))
    taken_out = set(seen) - set(present)
    wanted = [pk for pk in dict.fromkeys(chosen) if pk not in taken_out]
    wanted += [pk for pk in present if pk not in seen and pk not in wanted]
    if wanted == present:
        return
    known = Article.objects.in_bulk(wanted)
    wanted = [pk for pk in wanted if pk in known]
    topic.entries.exclude(article__in=wanted).delete()
    TopicArticle.objects.bulk_create(
        [
            TopicArticle(topic=topic, article_id=pk, position=place)
            for place, pk in enumerate(wanted)
        ],
        update_conflicts=True,
        unique_fields=["topic", "article"],
        update_fields=["position"],
    )
    added = [pk for pk in wanted if pk not in present]
    removed = [pk for pk in present if pk not in wanted]
    journal.record("topic.gather", topic, by=by, added=added, removed=removed, order=wanted)
    changed = (f"article:{pk}" for pk in (*added, *removed))  # their pages name the topic
    freshness.touch(f"topic:{topic.pk}", "front", *changed)
