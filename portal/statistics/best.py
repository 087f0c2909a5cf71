"""What is read most, and what readers look for."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import counters, search_terms
from articles.models import Article, Author, Category, ViewSum
from portal.statistics.ranges import Range
from portal.statistics.tables import Cell, Table

ON_PAGE, IN_FILE = 10, 500  # rows


def articles(span: Range, limit: int) -> Table:
    """The articles read most, three queries."""
    best = counters.best_articles(span.first, span.last, limit)
    found = Article.objects.only("headline").in_bulk([pk for pk, _sums in best])
    return Table(
        name="articles",
        title=_("Articles read most"),
        columns=(_("Headline"), _("Views"), _("Page loads")),
        rows=[
            (
                Cell(str(found[pk]), reverse("admin:article_statistics", args=[pk])),
                sums.views,
                sums.loads,
            )
            for pk, sums in best
            if pk in found
        ],
        empty=_("Nothing was read in these days."),
        note=_("Views count from the end of their half hour on."),
    )


def categories(span: Range, limit: int) -> Table:
    """The categories read most."""
    return _of(
        ViewSum.Of.CATEGORY,
        Category.objects.select_related("parent"),
        span,
        limit,
        name="categories",
        title=_("Categories read most"),
        column=_("Category"),
        note=_("An article counts for the category in which it stood at the end of each day."),
    )


def authors(span: Range, limit: int) -> Table:
    """The authors read most."""
    return _of(
        ViewSum.Of.AUTHOR,
        Author.objects.all(),
        span,
        limit,
        name="authors",
        title=_("Authors read most"),
        column=_("Author"),
        note=_("An article of several authors counts for each of them."),
    )


def terms(span: Range, limit: int) -> Table:
    """What readers look for most on the site."""
    return Table(
        name="terms",
        title=_("Searched for on the site"),
        columns=(_("Words"), _("Searches"), _("Articles found")),
        rows=[
            (Cell(one.words), one.searches, one.found)
            for one in search_terms.asked_for(span.first, span.last, limit=limit)
        ],
        empty=_("Nothing was searched for often enough to be shown."),
        note=_("Shown from three searches on. Addresses and long numbers are never kept."),
    )


def missed(span: Range, limit: int) -> Table:
    """What readers look for and do not find."""
    asked = search_terms.asked_for(span.first, span.last, limit=limit, only_missed=True)
    return Table(
        name="missed",
        title=_("Searched for and not found"),
        columns=(_("Words"), _("Searches")),
        rows=[(Cell(one.words), one.searches) for one in asked],
        empty=_("Every frequent search found something."),
    )


TABLES: dict[str, Callable[[Range, int], Table]] = {
    "articles": articles,
    "categories": categories,
    "authors": authors,
    "terms": terms,
    "missed": missed,
}


def _of(
    kind: str,
    rows: models.QuerySet,
    span: Range,
    limit: int,
    *,
    column: str,
    **words: Any,
) -> Table:
    best = counters.best_of(kind, span.first, span.last, limit)
    found = rows.in_bulk([pk for pk, _sums in best])
    return Table(
        columns=(column, _("Views"), _("Page loads")),
        rows=[
            # A category or author may be gone since; its readings are not.
            (Cell(str(found.get(pk, _("(deleted)")))), sums.views, sums.loads)
            for pk, sums in best
        ],
        empty=_("Nothing was read in these days."),
        **words,
    )
