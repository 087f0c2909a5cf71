"""The moderators' words: shapes of states, names of decisions, reports in a sentence."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from articles import dates
from comments import moderation
from comments.models import Comment
from comments.moderation import AlreadyDecided, Outcome, Verb

State = Comment.State

# A state is a word with a shape, never a colour alone.
SHAPES = {
    State.PENDING: "◐",
    State.APPROVED: "●",
    State.REJECTED: "↩",
    State.SPAM: "⊘",
    State.TRASH: "×",
}
# Each decision: its verb, what the button says, and where it leads.
DECISIONS: dict[str, tuple[Verb, Any, str]] = {
    "approve": (moderation.approve, gettext_lazy("Approve"), State.APPROVED),
    "reject": (moderation.reject, gettext_lazy("Reject"), State.REJECTED),
    "spam": (moderation.mark_spam, pgettext_lazy("decision", "Spam"), State.SPAM),
    "trash": (moderation.trash, pgettext_lazy("decision", "Trash"), State.TRASH),
    "restore": (moderation.restore, gettext_lazy("Back to the queue"), State.PENDING),
}
SHOWN = 10  # refusals spelled out


def state_mark(state: str) -> SafeString:
    """The state's shape and word."""
    return format_html(
        '<span class="state state--{}"><span class="state__shape" aria-hidden="true">{}</span>'
        "{}</span>",
        state,
        SHAPES[State(state)],
        State(state).label,
    )


def report(outcome: Outcome) -> tuple[str, str]:
    """What was decided, and what was not and why; either is empty if there is none."""
    decided, refused = len(outcome.decided), len(outcome.refused)
    done = failed = ""
    if decided:
        state = State(outcome.decided[0].state).label
        text = ngettext("%(count)d comment: %(state)s.", "%(count)d comments: %(state)s.", decided)
        done = text % {"count": decided, "state": state}
    if refused:
        text = ngettext("%(count)d was decided before:", "%(count)d were decided before:", refused)
        reasons = format_html_join(
            "", "<li>{}</li>", ((refusal(error),) for error in outcome.refused[:SHOWN])
        )
        failed = format_html("{}<ul>{}</ul>", text % {"count": refused}, reasons)
    return done, failed


def refusal(error: AlreadyDecided) -> str:
    """Say which comment it is, what it became, by whom and when."""
    comment = error.comment
    what = {
        "name": comment.name,
        "state": State(comment.state).label,
        "who": comment.decided_by.display_name if comment.decided_by else gettext("somebody"),
        "when": dates.card(comment.decided_at) if comment.decided_at else "",
    }
    if comment.decided_at is None:
        return gettext("The comment of %(name)s is waiting again.") % what
    return gettext("The comment of %(name)s: %(state)s, by %(who)s, %(when)s.") % what
