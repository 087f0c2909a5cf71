"""Four eyes: where the site says so, nobody lets through what they wrote themselves."""

from articles.models import Article, Author, DeskSettings, User


def is_bound(user: User) -> bool:
    """Whether the rule of four eyes binds this person. One query, none for those it never binds."""
    return not user.has_perm("articles.publish_own_work") and DeskSettings.load().four_eyes


def wrote(article: Article, user: User) -> bool:
    """Whether the text that would go out is this person's: begun, signed or changed by them.

    Changes count since the last publication: what readers know already has had its second pair.
    """
    if article.created_by_id == user.pk:
        return True
    unread = article.revisions.filter(pk__gt=article.live_revision_id or 0)
    if unread.filter(created_by=user).exists():
        return True
    own = set(Author.objects.of(user).values_list("pk", flat=True))
    latest = article.latest_revision
    signed = latest.get("author_ids", []) if latest else ()
    return bool(own) and (
        not own.isdisjoint(signed) or article.bylines.filter(author__in=own).exists()
    )
