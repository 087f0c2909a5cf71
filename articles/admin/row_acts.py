"""What a row of the list offers: publish, duplicate, change in place, restore."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from articles import workflow
from articles.admin.words import DONE, refusal
from articles.models import Article
from articles.permalinks import is_id
from articles.workflow import DeskState, desk_state

View = Callable[..., Callable[..., HttpResponse]]

# In these a text may be finished; whether it is, publishing itself knows.
FINISHED = (DeskState.DRAFT, DeskState.IN_REVIEW, DeskState.APPROVED)
LONGEST_HEADLINE = Article._meta.get_field("headline").max_length or 0


def paths(admin: ModelAdmin, wrap: View) -> list[URLPattern]:
    """The addresses of this module, below /admin/articles/article/."""

    def publish_view(request: HttpRequest, pk: int) -> HttpResponse:
        return publish(request, admin.article_or_404(request, pk))

    def duplicate_view(request: HttpRequest, pk: int) -> HttpResponse:
        return duplicate(admin, request, admin.article_or_404(request, pk))

    return [
        path("<int:pk>/publish/", wrap(publish_view), name="articles_article_publish"),
        path("<int:pk>/duplicate/", wrap(duplicate_view), name="articles_article_duplicate"),
    ]


def offer(articles: Iterable[Article], request: HttpRequest) -> None:
    """Say on each row what its buttons are; asks the database nothing."""
    user: Any = request.user
    publishes = user.has_perm("articles.publish_article")
    changes = user.has_perm("articles.change_article")
    begins = user.has_perm("articles.add_article")
    back = f"?{urlencode({'back': request.GET.urlencode()})}" if request.GET else ""
    now = timezone.now()
    for article in articles:
        waits = article.embargo_until is not None and article.embargo_until > now
        is_trashed = article.state == Article.State.TRASHED
        has_all = bool(article.headline and article.category_id and article.latest_revision_id)
        is_finished = has_all and not waits and desk_state(article) in FINISHED
        article.offered = {  # type: ignore[attr-defined]
            "publish": publishes and changes and is_finished,
            "quick": changes and not is_trashed,
            "duplicate": begins and not is_trashed,
            "back": back,
        }


def publish(request: HttpRequest, article: Article) -> HttpResponse:
    """Publish the posted revision, if it is the newest still. GET is refused: it writes."""
    if request.method != "POST":
        raise Http404
    if not workflow.may_make("publish", article, request.user):
        raise PermissionDenied
    pk = request.POST.get("revision", "")
    if not is_id(pk):
        raise Http404
    revision = get_object_or_404(article.revisions, pk=pk)
    try:
        workflow.publish(revision, by=request.user)
    except workflow.MoveRefused as error:
        messages.error(
            request, _("“%(article)s”: %(why)s") % {"article": article, "why": refusal(error)}
        )
    else:
        text = _("“%(article)s”: %(done)s")
        messages.success(request, text % {"article": article, "done": DONE["publish"]})
    return HttpResponseRedirect(back_to(request))


def duplicate(admin: ModelAdmin, request: HttpRequest, article: Article) -> HttpResponse:
    """Begin a new draft with the newest text of this one. GET is refused: it writes."""
    if request.method != "POST":
        raise Http404
    if not admin.has_add_permission(request):
        raise PermissionDenied
    mark = _("(copy)")
    newest = workflow.content_of(article).headline
    headline = f"{newest[: LONGEST_HEADLINE - len(mark)]}{mark}"
    copy = workflow.duplicate(article, by=request.user, headline=headline)
    messages.success(
        request, _("This is a new draft with the text of “%(article)s”.") % {"article": article}
    )
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[copy.pk]))


def back_to(request: HttpRequest) -> str:
    """The list as it was narrowed, or the dashboard (`?to=index`); no other address at all."""
    if request.GET.get("to") == "index":
        return reverse("admin:index")
    query = QueryDict(request.GET.get("back", "")).urlencode()
    address = reverse("admin:articles_article_changelist")
    return f"{address}?{query}" if query else address
