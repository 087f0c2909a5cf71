"""A text that is on the site, or on somebody's desk, already."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import fingerprints
from articles.checks.registry import Finding, check
from articles.checks.subject import Subject
from articles.fingerprints import Likeness
from articles.models import Article, ArticleQuerySet, User

SHOWN = 3


@check("copy", _("near-duplicates of other articles"), "body")
def copy(subject: Subject) -> Iterator[Finding]:
    """Of an article that this person may not see, only the percentage is told."""
    among = Article.objects.exclude(state=Article.State.TRASHED)
    found = fingerprints.similar(
        subject.content.body, but=subject.article, among=_with_permission(among, subject.by)
    )
    for likeness in found[:SHOWN]:
        yield _finding(likeness)


def _with_permission(articles: ArticleQuerySet, user: User) -> ArticleQuerySet:
    if user.has_perm("articles.change_others_article"):
        return articles.annotate(is_open=Value(True))
    own = Article.objects.written_by(user).filter(pk=OuterRef("pk"))
    return articles.annotate(is_open=Exists(own))


def _finding(likeness: Likeness) -> Finding:
    article: Any = likeness.article  # annotated with `is_open`
    words = {
        "percent": min(99, round(likeness.share * 100)) if likeness.share < 1 else 100,
        "headline": article,
        "when": _when(article),
    }
    if not (article.is_open or article.is_published):
        return Finding(gettext("%(percent)d %% like another article of this site.") % words)
    # Readers' page for what is public, the writing page for what only the desk has.
    address = (
        article.get_absolute_url()
        if article.is_published
        else reverse("admin:articles_article_change", args=[article.pk])
    )
    sentence = gettext("%(percent)d %% like “%(headline)s” (%(when)s).")
    return Finding(sentence % words, address=address)


def _when(article: Article) -> str:
    """Since when it is there: published, or begun."""
    now = timezone.now()
    since = (article.is_published and article.published_at) or article.created_at
    if now - since < timedelta(minutes=1):
        return gettext("just now")
    return gettext("%(time)s ago") % {"time": timesince(since, now, depth=1)}
