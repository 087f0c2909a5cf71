"""Which pages of the site around the articles readers find: for the check of links."""

from collections.abc import Iterable

from django.db.models import QuerySet

from portal.models import StandingPage


def standing_pages(slugs: Iterable[str]) -> QuerySet:
    """The slugs among these of public standing pages."""
    return StandingPage.objects.published().filter(slug__in=slugs).values("slug")
