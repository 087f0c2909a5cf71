"""Comments as readers see them: nested, oldest first, a bounded piece at a time."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Article
from comments import text
from comments.models import Comment
from comments.models import CommentQuerySet as Comments

TALKS_A_PAGE = 30  # top-level comments, each with its answers
REPLIES_A_TALK = 30  # what goes on longer has a page of its own
LEVELS = 3
State = Comment.State

_ANSWERS = Comment.objects.filter(root=OuterRef("root"), parent=OuterRef("pk"))


@dataclass(eq=False)
class Remark:
    """One comment at its place in the thread.

    `answers` is set where the indent no longer shows what is answered. A deleted comment that
    others answered keeps its place without its words.
    """

    comment: Comment
    level: int = 1
    is_by_author: bool = False
    is_waiting: bool = False
    answers: Comment | None = None
    answers_elsewhere: bool = False
    replies: list["Remark"] = field(default_factory=list)
    hidden_replies: int = 0

    @property
    def is_deleted(self) -> bool:
        return not (self.comment.is_approved or self.is_waiting)

    @property
    def initial(self) -> str:
        return text.initial(self.comment.name)

    @property
    def body(self) -> SafeString:
        """The text as paragraphs; the first begins with a link to the one it answers."""
        return text.paragraphs(self.comment.body, lead=self._whom())

    def _whom(self) -> str:
        if self.answers is None or not self.answers.is_approved:
            return ""
        place = f"#comment-{self.answers.pk}"
        address = self.answers.get_absolute_url() if self.answers_elsewhere else place
        return format_html('<a class="remark__at" href="{}">@{}</a>', address, self.answers.name)


@dataclass(frozen=True)
class Thread:
    """What one page shows of an article's comments."""

    remarks: list[Remark]
    has_more: bool = False
    pingbacks: list[Comment] = field(default_factory=list)


def talks(article: Article) -> Comments:
    """The top-level comments that have a place on the page, oldest first."""
    tops = Comment.objects.of_readers().filter(article=article, root=None)
    return _with_a_place(tops, Comment.objects.filter(root=OuterRef("pk")))


def replies(talk: Comment) -> Comments:
    """All answers of one talk that have a place on the page, oldest first."""
    answers = Comment.objects.filter(root=talk).select_related("parent")
    return _with_a_place(answers, _ANSWERS)


def first_page(article: Article, own: Comment | None = None) -> Thread:
    """The thread under the article itself, in two queries; `own` is shown to its writer alone."""
    found = list(talks(article)[: TALKS_A_PAGE + 1])
    shown, has_more = found[:TALKS_A_PAGE], len(found) > TALKS_A_PAGE
    pingback = Q(article=article, root=None, kind=Comment.Kind.PINGBACK)
    answers = _first_replies(shown, and_also=pingback & Q(state=State.APPROVED))
    pingbacks = [comment for comment in answers if comment.kind == Comment.Kind.PINGBACK]
    comments = [comment for comment in answers if comment.kind == Comment.Kind.COMMENT]
    return Thread(_arranged(article, shown, comments, own), has_more, pingbacks)


def page_of(article: Article, shown: list[Comment]) -> Thread:
    """The thread of these top-level comments with the first answers to each."""
    return Thread(_arranged(article, shown, _first_replies(shown)))


def rest_of(article: Article, talk: Comment, shown: list[Comment]) -> Thread:
    """One talk with these of its answers."""
    return Thread(_arranged(article, [talk], shown))


def own_remark(article: Article, comment: Comment) -> Remark:
    """One comment by itself."""
    return _Arrangement(article).remark(comment, level=1)


