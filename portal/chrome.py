"""What every page shows around its content: one lazy context processor."""

from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Exists, OuterRef, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from articles import workflow
from articles.models import Article, Category, SiteProfile
from portal.models import StandingPage


class Link(NamedTuple):
    """A link of the masthead or the footer, to a category or a standing page.

    `family` holds the ids of the category and of its children.
    """

    pk: int
    name: str
    address: str
    family: tuple[int, ...] = ()


class Links(NamedTuple):
    """The links around every page, in the desk's order.

    `is_due`: a scheduled change waits for somebody to put it live (portal/due.py).
    """

    sections: list[Link]
    pages: list[Link]
    is_due: bool = False


def site(request: HttpRequest) -> dict[str, Any]:
    """Offer the site's profile and links to templates: two queries, none where nobody asks."""
    around = SimpleLazyObject(lambda: links_of(request))
    return {"profile": SimpleLazyObject(SiteProfile.load), "links": around}


def links_of(request: HttpRequest) -> Links:
    """The links around the page that is asked for; portal/due.py has read them before its view."""
    return getattr(request, "links", None) or links()


def links() -> Links:
    """Read the categories, the footer's standing pages and what is due, all in one query.

    A category is shown once it or a child of it has something to read. A page has twelve queries
    to spend, and these lists are on every one of them.
    """
    has_articles = Exists(Article.objects.published().filter(category=OuterRef("pk")).order_by())
    no_parent = Value(None, output_field=BigIntegerField())
    categories = Category.objects.order_by().values_list(
        Value(1), "position", "pk", "name", "slug", "parent", has_articles
    )
    pages = (
        StandingPage.objects.in_footer()
        .order_by()
        .values_list(Value(2), "position", "pk", "title", "slug", no_parent, Value(True))
    )
    due = (
        workflow.due_changes()
        .order_by()
        .values_list(Value(3), Value(0), "pk", Value(""), Value(""), no_parent, Value(True))
    )
    rows = list(categories.union(pages, due, all=True))
    rows.sort(key=lambda row: row[:3])
    family: dict[int, tuple[int, ...]] = {}
    readable: set[int] = set()
    for kind, _position, pk, _name, _slug, parent, has_any in rows:
        if kind == 1:
            family[parent or pk] = (*family.get(parent or pk, ()), pk)
            if has_any:
                readable.add(parent or pk)
    return Links(
        [
            Link(pk, name, reverse("articles:category_detail", args=[slug]), family[pk])
            for kind, _position, pk, name, slug, parent, _has_any in rows
            if kind == 1 and parent is None and pk in readable
        ],
        [
            Link(pk, name, reverse("portal:page_detail", args=[slug]))
            for kind, _position, pk, name, slug, _parent, _has_any in rows
            if kind == 2
        ],
        is_due=any(row[0] == 3 for row in rows),
    )
