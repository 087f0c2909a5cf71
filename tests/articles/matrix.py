"""The permission matrix of the articles' desk, as data: every address below
/admin/articles/article/ has its row here, and test_permission_matrix.py fails for one without.

A new view of one article gets a row in VIEWS, any other a row in PAGES.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from articles.content import ArticleContent
from articles.models import Article, ArticleRevision, PreviewLink
from articles.workflow import DeskState
from portal.roles import AUTHOR, CHIEF, EDITOR, MODERATOR
from tests.factories import in_an_hour

NO_ROLE = "no role"
SIGNED_OUT = "signed out"
EVERYBODY = (CHIEF, EDITOR, AUTHOR, MODERATOR, NO_ROLE, SIGNED_OUT)

EDITORS = frozenset({CHIEF, EDITOR})
WRITERS = EDITORS | {AUTHOR}

# In every state two are asked: editors, on others' articles, and authors, on their own. To chief
# editors and to editors on own articles the same is answered; everybody else is turned away before
# the state is looked at. For them these tell.
TELLING = (DeskState.DRAFT, DeskState.PUBLISHED, DeskState.TRASHED)
NO_EXCEPTION: Mapping[DeskState, int] = MappingProxyType({})


def only_its_id(article: Article) -> tuple[Any, ...]:
    return (article.pk,)


def laid_aside(article: Article) -> int:
    """The id of a text that somebody saved beside the latest one."""
    latest = article.latest_revision
    kept = ArticleContent.from_revision(latest).to_revision()
    kept.article, kept.base, kept.kind = article, latest, ArticleRevision.Kind.ASIDE
    kept.save()
    return kept.pk


def shared(article: Article) -> int:
    """The id of an open link to the article."""
    return PreviewLink.objects.create(article=article, expires_at=in_an_hour()).pk


A_DAY = {"day": "2031-02-03"}


@dataclass(frozen=True)
class View:
    """Who gets in at one view, on an own article and on another's, and what is answered then.

    `opened` is the status for those who get in, `but` the states in which it is another one, and
    `authors_but` those in which it is another one for authors.
    `refused` is the status for an author at an own article where `own` leaves authors out. All
    others find a closed door: what an author may not see is not there (404), a role without
    articles is refused (403), who is signed out is sent to the login page (302).
    `sends` makes the fields of a POST from the article, `args` the arguments of the address;
    `query` goes with a GET.
    """

    own: frozenset[str] = WRITERS
    others: frozenset[str] = EDITORS
    opened: int = 200
    but: Mapping[DeskState, int] = field(default_factory=lambda: NO_EXCEPTION)
    authors_but: Mapping[DeskState, int] = field(default_factory=lambda: NO_EXCEPTION)
    refused: int = 403
    sends: Callable[[Article], dict[str, Any]] | None = None
    args: Callable[[Article], tuple[Any, ...]] = only_its_id
    query: Mapping[str, str] = field(default_factory=dict)

    def expected(self, role: str, is_own: bool, state: DeskState) -> int:
        """The status that this person is answered."""
        if role == AUTHOR and is_own and state in self.authors_but:
            return self.authors_but[state]
        if role in (self.own if is_own else self.others):
            return self.but.get(state, self.opened)
        if role == SIGNED_OUT:
            return 302
        if role == AUTHOR:
            return self.refused if is_own else 404
        return self.refused if role in EDITORS else 403


ONLY_PUBLISHED = {state: 302 for state in DeskState if state != DeskState.PUBLISHED}
ONLY_OUT = {
    state: 302 for state in DeskState if state not in (DeskState.PUBLISHED, DeskState.WITHDRAWN)
}
ONLY_TRASH = {state: 403 for state in DeskState if state != DeskState.TRASHED}
# What editors have let out or put away, its author does not throw away, nor fetch back.
HAD_BY_EDITORS = "scheduled published withdrawn retracted archived"
EDITORS_HAD_IT = {DeskState(name): 403 for name in HAD_BY_EDITORS.split()}

# Views of one article, by the end of their names; several rows for several methods.
VIEWS: dict[str, tuple[View, ...]] = {
    "change": (View(), View(own=WRITERS, sends=lambda article: {"_move": "save"})),
    "checks": (View(sends=lambda article: {"headline": "新标题"}),),
    "history": (View(),),
    "preview": (View(),),
    "restore": (
        View(opened=404),  # GET writes nothing
        View(opened=302, sends=lambda article: {"revision": article.latest_revision_id}),
    ),
    "delete": (
        View(own=EDITORS, but=ONLY_TRASH),
        View(own=EDITORS, opened=302, but=ONLY_TRASH, sends=lambda article: {"reason": "旧"}),
    ),
    "withdraw": (
        View(own=EDITORS, but=ONLY_PUBLISHED),
        View(own=EDITORS, opened=302, sends=lambda article: {"reason": "失实"}),
    ),
    "retract": (
        View(own=EDITORS, but=ONLY_OUT),
        View(own=EDITORS, opened=302, sends=lambda article: {"reason": "失实"}),
    ),
    "autosave": (View(opened=405), View(sends=lambda article: {"headline": "没存的"})),
    "discard": (View(opened=405), View(opened=302, sends=lambda article: {})),
    "presence": (View(opened=405), View(sends=lambda article: {})),
    "left": (View(opened=405), View(opened=204, sends=lambda article: {})),
    "merge": (
        View(args=lambda article: (article.pk, laid_aside(article))),
        View(
            opened=302,
            but={DeskState.TRASHED: 200},  # in words: nothing is saved to it
            sends=lambda article: {},
            args=lambda article: (article.pk, laid_aside(article)),
        ),
    ),
    "untrash": (
        View(opened=404),
        View(
            opened=302,
            authors_but=EDITORS_HAD_IT,
            sends=lambda article: {},
        ),
    ),
    "quick": (
        View(but={DeskState.TRASHED: 302}),
        View(sends=lambda article: {"headline": ""}, but={DeskState.TRASHED: 302}),
    ),
    "publish": (
        View(opened=404),
        View(
            own=EDITORS,
            opened=302,
            sends=lambda article: {"revision": article.latest_revision_id},
        ),
    ),
    "duplicate": (
        View(opened=404),
        View(opened=302, sends=lambda article: {}),
    ),
    "compare": (View(query={"old": "latest", "new": "latest"}),),
    "original": (View(opened=404),),  # of what this person saved last, and of that alone
    "plan": (
        View(opened=404),
        View(own=EDITORS, opened=302, but={DeskState.TRASHED: 302}, sends=lambda article: A_DAY),
    ),
    "preview_page": (View(),),
    "sharing": (
        View(),
        View(opened=302, sends=lambda article: {"hours": "24", "label": "外审"}),
    ),
    "revoke": (
        View(
            opened=302,
            sends=lambda article: {},
            args=lambda article: (article.pk, shared(article)),
        ),
    ),
}

# Views of no one article: who gets in, by GET unless fields are sent, and what is answered then,
# if not 200.
PAGES: dict[str, tuple[Any, ...]] = {
    "changelist": (WRITERS, None),
    "calendar": (WRITERS, None),
    "calendar_add": (EDITORS, A_DAY | {"headline": ""}, 302),
    "add": (WRITERS, None),
    "checks_new": (WRITERS, {"headline": "新标题"}),
    "autosave_new": (WRITERS, {"headline": ""}),
    "token": (frozenset(EVERYBODY) - {SIGNED_OUT}, None),
    "clean": (WRITERS, {"html": "<p>字</p>"}),
}

# Which buttons the writing page offers, on own articles and on others'. A POST of any other is
# refused: with 403 where this person may never, in words where the article is elsewhere.
EVER = {
    "author": ("save", "submit", "take_back", "trash", "untrash"),
    "editor": (
        *("save", "submit", "take_back", "request_changes", "approve", "publish", "schedule"),
        *("unschedule", "withdraw", "retract", "archive", "unarchive", "trash", "untrash"),
    ),
}
OFFERED: dict[DeskState, tuple[str, str]] = {
    DeskState.DRAFT: (
        "save submit trash",
        "save submit publish schedule archive trash",
    ),
    DeskState.IN_REVIEW: (
        "save take_back trash",
        "save take_back request_changes approve publish schedule archive trash",
    ),
    DeskState.SENT_BACK: (
        "save submit trash",
        "save submit publish schedule archive trash",
    ),
    DeskState.APPROVED: (
        "save submit trash",
        "save submit publish schedule archive trash",
    ),
    DeskState.SCHEDULED: (
        "save submit",
        "save submit publish schedule unschedule",
    ),
    DeskState.PUBLISHED: (
        "save submit",
        "save submit publish schedule withdraw retract",
    ),
    DeskState.WITHDRAWN: (
        "save submit",
        "save submit publish schedule retract archive trash",
    ),
    DeskState.RETRACTED: (
        "save submit",
        "save submit publish schedule",
    ),
    DeskState.ARCHIVED: (
        "save",
        "save publish schedule unarchive trash",
    ),
}
