"""What the newsroom can do with an article. Import from here, never from the modules below.

Each verb is one transaction: it locks the article's row, so that of two editors at once the second
sees what the first has done; it asks `moves` whether the move may be made now and by this person;
it notes the act in the journal; and it tells the pages that show the article. `by` is None for
commands and imports, which may do everything.
"""

from articles.workflow.desk import DeskState, desk_state, in_desk_state, waiting_state
from articles.workflow.due import due_changes, publish_due
from articles.workflow.hiding import archive, retract, unarchive, withdraw
from articles.workflow.ids import reserve_ids
from articles.workflow.importing import ImportedArticle, import_articles
from articles.workflow.moves import (
    MOVES,
    Move,
    is_own,
    may_edit,
    may_make,
    moves_open_to,
    moves_to_begin_with,
    scheduled_changes,
)
from articles.workflow.placing import Placement, assign, place
from articles.workflow.publishing import publish, unschedule
from articles.workflow.refusals import (
    AlreadyMoved,
    AlreadyPublished,
    ChangeNotNamed,
    ChecksFailed,
    Embargoed,
    IdTaken,
    MoveRefused,
    NotAllowed,
    NotReadyToPublish,
    OwnWork,
    PublishedEarlier,
    ReasonMissing,
    StillVisible,
)
from articles.workflow.reviewing import approve, request_changes, submit, take_back
from articles.workflow.revising import duplicate, revise
from articles.workflow.together import (
    Decided,
    Saved,
    clashes_of,
    is_settled,
    save_merged,
    settle,
    unsettled,
)
from articles.workflow.trash import purge, trash, untrash
from articles.workflow.writing import content_of, create_article, restore, save_revision

__all__ = [
    "MOVES",
    "AlreadyMoved",
    "AlreadyPublished",
    "ChangeNotNamed",
    "ChecksFailed",
    "Decided",
    "DeskState",
    "Embargoed",
    "IdTaken",
    "ImportedArticle",
    "Move",
    "MoveRefused",
    "NotAllowed",
    "NotReadyToPublish",
    "OwnWork",
    "Placement",
    "PublishedEarlier",
    "ReasonMissing",
    "Saved",
    "StillVisible",
    "approve",
    "archive",
    "assign",
    "clashes_of",
    "content_of",
    "create_article",
    "desk_state",
    "due_changes",
    "duplicate",
    "import_articles",
    "in_desk_state",
    "is_own",
    "is_settled",
    "may_edit",
    "may_make",
    "moves_open_to",
    "moves_to_begin_with",
    "place",
    "publish",
    "publish_due",
    "purge",
    "request_changes",
    "reserve_ids",
    "restore",
    "retract",
    "revise",
    "save_merged",
    "save_revision",
    "scheduled_changes",
    "settle",
    "submit",
    "take_back",
    "trash",
    "unarchive",
    "unschedule",
    "unsettled",
    "untrash",
    "waiting_state",
    "withdraw",
]
