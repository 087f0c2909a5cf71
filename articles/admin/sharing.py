"""Preview links at the desk: made, copied, revoked; who came, and what they wrote."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import sharing, workflow
from articles.forms import zone_note
from articles.models import Article, PreviewLink, PreviewNote, PreviewVisit
from articles.public_pages import private_page
from articles.sharing_forms import LinkForm

View = Callable[..., Callable[..., HttpResponse]]

NOTES_BESIDE = 3  # in the writing page; the links' page has all
NOTES_SHOWN, VISITS_SHOWN, LINKS_SHOWN = 50, 30, 50


@dataclass(frozen=True)
class Shared:
    """One link as the desk sees it; `address` is what one sends to somebody."""

    link: PreviewLink
    address: str
    visits: list[PreviewVisit]
    visit_count: int


def paths(admin: ModelAdmin, wrap: View) -> list[URLPattern]:
    """The addresses of this module, below /admin/articles/article/."""

    def links_view(request: HttpRequest, pk: int) -> HttpResponse:
        return links(admin, request, _shareable(admin, request, pk))

    @require_POST
    def revoke_view(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
        return revoke(request, _shareable(admin, request, pk), link_pk)

    revoke_path = "<int:pk>/sharing/<int:link_pk>/revoke/"
    return [
        path("<int:pk>/sharing/", wrap(links_view), name="articles_article_sharing"),
        path(revoke_path, wrap(revoke_view), name="articles_article_revoke"),
    ]


def links(admin: ModelAdmin, request: HttpRequest, article: Article) -> HttpResponse:
    """All links of the article with their visits and notes; POST makes one more."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        link = sharing.create_link(
            article,
            by=request.user,
            hours=chosen["hours"],
            label=chosen["label"],
            revision=article.latest_revision if chosen["is_pinned"] else None,
        )
        messages.success(request, _("The link is made. Copy it and send it to whom it is for."))
        address = reverse("admin:articles_article_sharing", args=[article.pk])
        return HttpResponseRedirect(f"{address}#link-{link.pk}")
    context = admin.admin_site.each_context(request) | {
        "title": _("Share: %(article)s") % {"article": article},
        "opts": admin.opts,
        "article": article,
        "form": form,
        "shared": _with_visits(sharing.links_of(article)[:LINKS_SHOWN]),
        "notes": sharing.notes_on(article)[:NOTES_SHOWN],
        "zone": zone_note(),
        "wall": _wall(article),
    }
    response = TemplateResponse(request, "admin/articles/article/sharing.html", context)
    return private_page(response)


def revoke(request: HttpRequest, article: Article, link_pk: int) -> HttpResponse:
    """Close a link of this article."""
    link = get_object_or_404(article.preview_links, pk=link_pk)
    sharing.revoke_link(link, by=request.user)
    messages.success(request, _("The link is revoked: nobody can open it any more."))
    return HttpResponseRedirect(reverse("admin:articles_article_sharing", args=[article.pk]))


def panel(request: HttpRequest, article: Article | None) -> dict[str, Any]:
    """Beside the text: how many links are open, when somebody came last, the newest notes."""
    if article is None:
        return {}
    lasting = Q(revoked_at=None, expires_at__gt=timezone.now())
    facts = article.preview_links.aggregate(
        made=Count("pk", distinct=True),
        open=Count("pk", distinct=True, filter=lasting),
        seen_at=Max("visits__at", filter=lasting),
    )
    notes: list[PreviewNote] = []
    if facts["made"]:  # most articles are shown to nobody: one query for them
        notes = list(sharing.notes_on(article)[: NOTES_BESIDE + 1])
    return {
        "preview_links": facts["open"],
        "preview_seen_at": facts["seen_at"],
        "preview_notes": notes[:NOTES_BESIDE],
        "preview_has_more_notes": len(notes) > NOTES_BESIDE,
    }


def _shareable(admin: ModelAdmin, request: HttpRequest, pk: int) -> Article:
    """The article, for those who may change it: raises PermissionDenied for mere readers."""
    article = admin.article_or_404(request, pk)
    if not workflow.may_edit(article, request.user):
        raise PermissionDenied
    return article


def _with_visits(links: Iterable[PreviewLink]) -> list[Shared]:
    """The links with their newest visits, in three queries for all of them."""
    links = list(links)
    counted = PreviewVisit.objects.filter(link__in=links).order_by().values_list("link")
    numbers = dict(counted.annotate(count=Count("pk")))
    newest: dict[int, list[PreviewVisit]] = {}
    for visit in PreviewVisit.objects.filter(link__in=links)[: VISITS_SHOWN * 10]:
        newest.setdefault(visit.link_id, []).append(visit)
    return [
        Shared(
            link,
            f"{settings.SITE_URL}{sharing.address_of(link)}",
            newest.get(link.pk, [])[:VISITS_SHOWN],
            numbers.get(link.pk, 0),
        )
        for link in links
    ]


def _wall(article: Article) -> str:
    """Why no link of this article opens just now; empty if nothing stands before them."""
    if article.state == Article.State.TRASHED:
        return _("The article is in the trash: its links open for nobody.")
    if article.embargo_until and article.embargo_until > timezone.now():
        until = f"{timezone.localtime(article.embargo_until):%Y-%m-%d %H:%M}"
        return _("Under embargo until %(until)s: until then its links open for nobody.") % {
            "until": until
        }
    return ""
