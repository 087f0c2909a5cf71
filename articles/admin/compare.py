"""Two revisions of an article, side by side or in line."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from articles import workflow
from articles.admin.changed_body import folded, rows_of
from articles.admin.changed_fields import Names, changed_fields
from articles.content import ArticleContent
from articles.corrections import size_of_change, text_of
from articles.html import picture_ids
from articles.models import Article, ArticleRevision, Picture
from articles.permalinks import is_id

View = Callable[..., Callable[..., HttpResponse]]

LIVE, LATEST = "live", "latest"  # words for a revision in an address, beside ids
VIEWS = ("inline", "side")


@dataclass(frozen=True)
class Side:
    """One of the two texts. What readers see may have no revision: then it is the row's."""

    name: str  # as in the address
    revision: ArticleRevision | None
    content: ArticleContent
    is_live: bool
    is_latest: bool


def paths(admin: ModelAdmin, wrap: View) -> list[URLPattern]:
    """The addresses of this module, below /admin/articles/article/."""

    def compare_view(request: HttpRequest, pk: int) -> HttpResponse:
        return compare(admin, request, admin.article_or_404(request, pk))

    return [path("<int:pk>/compare/", wrap(compare_view), name="articles_article_compare")]


def compare(admin: ModelAdmin, request: HttpRequest, article: Article) -> HttpResponse:
    """Show what changed from ``?old=`` to ``?new=``: each an id, ``live`` or ``latest``.

    Without them: from what readers see to the latest text.
    """
    old, new = _sides(article, request)
    view = request.GET.get("view", "")
    pictures = _pictures(old.content, new.content)
    rows = rows_of(old.content.body, new.content.body, pictures)
    fields = changed_fields(old.content, new.content, Names.of(old.content, new.content, pictures))
    context = admin.admin_site.each_context(request) | {
        "title": _("Compare: %(article)s") % {"article": article},
        "opts": admin.opts,
        "article": article,
        "old": old,
        "new": new,
        "view": view if view in VIEWS else VIEWS[0],
        "fields": fields,
        "parts": folded(rows),
        "size": size_of_change(text_of(old.content), text_of(new.content)),
        "is_same": not fields and all(row.is_same for row in rows),
        "may_restore": workflow.may_edit(article, request.user),
    }
    return TemplateResponse(request, "admin/articles/article/compare.html", context)


def _sides(article: Article, request: HttpRequest) -> tuple[Side, Side]:
    names = [request.GET.get("old") or LIVE, request.GET.get("new") or LATEST]
    ids = [_id_of(article, name) for name in names]
    found = article.revisions.select_related("created_by").in_bulk([pk for pk in ids if pk])
    sides = [_side(article, name, pk, found) for name, pk in zip(names, ids, strict=True)]
    # Whatever is asked for first: time runs from the old to the new.
    if None not in ids:
        sides.sort(key=lambda side: side.revision.pk if side.revision else 0)
    return sides[0], sides[1]


def _id_of(article: Article, name: str) -> int | None:
    """The revision that is meant; None for readers' text where no revision holds it."""
    if name == LATEST:
        return article.latest_revision_id
    if name == LIVE:
        return article.live_revision_id
    if not is_id(name):
        raise Http404
    return int(name)


def _side(article: Article, name: str, pk: int | None, found: dict[int, ArticleRevision]) -> Side:
    revision = found.get(pk) if pk else None
    if pk and not revision:
        raise Http404
    if not revision and article.state != Article.State.PUBLISHED and name == LIVE:
        raise Http404  # readers see nothing, or what they saw is not kept
    return Side(
        name=name,
        revision=revision,
        content=ArticleContent.from_revision(revision)
        if revision
        else ArticleContent.from_article(article),
        is_live=article.state == Article.State.PUBLISHED and pk == article.live_revision_id,
        is_latest=pk == article.latest_revision_id,
    )


def _pictures(*contents: ArticleContent) -> dict[int, Picture]:
    """Every picture that one of the texts shows, cover or not, in one query."""
    ids = {pk for content in contents for pk in (content.cover_id, *picture_ids(content.body))}
    wanted = [pk for pk in ids if pk]
    return Picture.objects.in_bulk(wanted) if wanted else {}
