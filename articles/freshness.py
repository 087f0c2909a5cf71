"""Versions of what is public: how cached pages learn that they are out of date."""

from django.db import connection

from articles.models import FreshnessVersion

KEYS_A_STATEMENT = 500  # an import touches thousands at once


def touch(*keys: str) -> None:
    """Raise the version of each key; call it in the transaction that makes the change.

    Keys name what a page shows: ``article:12``, ``category:3``, ``tag:7``, ``author:2``,
    ``front``, ``site``. Sorted, so that two transactions lock the rows in the same order.
    """
    table = connection.ops.quote_name(FreshnessVersion._meta.db_table)
    ordered = sorted(set(keys))
    with connection.cursor() as cursor:
        for start in range(0, len(ordered), KEYS_A_STATEMENT):
            some = ordered[start : start + KEYS_A_STATEMENT]
            rows = ", ".join(["(%s, 1)"] * len(some))
            cursor.execute(
                f"INSERT INTO {table} (key, version) VALUES {rows} "  # noqa: S608
                f"ON CONFLICT (key) DO UPDATE SET version = {table}.version + 1",
                some,
            )


def versions(*keys: str) -> dict[str, int]:
    """Return the version of each key; one that was never touched is at 0."""
    known = FreshnessVersion.objects.filter(key__in=keys).values_list("key", "version")
    return dict.fromkeys(keys, 0) | dict(known)
