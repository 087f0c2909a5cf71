"""Which parameters a list in the admin takes."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

# What Django's own filters and its walk through dates put behind a field's name.
ENDINGS = frozenset({"", "exact", "isnull", "gte", "lt", "year", "month", "day"})


class DeclaredFiltersOnly(admin.ModelAdmin):
    """Narrows lists by their declared filters and by nothing else.

    Django lets an address name any field with any lookup: a regular expression from there keeps a
    worker busy until it is killed, and a list can be asked about fields that it does not show.
    """

    show_facets = admin.ShowFacets.NEVER  # a count for each choice would read every row

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        name, _separator, ending = lookup.partition("__")
        return ending in ENDINGS and name in self._filtered_by(request)

    def _filtered_by(self, request: HttpRequest) -> set[str]:
        declared = {
            getattr(one, "parameter_name", None) or one for one in self.get_list_filter(request)
        }
        return {*map(str, declared), self.date_hierarchy or ""}
