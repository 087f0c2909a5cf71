"""Four eyes: where the site says so, nobody lets through what they wrote themselves."""

from django.db.models import Exists, F, OuterRef

from articles.models import Article, ArticleAuthor, ArticleRevision, DeskSettings, User

RULE = DeskSettings.objects.filter(pk=1, four_eyes=True)


def is_bound(user: User) -> bool:
    """Whether the rule of four eyes binds this person. One query, none for those it never binds."""
    return not user.has_perm("articles.publish_own_work") and RULE.exists()


def is_own_work(article: Article, user: User) -> bool:
    """Whether the rule keeps this person from letting the article's newest text through.

    It does if they began the article, sign it, or changed it since the last publication: what
    readers know already has had its second pair of eyes. One query, none for those it never binds.
    """
    if user.has_perm("articles.publish_own_work"):
        return False
    unread = ArticleRevision.objects.filter(
        article=article, pk__gt=article.live_revision_id or 0, created_by=OuterRef("pk")
    )
    bylines = ArticleAuthor.objects.filter(article=article, author__user=OuterRef("pk"))
    facts = User.objects.filter(pk=user.pk).values_list(
        Exists(RULE), Exists(unread), Exists(bylines), F("author")
    )
    is_rule, has_changed, has_signed, author_id = facts.get()
    began = article.created_by_id == user.pk
    latest = article.latest_revision
    signs = latest is not None and author_id in latest.get("author_ids", [])
    return is_rule and (began or has_changed or has_signed or signs)
