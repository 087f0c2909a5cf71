"""The list of articles: quick with a hundred thousand of them."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from articles import counters
from articles.admin.article_dates import DateSteps, steps
from articles.admin.row_acts import offer
from articles.admin.words import state_mark
from articles.models import Article, ArticleAuthor
from articles.workflow import DeskState, desk_state, waiting_state

ASSIGNED = pgettext_lazy("step", "assigned")
COUNTED = 10_000  # articles; what lies beyond is found by filter, date or search


class CappedPaginator(Paginator):
    """Counts no further than anybody pages: a full count would read every row, each time."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:COUNTED].count()


class ArticleChangeList(ChangeList):
    """Loads what the columns print and no body; the queries do not grow with the rows."""

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            return super().get_filters(request)
        except (ValueError, OverflowError) as error:  # the year 9999 has no end
            raise IncorrectLookupParameters from error

    def apply_select_related(self, qs: QuerySet) -> QuerySet:
        bylines = ArticleAuthor.objects.select_related("author").order_by("position")
        return (
            qs.select_related("category__parent", "latest_revision", "assignee")
            .prefetch_related(Prefetch("bylines", bylines))
            .defer("body", "teaser", "latest_revision__body", "latest_revision__content")
        )

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        counters.attach_totals(self.result_list)
        offer(self.result_list, request)

    @cached_property
    def date_steps(self) -> DateSteps:
        return steps(self, self.root_queryset)

    @property
    def is_capped(self) -> bool:
        """Whether there are more articles than were counted."""
        return self.result_count >= COUNTED


@admin.display(description=_("state"))
def state(article: Article) -> SafeString:
    marks = [state_mark(desk_state(article))]
    if waiting := waiting_state(article):
        marks.append(format_html('<span class="waits">{}</span>', state_mark(waiting)))
    return format_html_join(" ", "{}", ((mark,) for mark in marks))


@admin.display(description=_("headline"))
def headline(article: Article) -> SafeString:
    flags = [(_("pinned"), article.is_pinned), (_("featured"), article.is_featured)]
    badges = format_html_join("", ' <span class="badge">{}</span>', ((w,) for w, on in flags if on))
    return format_html('<span class="row-title">{}</span>{}', str(article), badges)


@admin.display(description=_("category"))
def category(article: Article) -> str:
    return str(article.category or "—")


@admin.display(description=_("authors"))
def authors(article: Article) -> str:
    return gettext(", ").join(author.name for author in article.ordered_authors) or "—"


@admin.display(description=_("editor"))
def editor(article: Article) -> SafeString:
    """Who answers for it, and whose turn it is."""
    turn = article.assignee
    name = turn.display_name if turn else ""
    assigned = format_html('<span class="turn">{} {}</span>', ASSIGNED, name)
    return format_html(
        "{} {}", article.duty_line or ("" if turn else "—"), assigned if turn else ""
    )


@admin.display(description=_("time"))
def time(article: Article) -> SafeString:
    """The times that matter: of what is ahead, else of publication, else of the last save."""
    is_out = article.state == Article.State.PUBLISHED and article.published_at
    times = [moment(article.published_at if is_out else article.saved_at)]
    latest = article.latest_revision
    if waiting_state(article) == DeskState.SCHEDULED and latest:
        times.append(_ahead(_("change"), latest.publish_at))
    if article.planned_for and not is_out:
        times.append(_ahead(_("planned"), article.planned_for))
    if article.embargo_until and article.embargo_until > timezone.now():
        times.append(_ahead(_("embargo"), article.embargo_until))
    return format_html_join(" ", "{}", ((one,) for one in times))


def _ahead(word: Any, at: datetime) -> SafeString:
    return format_html('<span class="ahead">{} {}</span>', word, moment(at))


@admin.display(description=_("views"))
def views(article: Article) -> str:
    return f"{article.totals.views:,}"


@admin.display(description=_("comments"))
def comments(article: Article) -> str:
    return f"{article.totals.comments:,}"


@admin.display(description=_("What you can do"))
def acts(article: Article) -> SafeString:
    return render_to_string("admin/articles/article/_row.html", {"article": article})


COLUMNS = (state, headline, category, authors, editor, time, views, comments, acts)


def moment(at: datetime) -> SafeString:
    """A time in the site's zone, as short as it can be: the year only if it is another one."""
    local, now = timezone.localtime(at), timezone.localtime()
    pattern = "%H:%M" if local.date() == now.date() else "%m-%d %H:%M"
    if local.year != now.year:
        pattern = "%Y-%m-%d %H:%M"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), local.strftime(pattern))
