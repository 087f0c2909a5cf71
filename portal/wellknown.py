"""Small files at fixed addresses, for crawlers and for those who find a hole."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from articles.models import SiteProfile
from articles.public_pages import public_page

# RFC 9116 wants less than a year. The date moves once a day, so that caches may keep the file.
CONTACT_HOLDS = timedelta(days=180)


@public_page
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Everything may be crawled but the desk's pages, endless search results and previews."""
    return _plain(
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        f"Disallow: {reverse('articles:search_page')}",
        "Disallow: /preview/",
        "",
        *(f"Sitemap: {settings.SITE_URL}{reverse(name)}" for name in ("sitemap", "news_sitemap")),
    )


@public_page
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a hole (RFC 9116): the mail of the profile, else the site itself."""
    mail = SiteProfile.load().email
    today = datetime.combine(timezone.now().astimezone(UTC), time.min, UTC)
    return _plain(
        f"Contact: {f'mailto:{mail}' if mail else f'{settings.SITE_URL}/'}",
        f"Expires: {today + CONTACT_HOLDS:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: zh, en",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
    )


def _plain(*lines: str) -> HttpResponse:
    return HttpResponse("\n".join((*lines, "")), content_type="text/plain; charset=utf-8")
