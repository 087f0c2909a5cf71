"""The buttons of the writing page: exactly what this person may do now, the likeliest first."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles import workflow
from articles.admin.words import DONE, move_label
from articles.models import Article, User
from articles.workflow import DeskState, desk_state, waiting_state

# Which step is likeliest, the first that is open: the black button.
LIKELIEST = {
    DeskState.DRAFT: ("submit",),
    DeskState.IN_REVIEW: ("publish", "approve", "take_back"),
    DeskState.SENT_BACK: ("submit",),
    DeskState.APPROVED: ("publish", "submit"),
    DeskState.SCHEDULED: ("schedule", "submit"),
    DeskState.PUBLISHED: ("publish", "submit"),
    DeskState.WITHDRAWN: ("publish", "submit"),
    DeskState.RETRACTED: ("publish", "submit"),
    DeskState.ARCHIVED: ("unarchive",),
    DeskState.TRASHED: ("untrash",),
}
# These are asked about once more, on a page of their own.
SECOND_STEP = ("withdraw", "retract")
BUTTONS = tuple(DONE)  # a move for each, but that publishing has two


@dataclass(frozen=True)
class Button:
    """One thing that this person may do now."""

    name: str
    label: str
    needs_reason: bool


def buttons(user: User, article: Article | None) -> list[Button]:
    """What this person may do now: the likeliest first, then saving, then the others."""
    if article is None:
        moves, state = workflow.moves_to_begin_with(user), DeskState.DRAFT
    else:
        moves = workflow.moves_open_to(user, article, is_writing=True)
        state = _state_of_text(article)
    names = [name for name in BUTTONS if move_of(name) in moves]
    likeliest = [name for name in LIKELIEST[state] if name in names][:1]
    ordered = [*likeliest, "save", *names] if "save" in names else names
    labels = {name: move_label(name, state) for name in dict.fromkeys(ordered)}
    if state == DeskState.IN_REVIEW and "approve" not in names:
        labels["save"] = _("Save and take back")  # what a writer changes, no reviewer has read
    return [Button(name, label, needs_reason(name)) for name, label in labels.items()]


def may_ever(button: str, user: User, article: Article | None) -> bool:
    """Whether the person may press this button at all, wherever the article is by now."""
    if button not in BUTTONS:
        return False
    move = move_of(button)
    if article is None:
        return move in ("save", "submit", "publish") and user.has_perm(
            workflow.MOVES[move].permission
        )
    return workflow.may_make(move, article, user)


def move_of(button: str) -> str:
    """The move that the button makes."""
    return "publish" if button == "schedule" else button


def needs_reason(button: str) -> bool:
    """Whether the button's move asks why."""
    return workflow.MOVES[move_of(button)].needs_reason


def _state_of_text(article: Article) -> DeskState:
    state = desk_state(article)
    return state if state == DeskState.ARCHIVED else waiting_state(article) or state
