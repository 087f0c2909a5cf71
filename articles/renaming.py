"""Changing an address: what led to the page goes on leading there."""

from urllib.parse import unquote

from django.db import transaction

from articles.models import Redirect

# What lies under the address of a list: readers have subscribed to it.
UNDER_LISTS = ("", "feed/", "feed/atom/", "feed.json")


def point_lists(old_address: str, new_address: str) -> None:
    """Lead from a list and its feeds to another list."""
    for tail in UNDER_LISTS:
        point(old_address + tail, new_address + tail)


@transaction.atomic
def point(old_address: str, new_address: str, *, cause: str = Redirect.Cause.SLUG.value) -> None:
    """Lead from one address of this site to another, in one step whatever came before.

    Redirects to the old address are sent on to the new one; one away from the new address goes,
    because a page answers there now.
    """
    old, new = unquote(old_address), unquote(new_address)
    Redirect.objects.filter(old_path=new).delete()
    if old == new:
        return
    Redirect.objects.filter(new_path=old).update(new_path=new)
    Redirect.objects.update_or_create(old_path=old, defaults={"new_path": new, "cause": cause})
