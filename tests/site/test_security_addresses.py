"""Addresses made to hurt: whatever is asked for, the answer is a page or a clear refusal."""

import pytest

pytestmark = pytest.mark.django_db

LISTS = ["category", "tag", "author", "page"]


@pytest.mark.parametrize("kind", LISTS)
def test_a_slug_that_folding_makes_too_long_is_not_found(client, kind):
    assert client.get(f"/{kind}/{'ŉ' * 150}/").status_code == 404


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize(
    "slug", ["\x00", "\u202e", "\ud800", "\uff0f", "ŉ" * 101, "İ" * 200, "x" * 201]
)
def test_no_slug_breaks_a_page(client, kind, slug):
    address = f"/{kind}/{slug}/".encode("utf-8", "surrogatepass")
    response = client.get(address.decode("latin-1"))
    assert response.status_code in (301, 404)
