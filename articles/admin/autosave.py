"""Autosave: the writing page keeps what is typed, and offers it when it is opened again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import BooleanField
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import autosaves, html, presence, workflow
from articles.admin.beginnings import content_to_write
from articles.admin.buttons import needs_reason
from articles.admin.presence import news, told
from articles.content import ArticleContent
from articles.forms import ArticleForm
from articles.models import Article, ArticleRevision, Autosave, User
from articles.permalinks import is_id

View = Callable[..., Callable[..., HttpResponse]]

# What stands on the page itself is nobody's text.
NOT_TYPED = ("base",)
# What belongs to the next step, not to the text.
OF_A_MOVE = ("publish_at", "note", "change", "change_note", "override_reason")
LONGEST_HEADLINE = Article._meta.get_field("headline").max_length


@dataclass(frozen=True)
class Panel:
    """What the writing page says about what is typed, and what its script asks for."""

    user_id: int
    now_ms: int
    saved_ms: int  # when this person last saved the article by hand; 0 if never
    others: list[str]
    offered: Autosave | None  # newer than what the form shows
    restored: Autosave | None  # what the form shows
    unsettled: ArticleRevision | None  # a text of one's own that lies aside


def paths(admin: ModelAdmin, wrap: View) -> list[URLPattern]:
    """The addresses of this module, below /admin/articles/article/."""

    def begin_view(request: HttpRequest) -> HttpResponse:
        if not admin.has_add_permission(request):
            raise PermissionDenied
        return begin(request)

    def autosave_view(request: HttpRequest, pk: int) -> HttpResponse:
        return autosave(request, admin.article_or_404(request, pk))

    def discard_view(request: HttpRequest, pk: int) -> HttpResponse:
        return discard(request, admin.article_or_404(request, pk))

    return [
        path("autosave/", wrap(begin_view), name="articles_article_autosave_new"),
        path("token/", wrap(token), name="articles_article_token"),
        path("<int:pk>/autosave/", wrap(autosave_view), name="articles_article_autosave"),
        path("<int:pk>/autosave/discard/", wrap(discard_view), name="articles_article_discard"),
    ]


def autosave(request: HttpRequest, article: Article) -> HttpResponse:
    """Keep what was typed; answer when, and what the page should know."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user: Any = request.user
    if not workflow.may_edit(article, user):
        raise PermissionDenied
    return _kept(request, article, user)


def begin(request: HttpRequest) -> HttpResponse:
    """Keep what was typed on the page of a new article, which becomes a draft with the first word.

    Sent twice for one page, it still begins one article.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user: Any = request.user
    begun_as = request.POST.get("begun_as", "")[:36]
    article = autosaves.begun_by(user, begun_as)
    if article is None:
        content = _first_words(request, user)
        if {"headline", "body"} <= set(content.missing):
            return JsonResponse({"said": ""})
        with transaction.atomic():
            article = workflow.create_article(content, by=user)
            return _kept(request, article, user, begun_as)
    if not workflow.may_edit(article, user):
        raise PermissionDenied
    return _kept(request, article, user, begun_as)


def discard(request: HttpRequest, article: Article) -> HttpResponse:
    """Forget what was typed, and show what is saved."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user: Any = request.user
    autosaves.discard(article, user)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({})
    messages.success(request, _("Discarded. This is what was saved last."))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def token(request: HttpRequest) -> HttpResponse:
    """The secret of forms that this browser's sign-in knows: signing in again changes it."""
    user: Any = request.user
    return JsonResponse({"token": get_token(request), "user": user.pk})


def restored(request: HttpRequest, article: Article | None) -> dict[str, Any]:
    """What the form begins with after “Restore”: the fields as they were typed."""
    user: Any = request.user
    if article is None or not _asks_for_it(request):
        return {}
    kept = autosaves.of(article, user)
    if kept is None:
        return {}
    if not _is_whole(kept):
        return kept.values
    fields = ArticleForm.base_fields.items()
    unticked = {name: False for name, field in fields if isinstance(field, BooleanField)}
    return unticked | kept.values | {"base": kept.base_id}


