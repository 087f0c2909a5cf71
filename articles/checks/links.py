"""Links that lead nowhere, or to what readers cannot see.

Only addresses of this site are followed, in the database and without a request: nobody should wait
for other people's servers while typing, and no text should make ours ask theirs.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import Resolver404, resolve
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.checks.registry import Finding, Place, check
from articles.checks.subject import Subject
from articles.models import Article, Author, Category, Redirect, Tag, Topic
from articles.models.fields import normal_slug

MOST = 200  # links looked at: one query holds their addresses
_HOST = re.compile(r"[^\s.]+(?:\.[^\s.]+)+|localhost")

Known = Callable[[Iterable[str]], QuerySet]

# For each view of ours the argument that names its row, and the rows of these names: the column
# to compare is the queryset's only one.
_DESTINATIONS: dict[str, tuple[str, Known]] = {}


def leads_to(view: str, argument: str, known: Known) -> None:
    """Have addresses of this view followed: `known` takes values of the argument.

    It returns a queryset of those that readers find, as its one column.
    """
    _DESTINATIONS[view] = (argument, known)


@dataclass(frozen=True)
class _Link:
    href: str
    text: str
    path: str = ""  # decoded, of an address of this site
    view: str = ""
    value: str = ""


@check("links", _("links that lead nowhere"), "body")
def links(subject: Subject) -> Iterator[Finding]:
    found = [_read(one.attrs.get("href", ""), one.text()) for one in _anchors(subject)]
    answered = _answered(one for one in found if one and one.path)
    for link in found:
        if link and (sentence := _fault(link, answered, subject.article)):
            text = " ".join(link.text.split())[:40]
            words = {"address": unquote(link.href)[:120]}
            yield Finding(sentence % words, places=(Place("", text, ""),) if text else ())


def _anchors(subject: Subject) -> list:
    return [one for one in subject.elements if one.tag == "a" and "href" in one.attrs][:MOST]


def _read(href: str, text: str) -> _Link | None:
    """A link with what it asks this site for; None if it cannot be read as an address at all."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return _Link(href, text)
    if not _is_ours(parts):
        return _Link(href, text)
    path = unquote(parts.path).replace("\0", "\ufffd") or "/"  # PostgreSQL looks for no NUL
    if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
        return None
    try:
        match = resolve(path)
    except Resolver404:
        return _Link(href, text, path)
    argument, _known = _DESTINATIONS.get(match.view_name, ("", None))
    return _Link(href, text, path, match.view_name, _value(match.kwargs.get(argument, "")))


def _value(given: object) -> str:
    return normal_slug(given) if isinstance(given, str) else str(given)


def _is_ours(parts: SplitResult) -> bool:
    if parts.scheme in {"http", "https"}:
        return parts.netloc == urlsplit(settings.SITE_URL).netloc
    return not parts.scheme and parts.path.startswith("/")


def _answered(internal: Iterable[_Link]) -> set[tuple[str, str]]:
    """Which (view, value) readers find; (\"\", path) for what is redirected. One query."""
    wanted: dict[str, set[str]] = {}
    paths = set()
    for link in internal:
        paths.add(link.path)
        if link.view in _DESTINATIONS:
            wanted.setdefault(link.view, set()).add(link.value)
    if not paths:
        return set()
    rows = [_rows("", Redirect.objects.filter(old_path__in=paths).values("old_path"))]
    for view, values in wanted.items():
        rows.append(_rows(view, _DESTINATIONS[view][1](values)))
        if view in _ARTICLES:
            rows.append(_rows(_HIDDEN, Article.objects.filter(pk__in=values).values("pk")))
    first, *others = rows
    return set(first.union(*others, all=True) if others else first)


_HIDDEN = "articles:hidden"
_ARTICLES = ("articles:article_detail", "articles:article_redirect")


def _rows(view: str, known: QuerySet) -> QuerySet:
    column = known.query.values_select[0]
    named = known.order_by().annotate(
        at_view=Value(view, CharField()), named=Cast(column, CharField())
    )
    return named.values_list("at_view", "named")


def _fault(link: _Link, answered: set[tuple[str, str]], article: Article | None) -> str:
    """The sentence about a link with a place for its address; empty for a good one."""
    if not link.path:
        return "" if _is_whole(link.href) else gettext("The address is not complete: %(address)s")
    if ("", link.path) in answered or (link.view, link.value) in answered:
        return ""
    if link.view in _ARTICLES:
        if article is not None and link.value == str(article.pk):
            return ""  # readers find it there as soon as they read this
        if (_HIDDEN, link.value) in answered:
            return gettext("The link leads to an article that is not published: %(address)s")
    if link.view.startswith("admin:"):
        return gettext("The link leads into the editorial office: %(address)s")
    if not link.view or link.view in _DESTINATIONS:
        return gettext("The link leads nowhere: %(address)s")
    return ""


def _is_whole(href: str) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    match parts.scheme:
        case "http" | "https":
            return bool(_HOST.fullmatch(parts.hostname or ""))
        case "mailto":
            return "@" in parts.path.strip("@")
        case "tel":
            return any(one.isdigit() for one in parts.path)
    return href.startswith("?")  # a bare word leads to a page beside this one: there is none


def _among(rows: QuerySet, names: Iterable[str], column: str = "slug") -> QuerySet:
    return rows.filter(**{f"{column}__in": names}).values(column)


for _view in _ARTICLES:
    leads_to(_view, "pk", lambda v: _among(Article.objects.published(), v, "pk"))
leads_to("articles:category_detail", "slug", lambda v: _among(Category.objects.all(), v))
leads_to("articles:tag_detail", "slug", lambda v: _among(Tag.objects.all(), v))
leads_to("articles:author_detail", "slug", lambda v: _among(Author.objects.all(), v))
leads_to("articles:topic_detail", "slug", lambda v: _among(Topic.objects.published(), v))
