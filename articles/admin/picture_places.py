"""Where a picture is used, as far as the person who looks may know."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.admin import AdminSite
from django.db import models
from django.http import HttpRequest

from articles.picture_uses import Use

SHOWN = 50


@dataclass(frozen=True)
class Places:
    """The uses that somebody may see, and how many others there are."""

    uses: list[Use]
    others: int

    @property
    def total(self) -> int:
        return len(self.uses) + self.others


def places(site: AdminSite, request: HttpRequest, uses: list[Use]) -> Places:
    """Sort out what this person does not see in the admin: of that, only the number is told."""
    visible = {
        (model, pk)
        for model, pks in _by_model(uses).items()
        for pk in _seen(site, request, model, pks)
    }
    known = [use for use in uses if (type(use.thing), use.thing.pk) in visible]
    return Places(known[:SHOWN], len(uses) - len(known[:SHOWN]))


def _by_model(uses: list[Use]) -> dict[type[models.Model], list[int]]:
    found: defaultdict[type[models.Model], list[int]] = defaultdict(list)
    for use in uses:
        found[type(use.thing)].append(use.thing.pk)
    return found


def _seen(site: AdminSite, request: HttpRequest, model: type[models.Model], pks: list[int]) -> set:
    admin = site._registry.get(model)
    if admin is None or not admin.has_view_or_change_permission(request):
        return set()
    return set(admin.get_queryset(request).filter(pk__in=pks).values_list("pk", flat=True))
