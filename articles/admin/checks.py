"""The checks beside the text: what stands there on load, and what is answered while typing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST

from articles import checks, workflow
from articles.checks import Finding, Subject
from articles.content import ROW_FIELDS, ArticleContent
from articles.forms import ArticleForm
from articles.models import Article, Tag, User

View = Callable[..., Callable[..., HttpResponse]]


@dataclass(frozen=True)
class Verdict:
    """What the panel shows."""

    findings: Sequence[Finding]

    @property
    def blocking(self) -> int:
        return sum(finding.blocks for finding in self.findings)

    @property
    def may_be_overridden(self) -> bool:
        """Whether a reason would let the text through: what is mandatory, no reason replaces."""
        levels = {finding.level for finding in self.findings}
        return checks.Level.BLOCKING in levels and checks.Level.MANDATORY not in levels

    @property
    def summary(self) -> str:
        """How many of each there are, in one line."""
        musts, advice = self.blocking, len(self.findings) - self.blocking
        said = []
        if musts:
            said.append(ngettext("%(n)d must be mended", "%(n)d must be mended", musts))
        if advice:
            said.append(ngettext("%(n)d suggestion", "%(n)d suggestions", advice))
        counts = [count for count in (musts, advice) if count]
        parts = [text % {"n": count} for text, count in zip(said, counts, strict=True)]
        return pgettext("between counts", ", ").join(parts) or _("Nothing to mend.")


def paths(admin: ModelAdmin, wrap: View) -> list[URLPattern]:
    """The addresses of this module, below /admin/articles/article/."""

    @require_POST
    def of_new(request: HttpRequest) -> HttpResponse:
        if not admin.has_add_permission(request):
            raise PermissionDenied
        return answer(request, None)

    @require_POST
    def of_article(request: HttpRequest, pk: int) -> HttpResponse:
        article = admin.article_or_404(request, pk)
        if not workflow.may_edit(article, request.user):
            raise PermissionDenied
        return answer(request, article)

    return [
        path("checks/", wrap(of_new), name="articles_article_checks_new"),
        path("<int:pk>/checks/", wrap(of_article), name="articles_article_checks"),
    ]


def panel(user: User, article: Article | None, form: ArticleForm) -> dict[str, Any]:
    """The panel on load: of the latest text, or of a form that was sent back."""
    address = "admin:articles_article_checks_new"
    if article is not None:
        address = "admin:articles_article_checks"
    return {
        "verdict": _verdict(typed(form), user, article),
        "checks_address": reverse(address, args=[article.pk] if article else []),
    }


def answer(request: HttpRequest, article: Article | None) -> HttpResponse:
    """What the script asks for: the panel's list for the posted form, or its texts repaired."""
    user: Any = request.user
    before = workflow.content_of(article) if article else ArticleContent()
    content = typed(
        ArticleForm(request.POST, content=before, user=user, instance=article or Article())
    )
    if request.POST.get("repair") == "punctuation":
        fixed = {name: checks.repair(getattr(content, name)) for name in checks.REPAIRED_LINES}
        return JsonResponse(fixed | {"body": checks.repair_body(content.body)})
    context = {"verdict": _verdict(content, user, article)}
    return render(request, "admin/articles/article/_checks_list.html", context)


def typed(form: ArticleForm) -> ArticleContent:
    """What stands in the form; a field that cannot be read stays as it was."""
    if not form.is_bound:
        return form.beginning
    form.is_valid()
    cleaned = form.cleaned_data
    values = {name: cleaned[name] for name in ROW_FIELDS if name in cleaned}
    for name in ("category", "cover"):
        if name in cleaned:
            values[f"{name}_id"] = cleaned[name].pk if cleaned[name] else None
    if "tags" in cleaned:
        values["tag_ids"] = tuple(tag.pk for tag in cleaned["tags"] if isinstance(tag, Tag))
    if "authors" in cleaned:
        values["author_ids"] = tuple(author.pk for author in cleaned["authors"])
    return replace(form.beginning, **values)


def _verdict(content: ArticleContent, user: User, article: Article | None) -> Verdict:
    return Verdict(checks.findings(Subject(content, user, article)))
