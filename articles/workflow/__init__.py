"""What the newsroom can do with an article. Import from here, never from the modules below.

Each verb is one transaction: it locks the article's row, so that of two editors at once the second
sees what the first has done; it asks `moves` whether the move may be made now and by this person;
it notes the act in the journal; and it tells the pages that show the article. `by` is None for
commands and imports, which may do everything.
"""

from articles.workflow.desk import DeskState, desk_state, in_desk_state, waiting_state
from articles.workflow.ids import reserve_ids
from articles.workflow.importing import ImportedArticle, import_articles
from articles.workflow.moves import (
    MOVES,
    Move,
    is_own,
    may_edit,
    may_make,
    moves_open_to,
    scheduled_changes,
)
from articles.workflow.placing import place, purge
from articles.workflow.publishing import (
    archive,
    publish,
    publish_due,
    unarchive,
    unschedule,
    withdraw,
)
from articles.workflow.refusals import (
    AlreadyMoved,
    IdTaken,
    MoveRefused,
    NotAllowed,
    NotReadyToPublish,
    ReasonMissing,
)
from articles.workflow.reviewing import approve, request_changes, submit, take_back
from articles.workflow.writing import content_of, create_article, restore, save_revision

__all__ = [
    "MOVES",
    "AlreadyMoved",
    "DeskState",
    "IdTaken",
    "ImportedArticle",
    "Move",
    "MoveRefused",
    "NotAllowed",
    "NotReadyToPublish",
    "ReasonMissing",
    "approve",
    "archive",
    "content_of",
    "create_article",
    "desk_state",
    "import_articles",
    "in_desk_state",
    "is_own",
    "may_edit",
    "may_make",
    "moves_open_to",
    "place",
    "publish",
    "publish_due",
    "purge",
    "request_changes",
    "reserve_ids",
    "restore",
    "save_revision",
    "scheduled_changes",
    "submit",
    "take_back",
    "unarchive",
    "unschedule",
    "waiting_state",
    "withdraw",
]
