"""robots.txt and security.txt."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.models import SiteProfile

pytestmark = pytest.mark.django_db


def lines(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "ETag" in answer.headers
    return answer.content.decode().splitlines()


def test_crawlers_are_kept_from_the_desk_and_from_search_and_led_to_the_sitemaps(client):
    found = lines(client, "/robots.txt")
    kept_from = ["/admin/", "/search/", "/preview/"]
    assert found[:4] == ["User-agent: *", *(f"Disallow: {path}" for path in kept_from)]
    for line in found:
        if line.startswith("Sitemap: "):
            assert (
                client.get(line.removeprefix("Sitemap: http://127.0.0.1:8000")).status_code == 200
            )
    assert sum(line.startswith("Sitemap: ") for line in found) == 2


def test_who_finds_a_hole_finds_the_mail_of_the_profile_and_a_date_ahead(client):
    SiteProfile.objects.create(pk=1, email="desk@portal.example")
    fields = dict(line.split(": ", 1) for line in lines(client, "/.well-known/security.txt"))
    assert fields["Contact"] == "mailto:desk@portal.example"
    ahead = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=100) < ahead < timedelta(days=365)
    assert fields["Canonical"] == "http://127.0.0.1:8000/.well-known/security.txt"


def test_without_a_mail_the_site_itself_is_the_contact(client):
    assert "Contact: http://127.0.0.1:8000/" in lines(client, "/.well-known/security.txt")
