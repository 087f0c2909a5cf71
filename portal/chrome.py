"""What every page shows around its content: one lazy context processor."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, NullIf
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from articles import workflow
from articles.models import Article, Category, SiteProfile
from portal.composing import Composition
from portal.models import FrontEdition, FrontSection, FrontSlot, MenuItem, StandingPage

IN_MASTHEAD = 8  # categories, where the desk has not chosen the links itself
NO_PARENT = Value(None, output_field=BigIntegerField())
PAGES = {  # what a menu's link leads to, where it is no bare address
    "category": "articles:category_detail",
    "topic": "articles:topic_detail",
    "page": "portal:page_detail",
}


class Link(NamedTuple):
    """A link of the masthead or the footer.

    `family` holds the ids of a category and of its children; `pk` is 0 for anything else.
    """

    pk: int
    name: str
    address: str
    family: tuple[int, ...] = ()


class Links(NamedTuple):
    """The links around every page, in the desk's order, and what else the one query tells.

    `sections` are all top categories with something to read; `masthead` and `footer` what stands
    there: the desk's choice, or else the first sections and the standing pages.
    `is_due`: a scheduled change waits for somebody to put it live (portal/due.py).
    """

    sections: list[Link]
    masthead: list[Link]
    footer: list[Link]
    has_own_footer: bool
    composition: Composition
    is_due: bool


class Row(NamedTuple):
    """One row of the query: what it means depends on its kind."""

    kind: str
    position: int
    pk: int
    name: str
    slug: str
    parent: int | None
    flag: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """Offer the site's profile and links to templates: two queries, none where nobody asks."""
    around = SimpleLazyObject(lambda: links_of(request))
    return {"profile": SimpleLazyObject(SiteProfile.load), "links": around}


def links_of(request: HttpRequest) -> Links:
    """The links around the page that is asked for; portal/due.py has read them before its view."""
    return getattr(request, "links", None) or links()


def links() -> Links:
    """Read categories, menus, pages, the front page's edition and what is due, in one query.

    A category is shown once it or a child of it has something to read. A page has twelve queries
    to spend, and these lists are on every one of them.
    """
    first, *others = _parts()
    rows = sorted((Row(*row) for row in first.union(*others, all=True)), key=lambda row: row[:3])
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    categories = by_kind.get("category", [])
    families = _families(categories)
    readable = {row.parent or row.pk for row in categories if row.flag}
    sections = [
        Link(row.pk, row.name, reverse(PAGES["category"], args=[row.slug]), families[row.pk])
        for row in categories
        if row.parent is None and row.pk in readable
    ]
    pages = [
        Link(0, row.name, reverse(PAGES["page"], args=[row.slug]))
        for row in by_kind.get("page", [])
    ]
    footer = _menu(MenuItem.Menu.FOOTER, rows, families)
    return Links(
        sections,
        masthead=_menu(MenuItem.Menu.MASTHEAD, rows, families) or sections[:IN_MASTHEAD],
        footer=footer or pages,
        has_own_footer=bool(footer),
        composition=Composition.of(
            ((row.position, row.pk) for row in by_kind.get("slot", [])),
            ((row.position, row.pk, row.flag) for row in by_kind.get("section", [])),
        ),
        is_due="due" in by_kind,
    )


def _parts() -> Iterable[QuerySet]:
    """The parts of the query, each with the columns of Row."""
    has_articles = Exists(Article.objects.published().filter(category=OuterRef("pk")).order_by())
    yield Category.objects.order_by().values_list(
        Value("category"), "position", "pk", "name", "slug", "parent", has_articles
    )
    pages = StandingPage.objects.in_footer().order_by()
    yield pages.values_list(
        Value("page"), "position", "pk", "title", "slug", NO_PARENT, Value(True)
    )
    yield _menu_items()
    edition = FrontEdition.objects.in_force().values("pk")
    slots = FrontSlot.objects.filter(edition__in=edition).order_by()
    yield slots.values_list(
        Value("slot"), "position", "article_id", Value(""), Value(""), NO_PARENT, Value(True)
    )
    sections = FrontSection.objects.filter(edition__in=edition).order_by()
    yield sections.values_list(
        Value("section"), "position", "category_id", Value(""), Value(""), NO_PARENT, "is_hidden"
    )
    yield (
        workflow.due_changes()
        .order_by()
        .values_list(Value("due"), Value(0), "pk", Value(""), Value(""), NO_PARENT, Value(True))
    )


def _menu_items() -> QuerySet:
    """The links of both menus; the flag says whether readers may see where they lead."""
    kind = Concat(Value("menu:"), "menu", Value(":"), "target")
    name = Coalesce(NullIf("label", Value("")), "category__name", "topic__name", "page__title")
    slug = Coalesce("category__slug", "topic__slug", "page__slug", "address")
    is_public = Coalesce("topic__is_published", "page__is_published", Value(True))
    return MenuItem.objects.order_by().values_list(
        kind, "position", "pk", name, slug, F("category_id"), is_public
    )


def _families(categories: list[Row]) -> dict[int, tuple[int, ...]]:
    """The ids of each category and of its children."""
    families: dict[int, tuple[int, ...]] = {row.pk: (row.pk,) for row in categories}
    for row in categories:
        if row.parent:
            families[row.parent] = (*families.get(row.parent, ()), row.pk)
    return families


def _menu(menu: str, rows: list[Row], families: dict[int, tuple[int, ...]]) -> list[Link]:
    links = []
    for row in sorted(rows, key=lambda row: (row.position, row.pk)):
        prefix, _colon, target = row.kind.rpartition(":")
        if prefix != f"menu:{menu}" or not row.flag:
            continue
        address = reverse(PAGES[target], args=[row.slug]) if target in PAGES else row.slug
        pk = row.parent or 0
        links.append(Link(pk, row.name, address, families.get(pk, ())))
    return links
