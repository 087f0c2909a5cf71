"""The publishing gate: what people publish passes the checks, or is let through for a reason."""

from articles import checks, journal
from articles.content import ArticleContent
from articles.models import Article, User
from articles.workflow.refusals import ChecksFailed, NotAllowed


def pass_the_gate(row: Article, content: ArticleContent, *, by: User | None, override: str) -> None:
    """Let the content pass, or raise ChecksFailed with what stands against it.

    `override` is the reason of somebody who publishes all the same: the journal keeps it with the
    names of the failing checks. Commands and imports (`by` is None) are not held up. Raises
    NotAllowed for a reason given by somebody who may not override.
    """
    if by is None:
        return
    found = checks.blocking(checks.Subject(content, by, row))
    if not found:
        return
    if not override.strip():
        raise ChecksFailed(found)
    if not by.has_perm("articles.override_checks"):
        raise NotAllowed("override_checks")
    failing = sorted({one.name for one in found})
    journal.record("article.override", row, by=by, note=override.strip(), checks=failing)
