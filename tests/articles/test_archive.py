"""The archive by year and month, in the site's time zone."""

from datetime import UTC, datetime

import pytest

from tests.factories import make_article
from tests.page import find, links, page, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def _published():
    # New Year in Shanghai is still the old year in UTC.
    make_article(headline="元旦", published_at=datetime(2024, 12, 31, 16, 0, tzinfo=UTC))
    make_article(headline="除夕", published_at=datetime(2024, 12, 31, 15, 59, tzinfo=UTC))
    make_article(headline="春节", published_at=datetime(2025, 1, 28, tzinfo=UTC))


def titles(response):
    assert response.status_code == 200
    return [text(one) for one in find(find(page(response), class_="river")[0], "h2")]


@pytest.mark.usefixtures("_published")
class TestArchive:
    def test_a_year_begins_at_midnight_here(self, client):
        assert titles(client.get("/archive/2025/")) == ["春节", "元旦"]
        assert titles(client.get("/archive/2024/")) == ["除夕"]

    def test_so_does_a_month(self, client):
        assert titles(client.get("/archive/2025/01/")) == ["春节", "元旦"]
        assert titles(client.get("/archive/2024/12/")) == ["除夕"]

    def test_months_are_listed_with_their_numbers(self, client):
        months = find(page(client.get("/archive/2025/")), class_="topics")[0]
        assert text(months) == "2025年1月 2"
        assert links(months) == ["/archive/2025/01/"]

    def test_the_index_lists_every_year(self, client):
        root = page(client.get("/archive/"))
        assert [
            text(one) for one in find(root, "h2") if one.attributes[0][1].startswith("year")
        ] == [
            "2025年",
            "2024年",
        ]

    def test_the_month_that_is_shown_is_marked(self, client):
        root = page(client.get("/archive/2025/01/"))
        assert [text(one) for one in find(root, "a", aria_current="page")][-1] == "2025年1月 2"
        assert links(find(root, class_="crumbs")[0]) == ["/", "/archive/", "/archive/2025/"]

    @pytest.mark.parametrize(
        "path", ["2023/", "2025/02/", "2025/1/", "2025/00/", "2025/13/", "0000/", "99999/", "x/"]
    )
    def test_a_time_without_articles_has_no_page(self, client, path):
        assert client.get(f"/archive/{path}").status_code == 404


def test_an_empty_archive_says_so(client):
    assert "这里还没有文章" in client.get("/archive/").content.decode()