def keep_for_next_press(request: HttpRequest, article: Article, move: str) -> str:
    """Keep what was typed about a move that has to wait; return the query that shows it again."""
    user: Any = request.user
    names = (name for name in OF_A_MOVE if name != "note" or needs_reason(move))
    typed = {name: value for name in names if (value := request.POST.get(name))}
    if not typed:
        return ""
    autosaves.keep(article, user, typed, base=article.latest_revision)
    return "?autosave=1"


def panel(request: HttpRequest, article: Article | None) -> dict[str, Any]:
    """The part of the writing page that keeps what is typed."""
    user: Any = request.user
    now_ms = round(timezone.now().timestamp() * 1000)
    if article is None:
        return {"saving": Panel(user.pk, now_ms, 0, [], None, None, None)}
    kept = autosaves.of(article, user)
    is_restored = kept is not None and _asks_for_it(request)
    is_offered = kept is not None and request.method == "GET" and not is_restored
    mine = article.revisions.filter(created_by=user).order_by("-pk")
    saved_at = mine.values_list("created_at", flat=True).first()
    saving = Panel(
        user_id=user.pk,
        now_ms=now_ms,
        saved_ms=round(saved_at.timestamp() * 1000) if saved_at else 0,
        others=[told(visit) for visit in presence.others_at(article, user)],
        offered=kept if is_offered and _is_newer(kept, article, user) else None,
        restored=kept if is_restored and _is_whole(kept) else None,
        unsettled=workflow.unsettled(article, user),
    )
    return {"saving": saving}


def _is_whole(kept: Autosave) -> bool:
    """Whether it is a page as it was, and not only what was typed about a move."""
    return "headline" in kept.values


def _asks_for_it(request: HttpRequest) -> bool:
    return request.method == "GET" and request.GET.get("autosave") == "1"


def _kept(request: HttpRequest, article: Article, user: User, begun_as: str = "") -> HttpResponse:
    base = request.POST.get("base", "")
    revision = article.revisions.filter(pk=base).first() if is_id(base) else None
    if begun_as and revision is None:
        revision = article.latest_revision
    try:
        kept = autosaves.keep(article, user, _typed(request), base=revision, begun_as=begun_as)
    except autosaves.TooLong:
        text = _("This is too long to be autosaved: save it with the button.")
        return JsonResponse({"error": text}, status=413)
    except autosaves.ArticleGone:
        raise Http404 from None
    presence.seen(article, user)
    at = timezone.localtime(kept.saved_at)
    answer = {"said": _("Autosaved %(time)s") % {"time": f"{at:%H:%M:%S}"}}
    begun = _addresses(article) if begun_as else {}
    return JsonResponse(answer | begun | news(article, user, base))


def _addresses(article: Article) -> dict[str, Any]:
    """What the page of a new article needs to go on as that of this one."""
    pages = ("change", "autosave", "presence", "left", "discard", "checks")
    found = {name: reverse(f"admin:articles_article_{name}", args=[article.pk]) for name in pages}
    return {"article": article.pk, "base": article.latest_revision_id, "addresses": found}


def _typed(request: HttpRequest) -> dict[str, str]:
    names = (name for name in ArticleForm.base_fields if name not in NOT_TYPED)
    return {name: request.POST[name] for name in names if name in request.POST}


def _first_words(request: HttpRequest, user: User) -> ArticleContent:
    """What a new draft can be found by; all else is in the autosave, half-typed as it may be."""
    headline = " ".join(request.POST.get("headline", "").replace("\x00", "").split())
    body = html.clean_body(request.POST.get("body", ""))
    return replace(content_to_write(user, None), headline=headline[:LONGEST_HEADLINE], body=body)


def _is_newer(kept: Autosave, article: Article, user: User) -> bool:
    """Whether anything was typed that is neither in the text it began from nor in the latest."""
    form = ArticleForm(
        kept.values, content=ArticleContent(), user=user, move="save", instance=article
    )
    if not form.is_valid() or form.cleaned_data["note"]:
        return True  # half-typed, so nobody can have saved it
    if any(isinstance(tag, str) for tag in form.cleaned_data["tags"]):
        return True
    content = form.content()
    saved = [workflow.content_of(article)]
    if kept.base:
        saved.append(ArticleContent.from_revision(kept.base).up_to_date())
    return all(content.changes_since(one) for one in saved)
