"""Pages of an export become standing pages."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from articles import freshness
from articles.html import clean_body
from portal.models import StandingPage
from portal.wordpress.composing import Composer
from portal.wordpress.ledger import Ledger, fingerprint, said_same, untouched
from portal.wordpress.old_addresses import lead_from, old_paths
from portal.wordpress.posts import key_of, once_each
from portal.wordpress.records import ExportItem
from portal.wordpress.report import Report
from portal.wordpress.slugs import clean_slug, free_slug
from portal.wordpress.terms import LARGEST_POSITION
from portal.wordpress.words import one_line

TITLE_CHARS = 200
FIELDS = ("title", "body", "is_published", "position")


class Pages:
    """Writes pages batch by batch, and hangs them under each other when all are there."""

    def __init__(
        self, composer: Composer, ledger: Ledger, report: Report, *, dry_run: bool
    ) -> None:
        self._composer = composer
        self._ledger = ledger
        self._report = report
        self._dry_run = dry_run
        self._slugs = set(StandingPage.objects.values_list("slug", flat=True))
        self._parents: dict[int, int] = {}  # our new page's id: the export's id of its parent

    def write(self, items: list[ExportItem]) -> None:
        visible = once_each(items)
        self._report.skipped("pages", len(items) - len(visible))
        known = self._ledger.known("page", map(key_of, visible))
        here = StandingPage.objects.in_bulk([row.object_id for row in known.values()])
        for item in visible:
            self._count_comments(item)
            values = self._values(item)
            said = fingerprint(values)
            row = known.get(key_of(item))
            if row is None:
                self._create(item, values, said)
                continue
            page = here.get(row.object_id)
            if page is None or said_same(row, said):
                self._report.skipped("pages")
            elif not untouched(row, _state_of(page)):
                self._report.skipped("pages")
                self._report.warn(
                    _("Changed in the export and here; ours was left alone"), page.title
                )
            else:
                self._update(item, page, values, said)

    @transaction.atomic
    def hang_up(self) -> None:
        """Give each new page its parent, now that all are there."""
        wanted = {str(parent) for parent in self._parents.values()}
        known = self._ledger.known("page", wanted)
        pages = StandingPage.objects.in_bulk(
            [*self._parents, *(row.object_id for row in known.values())]
        )
        for pk, parent in self._parents.items():
            row = known.get(str(parent))
            above = pages.get(row.object_id) if row else None
            page = pages.get(pk)
            if page and above and not _closes_circle(page, above, pages):
                page.parent = above
                page.save(update_fields=["parent"])
            elif page and not above:
                self._report.warn(_("Pages whose parent is missing stand at the top"), page.title)

    def _create(self, item: ExportItem, values: dict[str, object], said: str) -> None:
        self._report.created("pages")
        if self._dry_run:
            return
        slug = free_slug(clean_slug(item.slug, item.title) or f"page-{item.id}", self._slugs)
        page = StandingPage.objects.create(slug=slug, **values)
        if item.parent:
            self._parents[page.pk] = item.parent
        new_path = page.get_absolute_url()
        lead_from(dict.fromkeys(old_paths(item, query="page_id"), new_path))
        self._remember(item, page, said)

    def _update(
        self, item: ExportItem, page: StandingPage, values: dict[str, object], said: str
    ) -> None:
        self._report.updated("pages")
        if self._dry_run:
            return
        for name, value in values.items():
            setattr(page, name, value)
        page.save()
        self._remember(item, page, said)

    def _remember(self, item: ExportItem, page: StandingPage, said: str) -> None:
        freshness.touch(f"page:{page.pk}", "site")
        self._ledger.note("page", key_of(item), page.pk, said, _state_of(page))
        self._ledger.flush()

    def _values(self, item: ExportItem) -> dict[str, object]:
        is_published = item.status == "publish" and not item.password
        return {
            "title": one_line(item.title, TITLE_CHARS) or _("Untitled"),
            "body": clean_body(self._composer.markup(item).body),
            "is_published": is_published,
            "position": min(item.menu_order, LARGEST_POSITION),
        }

    def _count_comments(self, item: ExportItem) -> None:
        if item.comments:
            self._report.skipped("comments", len(item.comments))
            self._report.warn(
                _("Comments on pages were left out"), one_line(item.title, 40), len(item.comments)
            )


def _closes_circle(page: StandingPage, above: StandingPage, pages: dict[int, StandingPage]) -> bool:
    seen = {page.pk}
    current: StandingPage | None = above
    while current is not None:
        if current.pk in seen:
            return True
        seen.add(current.pk)
        current = pages.get(current.parent_id) if current.parent_id else None
    return False


def _state_of(page: StandingPage) -> str:
    return fingerprint(*(getattr(page, name) for name in FIELDS))
