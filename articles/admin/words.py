"""The desk's words: shapes of states, names of moves, refusals in a sentence."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from articles.content import FIELDS
from articles.forms import told
from articles.models import Article
from articles.workflow import (
    AlreadyMoved,
    AlreadyPublished,
    ChangeNotNamed,
    ChecksFailed,
    DeskState,
    Embargoed,
    MoveRefused,
    NotAllowed,
    NotReadyToPublish,
    OwnWork,
    PublishedEarlier,
    ReasonMissing,
    StillVisible,
)

# A state is a word with a shape, never a colour alone.
SHAPES = {
    DeskState.DRAFT: "○",
    DeskState.IN_REVIEW: "◐",
    DeskState.SENT_BACK: "↩",
    DeskState.APPROVED: "◑",
    DeskState.SCHEDULED: "◇",
    DeskState.PUBLISHED: "●",
    DeskState.WITHDRAWN: "×",
    DeskState.RETRACTED: "⊘",
    DeskState.ARCHIVED: "▪",
    DeskState.TRASHED: "⌫",
}

MOVES = {
    "save": gettext_lazy("Save draft"),
    "submit": gettext_lazy("Submit for review"),
    "take_back": gettext_lazy("Take back"),
    "request_changes": gettext_lazy("Send back"),
    "approve": gettext_lazy("Approve"),
    "publish": gettext_lazy("Publish"),
    "schedule": gettext_lazy("Schedule"),
    "unschedule": gettext_lazy("Cancel the schedule"),
    "withdraw": gettext_lazy("Withdraw"),
    "retract": gettext_lazy("Retract"),
    "archive": gettext_lazy("Archive"),
    "unarchive": gettext_lazy("Take out of the archive"),
    "trash": gettext_lazy("Move to the trash"),
    "untrash": gettext_lazy("Take out of the trash"),
}
# The same step under another name, where the desk would call it so.
MOVES_FROM = {
    ("save", DeskState.IN_REVIEW): gettext_lazy("Save"),
    ("save", DeskState.SENT_BACK): gettext_lazy("Save"),
    ("publish", DeskState.IN_REVIEW): gettext_lazy("Approve and publish"),
    ("schedule", DeskState.IN_REVIEW): gettext_lazy("Approve and schedule"),
    ("submit", DeskState.SENT_BACK): gettext_lazy("Submit again"),
    ("publish", DeskState.SCHEDULED): gettext_lazy("Publish now"),
    ("schedule", DeskState.SCHEDULED): gettext_lazy("Save with this time"),
    ("publish", DeskState.PUBLISHED): gettext_lazy("Update"),
    ("submit", DeskState.PUBLISHED): gettext_lazy("Propose the change"),
    ("schedule", DeskState.PUBLISHED): gettext_lazy("Schedule the change"),
    ("publish", DeskState.WITHDRAWN): gettext_lazy("Publish again"),
    ("publish", DeskState.RETRACTED): gettext_lazy("Publish again"),
    ("publish", DeskState.ARCHIVED): gettext_lazy("Publish again"),
}

DONE = {
    "save": gettext_lazy("Saved."),
    "submit": gettext_lazy("Submitted for review."),
    "take_back": gettext_lazy("Taken back; it is a draft again."),
    "request_changes": gettext_lazy("Sent back to its writer."),
    "approve": gettext_lazy("Approved."),
    "publish": gettext_lazy("Published: readers see it now."),
    "schedule": gettext_lazy("Scheduled."),
    "unschedule": gettext_lazy("The schedule is cancelled."),
    "withdraw": gettext_lazy("Withdrawn: readers cannot see it any more."),
    "retract": gettext_lazy("Retracted: readers are told why."),
    "archive": gettext_lazy("Archived."),
    "unarchive": gettext_lazy("Taken out of the archive."),
    "trash": gettext_lazy("In the trash. It stays there until somebody deletes it for ever."),
    "untrash": gettext_lazy("Taken out of the trash."),
}

STEPS = {
    "article.create": gettext_lazy("begun"),
    "article.save": pgettext_lazy("step", "saved"),
    "article.keep_aside": gettext_lazy("saved beside a newer text"),
    "article.merge": pgettext_lazy("step", "merged"),
    "article.submit": gettext_lazy("submitted"),
    "article.take_back": gettext_lazy("taken back"),
    "article.request_changes": pgettext_lazy("step", "sent back"),
    "article.approve": pgettext_lazy("step", "approved"),
    "article.publish": pgettext_lazy("step", "published"),
    "article.schedule": pgettext_lazy("step", "scheduled"),
    "article.override": gettext_lazy("let through against the checks"),
    "article.unschedule": gettext_lazy("schedule cancelled"),
    "article.withdraw": pgettext_lazy("step", "withdrawn"),
    "article.retract": pgettext_lazy("step", "retracted"),
    "article.archive": pgettext_lazy("step", "archived"),
    "article.unarchive": gettext_lazy("taken out of the archive"),
    "article.place": gettext_lazy("placement changed"),
    "article.assign": pgettext_lazy("step", "assigned"),
    "article.trash": gettext_lazy("moved to the trash"),
    "article.untrash": gettext_lazy("taken out of the trash"),
    "article.purge": gettext_lazy("deleted for ever"),
    "article.share": gettext_lazy("shown to somebody outside"),
    "article.unshare": gettext_lazy("preview link revoked"),
    "article.preview_note": gettext_lazy("note from outside"),
}

REFUSALS: dict[type[MoveRefused], Any] = {
    ChangeNotNamed: gettext_lazy("Readers know this text: say first what its change is to them."),
    ReasonMissing: gettext_lazy("Say why, in the note to colleagues."),
    NotAllowed: gettext_lazy("You may not do that with this article."),
    OwnWork: gettext_lazy("You wrote this text: here somebody else lets it through."),
    AlreadyPublished: gettext_lazy("Readers have exactly this text."),
    StillVisible: gettext_lazy(
        "Readers see it, or will: withdraw it first, or cancel its schedule."
    ),
    AlreadyMoved: gettext_lazy(
        "The article is somewhere else by now: look at its state and try again."
    ),
}


def state_mark(state: DeskState) -> SafeString:
    """The state's shape and word."""
    return format_html(
        '<span class="state state--{}"><span class="state__shape" aria-hidden="true">{}</span>'
        "{}</span>",
        state.value,
        SHAPES[state],
        state.label,
    )


