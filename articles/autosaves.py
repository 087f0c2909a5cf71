"""What somebody has typed and not saved: one for each person and article, never a revision."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.utils import timezone

from articles.models import Article, ArticleRevision, Autosave, User

KEPT = timedelta(days=30)  # then whoever typed it has forgotten it, too
MAX_CHARS = 1_000_000  # in all fields; the longest reportage has a tenth of it


class TooLong(Exception):
    """More than an autosave takes; saving by hand still may."""


class ArticleGone(Exception):
    """The article was purged meanwhile."""


def keep(
    article: Article,
    user: User,
    values: Mapping[str, str],
    *,
    base: ArticleRevision | None,
    begun_as: str = "",
    now: datetime | None = None,
) -> Autosave:
    """Put `values`, the fields as they were typed, in the place of what was there before.

    One statement: of two at once the later stays. Raises TooLong, ArticleGone.
    """
    if sum(map(len, values.values())) > MAX_CHARS:
        raise TooLong
    # PostgreSQL stores no NUL, and nobody has typed one.
    typed = {name: value.replace("\x00", "") for name, value in values.items()}
    autosave = Autosave(
        article=article,
        user=user,
        base=base,
        values=typed,
        begun_as=begun_as,
        saved_at=now or timezone.now(),
    )
    try:
        Autosave.objects.bulk_create(
            [autosave],
            update_conflicts=True,
            unique_fields=["article", "user"],
            update_fields=["base", "values", "saved_at"],
        )
    except IntegrityError as error:
        raise ArticleGone from error
    return autosave


def of(article: Article, user: User) -> Autosave | None:
    """What this person has typed into the article since saving it."""
    return Autosave.objects.filter(article=article, user=user).first()


def begun_by(user: User, begun_as: str) -> Article | None:
    """The article that an earlier autosave of this new page has begun."""
    if not begun_as:
        return None
    autosaves = Autosave.objects.select_related("article__latest_revision")
    found = autosaves.filter(user=user, begun_as=begun_as).first()
    return found.article if found else None


def discard(article: Article, user: User) -> None:
    """Forget it: saved by hand, or not wanted."""
    Autosave.objects.filter(article=article, user=user).delete()


def forget_old(now: datetime | None = None) -> int:
    """Delete what nobody has come back for; return how many."""
    past = (now or timezone.now()) - KEPT
    return Autosave.objects.filter(saved_at__lt=past).delete()[0]
