"""Deleting: never a surprise. What still holds articles is refused, or re-filed on purpose."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import counters, filing, workflow
from articles.admin.words import refusal
from articles.forms import CategoryField, NamesField, ReasonForm
from articles.models import Article, Category, Tag


def delete_article(admin: ModelAdmin, request: HttpRequest, article: Article) -> HttpResponse:
    """Ask, with a reason, and delete for ever. What readers see must be withdrawn first."""
    if not admin.has_delete_permission(request, article):
        raise PermissionDenied
    form = ReasonForm(_sent(request))
    if form.is_valid():
        try:
            workflow.purge(article, by=request.user, reason=form.cleaned_data["reason"])
        except workflow.MoveRefused as error:
            messages.error(request, refusal(error))
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        messages.success(request, _("“%(article)s” is deleted.") % {"article": article})
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
    context = admin.admin_site.each_context(request) | {
        "title": _("Delete for ever"),
        "opts": admin.opts,
        "article": article,
        "revisions": article.revisions.count(),
        "totals": counters.totals([article.pk])[article.pk],
        "form": form,
    }
    return TemplateResponse(request, "admin/articles/article/delete.html", context)


class RefileForm(forms.Form):
    """Where the articles of a category go."""

    to = CategoryField(label=gettext_lazy("re-file the articles to"), empty_label="—")

    def __init__(self, *args: Any, category: Category, **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields["to"]
        field.queryset = field.queryset.exclude(pk=category.pk)


class RetireTagForm(forms.Form):
    """What becomes of a tag's articles: another tag, or one tag less."""

    into = NamesField(
        Tag.objects.all(),
        label=gettext_lazy("give the articles this tag instead"),
        help_text=gettext_lazy("Left empty, the tag is taken off them."),
        widget=forms.TextInput(attrs={"data-suggest": "tags"}),
    )

    def __init__(self, *args: Any, tag: Tag, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["into"].rows = Tag.objects.exclude(pk=tag.pk)

    def clean_into(self) -> Tag | None:
        chosen = self.cleaned_data["into"]
        if len(chosen) > 1:
            raise ValidationError(gettext_lazy("Choose one tag."))
        return chosen[0] if chosen else None


def delete_category(admin: ModelAdmin, request: HttpRequest, category: Category) -> HttpResponse:
    """Delete an empty category; one with articles only together with their new place."""
    used = category.articles.count()
    children = category.children.count()
    form = RefileForm(_sent(request), category=category) if used else None
    if request.method == "POST" and not children and (form is None or form.is_valid()):
        try:
            filing.delete_category(
                category, by=request.user, to=form.cleaned_data["to"] if form else None
            )
        except filing.StillInUse:
            messages.error(request, _("Something was filed here meanwhile. Nothing was deleted."))
        else:
            messages.success(request, _("“%(name)s” is deleted.") % {"name": category})
        return HttpResponseRedirect(reverse("admin:articles_category_changelist"))
    return _ask(admin, request, category, form, used, children=children)


def delete_tag(admin: ModelAdmin, request: HttpRequest, tag: Tag) -> HttpResponse:
    """Delete an unused tag; one that articles carry only by saying what becomes of it there."""
    used = tag.article_tags.count()
    form = RetireTagForm(_sent(request), tag=tag) if used else None
    if request.method == "POST" and (form is None or form.is_valid()):
        into = form.cleaned_data["into"] if form else None
        try:
            filing.delete_tag(tag, by=request.user, into=into, takes_off=form is not None)
        except filing.StillInUse:
            messages.error(request, _("Something was filed here meanwhile. Nothing was deleted."))
        else:
            messages.success(request, _("“%(name)s” is deleted.") % {"name": tag})
        return HttpResponseRedirect(reverse("admin:articles_tag_changelist"))
    return _ask(admin, request, tag, form, used)


def _ask(
    admin: ModelAdmin,
    request: HttpRequest,
    thing: Category | Tag,
    form: forms.Form | None,
    used: int,
    *,
    children: int = 0,
) -> HttpResponse:
    context = admin.admin_site.each_context(request) | {
        "title": _("Delete “%(name)s”") % {"name": thing},
        "opts": admin.opts,
        "thing": thing,
        "form": form,
        "used": used,
        "children": children,
    }
    return TemplateResponse(request, "admin/articles/retire.html", context)


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was posted, be it nothing; None where nothing was."""
    return request.POST if request.method == "POST" else None