def address_of(comment: Comment) -> str:
    """Where an approved comment stands now: address of the page, and the place on it."""
    talk, article = comment.root or comment, comment.article
    earlier = 0 if talk == comment else replies(talk).filter(pk__lt=comment.pk).count()
    if earlier >= REPLIES_A_TALK:
        address = reverse("comments:talk_detail", args=[article.pk, talk.pk])
        return _numbered(address, earlier // REPLIES_A_TALK + 1, comment)
    before = talks(article).filter(pk__lt=talk.pk).count()
    if before >= TALKS_A_PAGE:
        address = reverse("comments:comment_list", args=[article.pk])
        return _numbered(address, before // TALKS_A_PAGE + 1, comment)
    return _numbered(article.get_absolute_url(), 1, comment)


def _numbered(address: str, number: int, comment: Comment) -> str:
    query = f"?page={number}" if number > 1 else ""
    return f"{address}{query}#comment-{comment.pk}"


def _with_a_place(comments: Comments, answers: Comments) -> Comments:
    return comments.filter(_has_a_place(answers)).order_by("pk")


def _has_a_place(answers: Comments) -> Q:
    """Approved comments, and those whose answers would otherwise hang in the air."""
    # Article and thread are named, so that an index leads straight there, however many comments
    # of other states there are.
    approved = answers.approved().filter(article=OuterRef("article"))
    return Q(Q(state=State.APPROVED) | Exists(approved))


def _first_replies(shown: list[Comment], and_also: Q | None = None) -> list[Comment]:
    """The first answers to each; every one knows as `in_talk` how many its talk has."""
    wanted = Q(root__in=[comment.pk for comment in shown]) & _has_a_place(_ANSWERS)
    if and_also is not None:
        wanted |= and_also
    ranked = Comment.objects.filter(wanted).annotate(
        rank=Window(RowNumber(), partition_by=F("root_id"), order_by="pk"),
        in_talk=Window(Count("*"), partition_by=F("root_id")),
    )
    return list(ranked.filter(rank__lte=REPLIES_A_TALK).order_by("pk"))


def _arranged(
    article: Article, tops: list[Comment], answers: Iterable[Comment], own: Comment | None = None
) -> list[Remark]:
    arrangement = _Arrangement(article)
    for comment in tops:
        arrangement.add_top(comment)
    for comment in answers:
        arrangement.add_reply(comment)
    if own is not None:
        arrangement.add_own(own)
    return arrangement.tops


class _Arrangement:
    """Puts comments, oldest first, at their places."""

    def __init__(self, article: Article) -> None:
        self.tops: list[Remark] = []
        self._places: dict[int, Remark] = {}
        self._nests: dict[int, list[Remark]] = {}
        self._authors = {author.user_id for author in article.ordered_authors if author.user_id}

    def remark(self, comment: Comment, *, level: int) -> Remark:
        is_by_author = comment.by_user_id is not None and comment.by_user_id in self._authors
        return Remark(comment, level=level, is_by_author=is_by_author)

    def add_top(self, comment: Comment) -> None:
        self._put(self.remark(comment, level=1), self.tops)

    def add_reply(self, comment: Comment) -> None:
        talk = self._places[comment.root_id or comment.pk]
        talk.hidden_replies = max(0, getattr(comment, "in_talk", 0) - REPLIES_A_TALK)
        remark = self.remark(comment, level=1)
        if above := self._places.get(comment.parent_id or 0):
            self._put_below(above, remark)
        else:
            if Comment.parent.is_cached(comment):
                remark.answers, remark.answers_elsewhere = comment.parent, True
            self._put_below(talk, remark)

    def add_own(self, comment: Comment) -> None:
        remark = self.remark(comment, level=1)
        remark.is_waiting = True
        above = self._places.get(comment.parent_id) if comment.parent_id else None
        if above:
            self._put_below(above, remark)
        else:
            remark.answers, remark.answers_elsewhere = comment.parent, True
            self._put(remark, self.tops)

    def _put_below(self, above: Remark, remark: Remark) -> None:
        if above.level < LEVELS:
            remark.level = above.level + 1
            self._put(remark, above.replies)
        else:
            # As deep as the page goes: beside what it answers, and saying whom.
            remark.level = LEVELS
            remark.answers = above.comment
            self._put(remark, self._nests[above.comment.pk])

    def _put(self, remark: Remark, nest: list[Remark]) -> None:
        nest.append(remark)
        self._places[remark.comment.pk] = remark
        self._nests[remark.comment.pk] = nest
