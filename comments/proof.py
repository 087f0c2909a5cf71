"""Proving the number of comments from the comments themselves."""

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from articles import counters
from articles.models import Article
from comments.models import Comment


def recount(check: bool = False) -> list[counters.Drift]:
    """Compare each article's number with its comments; set right what differs unless `check`.

    Return what differed. Moderators may go on meanwhile: a number is set right under its lock.
    """
    approved = Comment.objects.counted().filter(article=OuterRef("pk")).order_by()
    number = Coalesce(Subquery(approved.values("article").values(n=Count("*"))), 0)
    rows = Article.objects.annotate(counted=number).order_by("pk")
    drifts = [
        counters.Drift(pk, "comments", stored, counted)
        for pk, stored, counted in rows.values_list("pk", F("counter__comments"), "counted")
        if stored != counted
    ]
    if not check:
        for drift in drifts:
            _set_right(drift.article_id)
    return drifts


@transaction.atomic
def _set_right(article_id: int) -> None:
    counters.hold_counter(article_id)
    # Counted again under the lock: a moderator may have decided in the meantime.
    counters.set_comments(article_id, Comment.objects.filter(article=article_id).counted().count())
