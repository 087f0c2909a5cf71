"""Changing an address: what led to the page goes on leading there."""

from urllib.parse import unquote

from django.db import transaction

from articles.models import Redirect

# What lies under the address of a list: readers have subscribed to it.
UNDER_LISTS = ("", "feed/", "feed/atom/", "feed.json")


def lists_under(old_address: str, new_address: str) -> list[tuple[str, str]]:
    """The addresses of a list and its feeds, each with that of another list."""
    return [(old_address + tail, new_address + tail) for tail in UNDER_LISTS]


def point_lists(old_address: str, new_address: str) -> None:
    """Lead from a list and its feeds to another list."""
    for old, new in lists_under(old_address, new_address):
        point(old, new)


def final_target(path: str) -> str:
    """Where somebody ends who is sent to this address of ours, redirects followed.

    A ring, which an import may have brought, is left where it closes.
    """
    seen = {path}
    while found := Redirect.objects.filter(old_path=unquote(path)).first():
        path = found.new_path
        if path in seen:
            break
        seen.add(path)
    return path


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


def send_on(redirect: Redirect) -> None:
    """Lead whatever leads to its old address to its new one at once, so that no chain remains."""
    Redirect.objects.filter(old_path=redirect.new_path, new_path=redirect.old_path).delete()
    Redirect.objects.filter(new_path=redirect.old_path).update(new_path=redirect.new_path)
