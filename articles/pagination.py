"""Numbered pages of a list; a page that does not exist is a 404."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

MAX_PAGE_DIGITS = 7


def page_or_404(queryset: QuerySet, request: HttpRequest, *, per_page: int = 20) -> Page:
    """Return the page that ``?page=`` names, the first one without it.

    Raises Http404 for a number out of range and for anything that is not a plain number.
    """
    try:
        return Paginator(queryset, per_page).page(page_number_or_404(request))
    except InvalidPage:
        raise Http404 from None


def page_number_or_404(request: HttpRequest) -> int:
    """Return the number in ``?page=``, 1 without it. Raises Http404 for what is not one."""
    raw = request.GET.get("page", "1")
    if not (raw.isascii() and raw.isdigit() and len(raw) <= MAX_PAGE_DIGITS):
        raise Http404
    return int(raw)