def move_label(name: str, state: DeskState) -> str:
    """What the button says for an article, or its waiting text, in this state."""
    return str(MOVES_FROM.get((name, state), MOVES[name]))


def field_labels(names: list[str] | tuple[str, ...]) -> str:
    """Names of fields, as the form says them: “headline, category”."""
    special = {"tag_ids": gettext("tags"), "author_ids": gettext("authors")}
    bare = [name.removesuffix("_id") for name in names]
    labels = [special.get(name) or str(Article._meta.get_field(name).verbose_name) for name in bare]
    return gettext(", ").join(labels)


def refusal(error: MoveRefused) -> str:
    """Say what happened and what to do."""
    match error:
        case NotReadyToPublish():
            return _not_ready(error)
        case ChecksFailed():
            return " ".join(dict.fromkeys(finding.sentence for finding in error.findings))
        case Embargoed():
            text = gettext("Under embargo until %(until)s: not published before.")
            return text % {"until": told(error.until)}
        case PublishedEarlier():
            text = gettext("Published at %(at)s: an embargo cannot end later.")
            return text % {"at": told(error.at)}
    return str(REFUSALS.get(type(error)) or gettext("That is not possible."))


def _not_ready(error: NotReadyToPublish) -> str:
    sentences = []
    if error.missing:
        text = gettext("Still missing: %(fields)s.")
        sentences.append(text % {"fields": field_labels(error.missing)})
    if error.gone:
        text = gettext("Does not exist any more: %(fields)s. Choose anew.")
        sentences.append(text % {"fields": field_labels(error.gone)})
    return " ".join(sentences)


def changed(names: list[str]) -> str:
    """What a revision changed, in a few words."""
    known = [name for name in names if name in FIELDS]
    if len(known) <= 3:
        return field_labels(known)
    rest = len(known) - 3
    more = ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest}
    return f"{field_labels(known[:3])} {more}"
