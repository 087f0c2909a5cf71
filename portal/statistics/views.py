"""The pages and files of the statistics."""

from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import counters, workflow
from articles.forms import zone_note
from articles.models import Article
from articles.spreadsheets import download
from portal.statistics import best, days, first_hours
from portal.statistics.ranges import CHOICES, NoSuchRange, Range

PERMISSION = "articles.view_statistics"


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of this module, below /admin/statistics/."""
    admin: Any = site.get_model_admin(Article)

    @require_safe
    def site_view(request: HttpRequest) -> HttpResponse:
        return site_page(site, _permitted(request))

    @require_safe
    def site_file_view(request: HttpRequest, table: str) -> HttpResponseBase:
        return site_file(_permitted(request), table)

    @require_safe
    def article_view(request: HttpRequest, pk: int) -> HttpResponse:
        return article_page(site, request, _own_or_permitted(request, admin, pk))

    @require_safe
    def article_file_view(request: HttpRequest, pk: int) -> HttpResponseBase:
        return article_file(request, _own_or_permitted(request, admin, pk))

    wrap = site.admin_view
    return [
        path("statistics/", wrap(site_view), name="statistics"),
        path("statistics/<slug:table>.csv", wrap(site_file_view), name="statistics_file"),
        path("statistics/article/<int:pk>/", wrap(article_view), name="article_statistics"),
        path(
            "statistics/article/<int:pk>/days.csv",
            wrap(article_file_view),
            name="article_statistics_file",
        ),
    ]


def site_page(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Everything about the whole site."""
    span = _range(request)
    numbers = days.days_of(span)
    by_day = days.table(numbers)
    tables = [make(span, best.ON_PAGE) for make in best.TABLES.values()]
    context = _context(site, request, span, numbers) | {
        "title": _("Statistics"),
        "by_day": (by_day, _file_address(by_day.name, span)),
        "tables": [(table, _file_address(table.name, span)) for table in tables],
    }
    return TemplateResponse(request, "admin/statistics/site.html", context)


def site_file(request: HttpRequest, table: str) -> HttpResponseBase:
    """One table of the site as CSV, longer than on the page."""
    span = _range(request)
    if table == "days":
        made = days.table(days.days_of(span))
    elif table in best.TABLES:
        made = best.TABLES[table](span, best.IN_FILE)
    else:
        raise Http404
    return download(made.lines, f"statistics-{table}-{span.last}-{span.days}.csv")


def article_page(site: AdminSite, request: HttpRequest, article: Article) -> HttpResponse:
    """Everything about one article."""
    span = _range(request)
    numbers = days.days_of(span, article)
    by_day = days.table(numbers)
    address = reverse("admin:article_statistics_file", args=[article.pk])
    context = _context(site, request, span, numbers) | {
        "title": _("Statistics: %(article)s") % {"article": article},
        "article": article,
        "opts": article._meta,
        "totals": counters.totals([article.pk])[article.pk],
        "first_hours": first_hours.plot_of(article),
        "by_day": (by_day, f"{address}?days={span.days}"),
        "may_see_site": request.user.has_perm(PERMISSION),
    }
    return TemplateResponse(request, "admin/statistics/article.html", context)


def article_file(request: HttpRequest, article: Article) -> HttpResponseBase:
    """The article's days as CSV."""
    span = _range(request)
    made = days.table(days.days_of(span, article))
    return download(made.lines, f"statistics-article-{article.pk}-{span.last}-{span.days}.csv")


def _permitted(request: HttpRequest) -> HttpRequest:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    return request


def _own_or_permitted(request: HttpRequest, admin: Any, pk: int) -> Article:
    """The article, if it exists for this person and the numbers are theirs to see."""
    article = admin.article_or_404(request, pk)
    user: Any = request.user
    if not user.has_perm(PERMISSION) and not workflow.is_own(article, user):
        raise PermissionDenied
    return article


def _range(request: HttpRequest) -> Range:
    try:
        return Range.of(request.GET)
    except NoSuchRange:
        raise BadRequest("The statistics are of 7, 30, 90 or 365 days.") from None


def _file_address(name: str, span: Range) -> str:
    return f"{reverse('admin:statistics_file', args=[name])}?days={span.days}"


def _context(
    site: AdminSite, request: HttpRequest, span: Range, numbers: list[days.Day]
) -> dict[str, Any]:
    return site.each_context(request) | {
        "span": span,
        "choices": CHOICES,
        "sums": days.sums(numbers),
        "plots": days.plots(numbers),
        "zone": zone_note(),
    }
