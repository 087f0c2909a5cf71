"""What an address may ask of a list in the admin: its filters, never a lookup of one's own."""

import pytest
from django.contrib.admin import site
from django.test import Client

from portal.roles import EDITOR
from tests.factories import make_article, make_picture, make_staff, make_user

pytestmark = pytest.mark.django_db

LISTS = [f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in site._registry]
OF_ONES_OWN = ["id__regex=(", "id__iregex=x", "id__in=1,2", "id__contains=1", "id=1", "id__gt=0"]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("query", OF_ONES_OWN)
def test_no_list_takes_a_lookup_of_ones_own(address, query):
    client = Client()
    client.force_login(make_user(is_superuser=True))
    has_no_list = address.endswith(("/siteprofile/", "/desksettings/"))
    expected = 302 if has_no_list else 400
    assert client.get(f"{address}?{query}").status_code == expected


@pytest.mark.parametrize(
    "address",
    [
        "/admin/articles/article/?desk=published&when=today&category=1&author=1&whose=mine",
        "/admin/articles/article/?published_at__year=2026&published_at__month=5",
        "/admin/articles/picture/?description=missing&when=week&use=none&whose=mine",
    ],
)
def test_declared_filters_are_taken(address):
    make_article(cover=make_picture())
    client = Client()
    client.force_login(make_staff(EDITOR))
    assert client.get(address).status_code == 200


def test_accounts_are_filtered_by_what_the_list_offers():
    client = Client()
    client.force_login(make_user(is_superuser=True))
    assert client.get("/admin/articles/user/?is_active__exact=1").status_code == 200
    assert client.get("/admin/articles/user/?password__startswith=pbkdf2").status_code == 400
