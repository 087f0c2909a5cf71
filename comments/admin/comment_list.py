"""The queue: each row shows what is needed to decide about it, and the buttons to do so."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.admin.article_list import COUNTED, moment
from comments import text
from comments.admin.words import DECISIONS, state_mark
from comments.models import Comment

TEXT_CHARS = 600  # of a comment in the list; the rest is on its page
QUOTE_CHARS = 80  # of the comment it answers

State = Comment.State


class CommentChangeList(ChangeList):
    """The queue from its oldest end, everything else from the newest."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet) -> list[Any]:
        return ["pk"] if request.GET.get("state", State.PENDING) == State.PENDING else ["-pk"]

    def apply_select_related(self, qs: QuerySet) -> QuerySet:
        near = qs.select_related("article", "parent", "decided_by", "by_user")
        return near.defer("article__body")

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        attach_history(self.result_list)

    @property
    def is_capped(self) -> bool:
        """Whether there are more comments than were counted."""
        return self.result_count >= COUNTED


@dataclass
class History:
    """What became of one writer's comments so far, this one included."""

    approved: int = 0
    refused: int = 0


def attach_history(comments: Sequence[Any]) -> None:
    """Give each comment its writer's `history`, in one query for all of them."""
    decided = Comment.objects.filter(
        correspondent__in={comment.correspondent_id for comment in comments},
        state__in=[State.APPROVED, State.REJECTED, State.SPAM],
    )
    histories: dict[int | None, History] = defaultdict(History)
    rows = decided.order_by().values_list("correspondent", "state").annotate(Count("pk"))
    for writer, state, number in rows:
        if state == State.APPROVED:
            histories[writer].approved += number
        else:
            histories[writer].refused += number
    for comment in comments:
        comment.history = histories[comment.correspondent_id]


@admin.display(description=_("name"))
def who(comment: Comment) -> SafeString:
    site = format_html('<span class="quiet">{}</span>', comment.url) if comment.url else ""
    return format_html(
        '<strong class="row-title">{}</strong>{}<span class="quiet">{}</span>',
        comment.name,
        site,
        history(comment),
    )


def history(comment: Any) -> str:
    """What became of this writer's comments so far."""
    if comment.by_user_id:
        return gettext("Newsroom")
    approved, refused = comment.history.approved, comment.history.refused
    if not approved and not refused:
        return gettext("First comment")
    said = ngettext("%(count)d approved", "%(count)d approved", approved) % {"count": approved}
    if refused:
        words = ngettext("%(count)d refused", "%(count)d refused", refused)
        said = f"{said} · {words % {'count': refused}}"
    return said


@admin.display(description=_("comment"))
def words(comment: Comment) -> SafeString:
    shown = Truncator(comment.body).chars(TEXT_CHARS)
    quote = ""
    if comment.parent:
        quote = format_html(
            '<blockquote class="quiet">{} {}: {}</blockquote>',
            gettext("In reply to"),
            comment.parent.name,
            Truncator(comment.parent.body).chars(QUOTE_CHARS),
        )
    return format_html('{}<div class="said">{}</div>', quote, text.paragraphs(shown))


@admin.display(description=_("article"))
def article(comment: Comment) -> SafeString:
    url = comment.article.get_absolute_url()
    mark = "" if comment.article.is_published else format_html(" ({})", gettext("not public"))
    return format_html('<a href="{}">{}</a>{}', url, str(comment.article), mark)


@admin.display(description=_("state"))
def state(comment: Comment) -> SafeString:
    by = comment.decided_by.display_name if comment.decided_by else ""
    who_decided = format_html('<span class="quiet">{}</span>', by) if by else ""
    return format_html("{}{}", state_mark(comment.state), who_decided)


@admin.display(description=_("written"))
def written(comment: Comment) -> SafeString:
    return moment(comment.created_at)


@admin.display(description=_("decision"))
def decision(comment: Comment) -> SafeString:
    """The buttons. They send the whole list's form, which says in which state each row was."""
    url = reverse("admin:comments_comment_decide", args=[comment.pk])
    buttons = format_html_join(
        "",
        '<button class="decide decide--{0}" formaction="{1}" name="decision" value="{0}"'
        ' aria-label="{2}: {3}">{2}</button>',
        (
            (name, url, label, comment.name)
            for name, (_verb, label, to) in DECISIONS.items()
            if to != comment.state
        ),
    )
    seen = format_html('<input type="hidden" name="seen-{}" value="{}">', comment.pk, comment.state)
    return format_html('<div class="decisions">{}{}</div>', seen, buttons)


COLUMNS = (who, words, article, state, written)
