"""The sitemap of the whole site: what the newsroom publishes, and the pages around it."""

from datetime import datetime

from articles import sitemaps
from portal.models import StandingPage


def _changed(page: StandingPage) -> datetime:
    return page.updated_at


SECTIONS: sitemaps.Sections = {
    "pages": sitemaps.Section(
        StandingPage.objects.published,
        _changed,
        paths=("/", "/corrections/"),
    ),
    **sitemaps.SECTIONS,
}
