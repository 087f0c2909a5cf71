"""An article's history: every revision, what it changed, and the way back to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import corrections, workflow
from articles.admin.words import changed, refusal
from articles.content import ArticleContent
from articles.models import Article, ArticleRevision, Correction
from articles.pagination import page_or_404
from articles.permalinks import is_id

View = Callable[..., Callable[..., HttpResponse]]

A_PAGE = 20  # revisions, each with its body: it is compared with the one before


@dataclass(frozen=True)
class Version:
    """One revision of the list. `previous` is the one to compare it with."""

    revision: ArticleRevision
    previous: ArticleRevision | None
    changes: str
    correction: Correction | None
    is_live: bool
    is_latest: bool
    is_aside: bool
    is_merge: bool

    @property
    def is_doubtful(self) -> bool:
        """Whether it went live as a typo and changed more than a typo does: for the chiefs."""
        told = self.correction
        return (
            told is not None
            and told.kind == Correction.Kind.TYPO
            and told.share > corrections.LARGE_PER_CENT
        )


def paths(admin: ModelAdmin, wrap: View) -> list[URLPattern]:
    """The addresses of this module, below /admin/articles/article/."""

    def restore_view(request: HttpRequest, pk: int) -> HttpResponse:
        return restore(request, admin.article_or_404(request, pk))

    return [
        path("<int:pk>/restore/", wrap(restore_view), name="articles_article_restore"),
    ]


def history(admin: ModelAdmin, request: HttpRequest, article: Article) -> HttpResponse:
    """List the revisions, newest first, with what each changed of the one it was based on."""
    revisions = article.revisions.select_related("created_by", "published_by").order_by("-pk")
    page = page_or_404(revisions, request, per_page=A_PAGE)
    versions = _versions(article, page)
    context = admin.admin_site.each_context(request) | {
        "title": _("History: %(article)s") % {"article": article},
        "opts": admin.opts,
        "article": article,
        "page": page,
        "versions": versions,
        "chosen": _chosen(versions),
        "may_restore": workflow.may_edit(article, request.user),
    }
    return TemplateResponse(request, "admin/articles/article/history.html", context)


def restore(request: HttpRequest, article: Article) -> HttpResponse:
    """Make the posted revision the newest one. GET is refused: restoring writes."""
    if request.method != "POST":
        raise Http404
    revision = _revision_of(article, request.POST.get("revision", ""))
    when = timezone.localtime(revision.created_at)
    note = _("Restored from %(when)s") % {"when": f"{when:%Y-%m-%d %H:%M}"}
    try:
        workflow.restore(revision, by=request.user, note=note)
    except workflow.NotAllowed:
        raise PermissionDenied from None
    except workflow.MoveRefused as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, _("The earlier text is the newest draft now."))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _revision_of(article: Article, pk: str) -> ArticleRevision:
    if not is_id(pk):
        raise Http404
    return get_object_or_404(article.revisions, pk=pk)


def _versions(article: Article, page: Page) -> list[Version]:
    """The revisions of a page, in three queries."""
    listed: list[ArticleRevision] = list(page)
    bases = article.revisions.in_bulk({one.base_id for one in listed if one.base_id})
    told = {one.revision_id: one for one in Correction.objects.filter(revision__in=listed)}
    # What a revision was based on may be gone by now: then it is compared with the one before.
    earlier = [*listed[1:], None][: len(listed)]  # of an empty list there is none
    return [
        _version(article, one, bases.get(one.base_id), before, told)
        for one, before in zip(listed, earlier, strict=True)
    ]


def _version(
    article: Article,
    revision: ArticleRevision,
    base: ArticleRevision | None,
    before: ArticleRevision | None,
    told: Mapping[int | None, Correction],
) -> Version:
    content = ArticleContent.from_revision(revision)
    changes = content.changes_since(ArticleContent.from_revision(base)) if base else []
    return Version(
        revision=revision,
        previous=base or before,
        changes=changed(changes),
        correction=told.get(revision.pk),
        is_live=revision.pk == article.live_revision_id,
        is_latest=revision.pk == article.latest_revision_id,
        is_aside=revision.kind == ArticleRevision.Kind.ASIDE,
        is_merge=revision.kind == ArticleRevision.Kind.MERGE,
    )


def _chosen(versions: list[Version]) -> dict[str, int]:
    """The pair that is likeliest to be compared: what readers see, and the newest."""
    if not versions:
        return {}
    newest = next((one for one in versions if one.is_latest), versions[0])
    older = [one for one in versions if one.revision.pk < newest.revision.pk]
    live = [one for one in older if one.is_live]
    return {"new": newest.revision.pk, "old": [*live, *older, newest][0].revision.pk}
