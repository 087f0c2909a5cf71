"""Who may move an article from where, as data."""

from dataclasses import dataclass

from django.db.models import QuerySet

from articles.models import Article, ArticleRevision, User
from articles.workflow.desk import DeskState, desk_state, waiting_state
from articles.workflow.four_eyes import is_bound, is_own_work
from articles.workflow.refusals import (
    AlreadyMoved,
    NotAllowed,
    OwnWork,
    ReasonMissing,
    StillVisible,
)

TRASHED = frozenset({DeskState.TRASHED})
ANY = frozenset(DeskState) - TRASHED
VISIBLE = frozenset({DeskState.PUBLISHED, DeskState.SCHEDULED})
WRITING = frozenset({DeskState.DRAFT, DeskState.SENT_BACK})
IN_REVIEW = frozenset({DeskState.IN_REVIEW})
ARCHIVED = frozenset({DeskState.ARCHIVED})
RETRACTED = frozenset({DeskState.RETRACTED})


@dataclass(frozen=True)
class Move:
    """One step of the desk.

    `from_states`: the article or the text waiting on top of it must be in one of these, and
    neither in one of `not_from`. `permission` is needed beside the right to edit this article;
    for an own article that was never public `own_draft_permission` will do. Under four eyes a
    move that `needs_other_eyes` is not made by who wrote the text.
    """

    name: str
    permission: str
    from_states: frozenset[DeskState] = ANY
    not_from: frozenset[DeskState] = frozenset()
    needs_reason: bool = False
    own_draft_permission: str = ""
    needs_other_eyes: bool = False


MOVES = {
    move.name: move
    for move in (
        Move("save", "articles.change_article"),
        Move("submit", "articles.change_article", WRITING, ARCHIVED),
        Move("take_back", "articles.change_article", IN_REVIEW, ARCHIVED),
        Move("request_changes", "articles.review_article", IN_REVIEW, ARCHIVED, needs_reason=True),
        Move("approve", "articles.review_article", IN_REVIEW, ARCHIVED, needs_other_eyes=True),
        Move("publish", "articles.publish_article", needs_other_eyes=True),
        Move("unschedule", "articles.publish_article", frozenset({DeskState.SCHEDULED})),
        Move(
            "withdraw",
            "articles.publish_article",
            frozenset({DeskState.PUBLISHED}),
            needs_reason=True,
        ),
        Move(
            "retract",
            "articles.publish_article",
            frozenset({DeskState.PUBLISHED, DeskState.WITHDRAWN}),
            needs_reason=True,
        ),
        Move("archive", "articles.publish_article", not_from=VISIBLE | ARCHIVED | RETRACTED),
        Move("unarchive", "articles.publish_article", ARCHIVED),
        Move("place", "articles.publish_article"),
        Move("assign", "articles.review_article"),
        Move(
            "trash",
            "articles.publish_article",
            not_from=VISIBLE | RETRACTED,
            own_draft_permission="articles.change_article",
        ),
        Move(
            "untrash",
            "articles.publish_article",
            TRASHED,
            own_draft_permission="articles.change_article",
        ),
        Move("purge", "articles.delete_article", TRASHED),
    )
}


def is_own(article: Article, user: User) -> bool:
    """Whether this account began the article or signs it; agrees with written_by()."""
    if article.created_by_id == user.pk:
        return True
    return article.bylines.filter(author__user=user).exists()


def may_edit(article: Article, user: User) -> bool:
    """Whether this person may change the article's content at all."""
    if not user.has_perm("articles.change_article"):
        return False
    return user.has_perm("articles.change_others_article") or is_own(article, user)


def scheduled_changes(article: Article) -> QuerySet[ArticleRevision]:
    """Approved texts that will replace what readers see, at their time."""
    return article.revisions.filter(
        state=ArticleRevision.State.APPROVED, publish_at__isnull=False, published_at=None
    )


def states_of(article: Article) -> frozenset[DeskState]:
    """Where the article and the texts on top of it are. One query if texts wait on top of it."""
    states = {desk_state(article), waiting_state(article)}
    may_hide_one = article.has_changes_waiting and DeskState.SCHEDULED not in states
    if may_hide_one and scheduled_changes(article).exists():
        states.add(DeskState.SCHEDULED)
    return frozenset(state for state in states if state)


def starts_from(move: Move, states: frozenset[DeskState]) -> bool:
    return bool(states & move.from_states) and not states & move.not_from


def has_permission(move: Move, article: Article, user: User) -> bool:
    """Whether the person's rights allow the move on an article that they may edit."""
    if user.has_perm(move.permission):
        return True
    if not move.own_draft_permission or article.first_published_at is not None:
        return False
    is_put_away = article.state == Article.State.ARCHIVED
    return not is_put_away and user.has_perm(move.own_draft_permission) and is_own(article, user)


def may_make(name: str, article: Article, user: User) -> bool:
    """Whether this person may make the move on this article, wherever it is now."""
    return may_edit(article, user) and has_permission(MOVES[name], article, user)


def moves_open_to(user: User, article: Article, *, is_writing: bool = False) -> list[str]:
    """Names of the moves that this person may make now, in the table's order.

    `is_writing`: on the text that is just being written, which saving makes a draft first.
    """
    if not may_edit(article, user):
        return []
    states = states_of(article)
    if is_writing and not states & (WRITING | IN_REVIEW | TRASHED):
        states |= {DeskState.DRAFT}
    found = [
        move
        for move in MOVES.values()
        if starts_from(move, states) and has_permission(move, article, user)
    ]
    if any(move.needs_other_eyes for move in found) and is_own_work(article, user):
        found = [move for move in found if not move.needs_other_eyes]
    return [move.name for move in found]


def moves_to_begin_with(user: User) -> list[str]:
    """Names of the moves that this person may make with an article that is not begun yet."""
    names = [
        name for name in ("save", "submit", "publish") if user.has_perm(MOVES[name].permission)
    ]
    if "publish" in names and is_bound(user):
        names.remove("publish")
    return names


def check(name: str, article: Article, *, by: User | None, reason: str = "") -> None:
    """Let the move pass, or raise NotAllowed, AlreadyMoved, OwnWork or ReasonMissing.

    StillVisible is the AlreadyMoved of what readers must lose first.

    Call it with the locked row. Commands (`by` is None) may make any move and need no reason.
    """
    move = MOVES[name]
    if by is not None and not may_make(name, article, by):
        raise NotAllowed(name)
    states = states_of(article)
    if states & VISIBLE & move.not_from:
        raise StillVisible(name)
    if not starts_from(move, states):
        raise AlreadyMoved(name)
    if by is None:
        return
    if move.needs_other_eyes and is_own_work(article, by):
        raise OwnWork(name)
    if move.needs_reason and not reason.strip():
        raise ReasonMissing(name)
