"""Categories and tags of an export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from articles.models import Category, Tag
from portal.wordpress.facts import PRIMARY_CATEGORIES, number_in
from portal.wordpress.ledger import Ledger
from portal.wordpress.records import ExportCategory, TermReference
from portal.wordpress.report import Report
from portal.wordpress.slugs import clean_slug
from portal.wordpress.survey import Survey
from portal.wordpress.words import one_line

DEFAULT_SLUG = "uncategorized"  # as WordPress has it in every language
DESCRIPTION_CHARS = 300
LARGEST_POSITION = 32767  # of a small integer in PostgreSQL


class Terms:
    """Writes categories and tags and knows their ids."""

    def __init__(self, survey: Survey, ledger: Ledger, report: Report, *, dry_run: bool) -> None:
        self._survey = survey
        self._ledger = ledger
        self._report = report
        self._dry_run = dry_run
        self._categories: dict[str, int] = {}
        self._parents: dict[int, int | None] = {}
        self._tags: dict[str, int] = {}
        by_use = survey.category_uses.most_common()
        self._ranks = {slug: rank for rank, (slug, _uses) in enumerate(by_use)}
        self._last_position = -1
        self._stand_ins = 0

    @transaction.atomic
    def write(self) -> None:
        self._write_tags()
        self._write_categories()

    def category_id(
        self, terms: Iterable[TermReference], meta: Mapping[str, str], about: str
    ) -> int:
        """The one category of a post that had any number of them.

        The one that an SEO plugin calls primary, else the first that is not the default, and of a
        parent and its child the child.
        """
        slugs = [clean_slug(t.slug, t.name) for t in terms if t.taxonomy == "category"]
        ids = [self._categories[slug] for slug in slugs if slug in self._categories]
        chosen = [pk for pk in ids if pk != self._categories.get(DEFAULT_SLUG)]
        if len(chosen) > 1:
            self._report.warn(
                _("Of several categories one was kept: the primary, else the first"), about
            )
        primary = self._survey.category_slugs.get(number_in(meta, PRIMARY_CATEGORIES), "")
        if self._categories.get(primary) in ids:
            return self._categories[primary]
        for pk in chosen:
            children = [other for other in chosen if self._parents.get(other) == pk]
            return children[0] if children else pk
        return self._default()

    def tag_ids(self, terms: Iterable[TermReference]) -> tuple[int, ...]:
        slugs = (clean_slug(t.slug, t.name) for t in terms if t.taxonomy == "post_tag")
        return tuple(dict.fromkeys(self._tags[slug] for slug in slugs if slug in self._tags))

    def _write_tags(self) -> None:
        known = self._ledger.object_ids("tag")
        here = dict(Tag.objects.values_list("slug", "pk"))
        fresh = []
        for slug, tag in self._survey.tags.items():
            if slug in known or slug in here or not slug:
                self._report.skipped("tags")
            else:
                self._report.created("tags")
                description = one_line(tag.description, DESCRIPTION_CHARS)
                fresh.append(
                    Tag(slug=slug, name=one_line(tag.name, 60) or slug, description=description)
                )
        if not self._dry_run:
            Tag.objects.bulk_create(fresh, batch_size=500)
        here |= {tag.slug: tag.pk or self._stand_in() for tag in fresh}
        self._tags = self._ids("tag", known, here, self._survey.tags)

    def _write_categories(self) -> None:
        known = self._ledger.object_ids("category")
        here = dict(Category.objects.values_list("slug", "pk"))
        self._parents = dict(Category.objects.values_list("pk", "parent_id"))
        last = Category.objects.aggregate(last=Max("position"))["last"]
        self._last_position = -1 if last is None else last
        for slug in self._parents_first():
            if slug in known or slug in here:
                self._report.skipped("categories")
                continue
            here[slug] = self._write_category(slug, self._survey.categories[slug], here)
        self._categories = self._ids("category", known, here, self._survey.categories)

    def _write_category(self, slug: str, category: ExportCategory, here: dict[str, int]) -> int:
        chain = self._chain(slug)
        parent_id = next((here[above] for above in reversed(chain[1:]) if above in here), None)
        # The top of the chain may be ours, and lie below another of ours.
        parent_id = self._parents.get(parent_id) or parent_id if parent_id else None
        if len(chain) > 2:
            self._report.warn(
                _("Categories more than two deep were hung under the topmost"), category.name
            )
        made = Category(
            slug=slug,
            name=one_line(category.name, 40) or slug,
            description=one_line(category.description, DESCRIPTION_CHARS),
            parent_id=parent_id,
            position=self._position(slug),
        )
        self._parents[pk := self._create(made)] = parent_id
        return pk

    def _position(self, slug: str) -> int:
        """Until the desk says otherwise, what is written most comes first; ours stay before."""
        rank = self._ranks.get(slug, len(self._ranks))
        return min(self._last_position + 1 + rank, LARGEST_POSITION)

    def _create(self, category: Category) -> int:
        self._report.created("categories")
        if self._dry_run:
            return self._stand_in()
        category.save(force_insert=True)
        return category.pk

    def _stand_in(self) -> int:
        """An id for what a dry run did not write."""
        self._stand_ins -= 1
        return self._stand_ins

    def _parents_first(self) -> list[str]:
        return sorted(
            filter(None, self._survey.categories), key=lambda slug: len(self._chain(slug))
        )

    def _chain(self, slug: str) -> list[str]:
        """The category and those above it, up to the top, or to where a circle closes."""
        chain = [slug]
        while above := self._above(chain[-1]):
            if above in chain:
                break
            chain.append(above)
        return chain

    def _above(self, slug: str) -> str:
        parent = self._survey.categories[slug].parent
        by_slug = clean_slug(parent)
        if by_slug in self._survey.categories:
            return by_slug
        named = (s for s, c in self._survey.categories.items() if parent and c.name == parent)
        return next(named, "")

    def _ids(
        self, kind: str, known: dict[str, int], here: dict[str, int], slugs: Iterable[str]
    ) -> dict[str, int]:
        """Ids by slug of what is there. What people have deleted here does not come back."""
        still_here = set(here.values())
        ids = {slug: pk for slug, pk in known.items() if pk in still_here}
        fresh = {slug: here[slug] for slug in slugs if slug and slug not in known and slug in here}
        if not self._dry_run:
            for slug, pk in fresh.items():
                self._ledger.note(kind, slug, pk)
            self._ledger.flush()
        return ids | fresh

    def _default(self) -> int:
        if DEFAULT_SLUG not in self._categories:
            here = Category.objects.filter(slug=DEFAULT_SLUG).values_list("pk", flat=True).first()
            fresh = Category(slug=DEFAULT_SLUG, name=_("Uncategorized"))
            self._categories[DEFAULT_SLUG] = here or self._create(fresh)
        return self._categories[DEFAULT_SLUG]
