"""Composing the front page by hand: what stands where, from when on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self, TypeVar

from django.db import transaction
from django.utils import timezone

from articles import freshness, journal
from articles.models import User
from portal.models import FrontEdition, FrontSection, FrontSlot

MOST_PICKS = 8  # beside the lead: two rows of cards


@dataclass(frozen=True)
class Composition:
    """What somebody has chosen for the front page; empty, the front page chooses by itself.

    `sections` are top categories in their order; those that are not named follow as usual.
    """

    lead: int | None = None
    picks: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()
    hidden: frozenset[int] = frozenset()

    @classmethod
    def of(
        cls, slots: Iterable[tuple[int, int]], sections: Iterable[tuple[int, int, bool]]
    ) -> Self:
        """From rows: place and article; place, category and whether it is hidden."""
        articles = dict(sorted(slots))
        ordered = sorted(sections)
        return cls(
            lead=articles.pop(FrontSlot.LEAD, None),
            picks=tuple(articles.values()),
            sections=tuple(pk for _place, pk, _hidden in ordered),
            hidden=frozenset(pk for _place, pk, is_hidden in ordered if is_hidden),
        )

    @classmethod
    def of_edition(cls, edition: FrontEdition) -> Self:
        return cls.of(
            edition.slots.values_list("position", "article_id"),
            edition.sections.values_list("position", "category_id", "is_hidden"),
        )

    @property
    def articles(self) -> tuple[int, ...]:
        """All that are chosen, the lead first."""
        return (self.lead, *self.picks) if self.lead else self.picks


Sectioned = TypeVar("Sectioned")


def in_order(
    things: Sequence[Sectioned], ids: Sequence[int], composition: Composition
) -> list[Sectioned]:
    """Things that stand for categories (`ids`), as composed: first those named, then the rest."""
    place = {pk: number for number, pk in enumerate(composition.sections)}
    ranked = sorted(zip(ids, things, strict=True), key=lambda pair: place.get(pair[0], len(place)))
    return [thing for pk, thing in ranked if pk not in composition.hidden]


@transaction.atomic
def compose(edition: FrontEdition, composition: Composition, *, by: User | None) -> None:
    """Let the edition, which is saved already, say this and nothing else."""
    edition.slots.all().delete()
    edition.sections.all().delete()
    FrontSlot.objects.bulk_create(
        FrontSlot(edition=edition, article_id=pk, position=place)
        for place, pk in enumerate(composition.articles, start=0 if composition.lead else 1)
    )
    FrontSection.objects.bulk_create(
        FrontSection(
            edition=edition, category_id=pk, position=place, is_hidden=pk in composition.hidden
        )
        for place, pk in enumerate(composition.sections)
    )
    journal.record(
        "frontedition.compose",
        edition,
        by=by,
        at=edition.starts_at.isoformat(),
        lead=composition.lead,
        picks=list(composition.picks),
        hidden=sorted(composition.hidden),
    )
    freshness.touch("front")


@transaction.atomic
def back_to_automatic(*, by: User | None, at: datetime | None = None) -> FrontEdition:
    """End the edition in force, now or at a time."""
    starts_at = at or timezone.now()
    edition = FrontEdition.objects.create(is_automatic=True, starts_at=starts_at, made_by=by)
    journal.record("frontedition.automatic", edition, by=by, at=starts_at.isoformat())
    freshness.touch("front")
    return edition
