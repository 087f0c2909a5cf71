"""Where readers, search engines and other sites still look for what was imported."""

from __future__ import annotations

from collections.abc import Mapping

from articles.models import Redirect
from portal.wordpress.addresses import local_path, split
from portal.wordpress.records import ExportItem

LONGEST_PATH = Redirect._meta.get_field("old_path").max_length or 0


def old_paths(item: ExportItem, *, is_id_kept: bool = False, query: str = "p") -> list[str]:
    """The paths under which readers had this item. Ours answer at ``/?p=`` for ids of their own."""
    paths = [local_path(item.link)] if split(item.link).path.strip("/") else []
    if paths and item.slug and (earlier := item.meta.get("_wp_old_slug", "").strip()):
        paths.append(paths[0].replace(item.slug, earlier))
    if item.id and not is_id_kept:
        paths.append(f"/?{query}={item.id}")
    return [path for path in dict.fromkeys(paths) if len(path) <= LONGEST_PATH]


def lead_from(redirects: Mapping[str, str]) -> None:
    """Make many redirects at once, old path to new; those that are there lead anew.

    As renaming.point() does for one: a page that answers by itself is not led away from, and what
    led to an old path leads on to the new one.
    """
    wanted = {old: new for old, new in redirects.items() if old != new}
    Redirect.objects.filter(old_path__in=set(wanted.values())).delete()
    for redirect in Redirect.objects.filter(new_path__in=wanted):
        redirect.new_path = wanted[redirect.new_path]
        redirect.save(update_fields=["new_path"])
    Redirect.objects.bulk_create(
        (
            Redirect(old_path=old, new_path=new, cause=Redirect.Cause.IMPORT)
            for old, new in wanted.items()
        ),
        update_conflicts=True,
        unique_fields=["old_path"],
        update_fields=["new_path", "cause"],
    )
