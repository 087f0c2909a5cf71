"""Categories and tags go only on purpose: merged into another, or deleted without a loss."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import retiring
from articles.forms import CategoryField, NamesField
from articles.models import Category, Tag

MERGE_REFUSALS = {
    retiring.Gone: gettext_lazy("One of the two is not there any more. Nothing was changed."),
    retiring.TooDeep: gettext_lazy(
        "It has categories below it, and they cannot lie three deep. Choose a category at the top."
    ),
}


class TargetCategoryForm(forms.Form):
    """Where everything of a category goes."""

    to = CategoryField(label=gettext_lazy("into the category"), empty_label="—")

    def __init__(self, *args: Any, term: Category, **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields["to"]
        field.queryset = field.queryset.exclude(pk=term.pk)
        if term.children.exists():
            field.queryset = field.queryset.filter(parent=None)


class TargetTagForm(forms.Form):
    """Which tag takes the place of another."""

    to = NamesField(
        Tag.objects.all(),
        label=gettext_lazy("into the tag"),
        widget=forms.TextInput(attrs={"data-suggest": "tags"}),
    )

    def __init__(self, *args: Any, term: Tag, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["to"].rows = Tag.objects.exclude(pk=term.pk)

    def clean_to(self) -> Tag | None:
        chosen = self.cleaned_data["to"]
        if len(chosen) != 1:
            raise ValidationError(gettext_lazy("Choose one tag."))
        return chosen[0]


class RefileForm(TargetCategoryForm):
    """Where the articles of a category go that is deleted."""

    to = CategoryField(label=gettext_lazy("re-file the articles to"), empty_label="—")


class RetireTagForm(TargetTagForm):
    """What becomes of a tag's articles: another tag, or one tag less."""

    to = NamesField(
        Tag.objects.all(),
        label=gettext_lazy("give the articles this tag instead"),
        help_text=gettext_lazy("Left empty, the tag is taken off them."),
        widget=forms.TextInput(attrs={"data-suggest": "tags"}),
    )

    def clean_to(self) -> Tag | None:
        return super().clean_to() if self.cleaned_data["to"] else None


def paths(admin: ModelAdmin, wrap: Callable[..., Any], form: Any) -> list[URLPattern]:
    """The address of the merge page below a list of categories or tags."""

    def merge_view(request: HttpRequest, pk: str) -> HttpResponse:
        term = admin.get_object(request, pk)
        if term is None:
            return admin._get_obj_does_not_exist_redirect(request, admin.opts, pk)
        # Merging deletes one and changes the other.
        if not (
            admin.has_delete_permission(request, term) and admin.has_change_permission(request)
        ):
            raise PermissionDenied
        return merge(admin, request, term, form)

    name = f"{admin.opts.app_label}_{admin.opts.model_name}_merge"
    return [path("<path:pk>/merge/", wrap(merge_view), name=name)]


def merge(
    admin: ModelAdmin, request: HttpRequest, term: Category | Tag, form_class: Any
) -> HttpResponse:
    """Choose the other one; see what will happen; do it.

    The first two steps are one address that may be asked for again; only the last one writes.
    """
    sent = request.POST if request.method == "POST" else request.GET
    form = form_class(sent if "to" in sent else None, term=term)
    into = form.cleaned_data["to"] if form.is_valid() else None
    if into is not None and request.method == "POST":
        return _merged(admin, request, term, into)
    context = admin.admin_site.each_context(request) | {
        "title": _("Merge “%(name)s”") % {"name": term},
        "opts": admin.opts,
        "term": term,
        "form": form,
        "into": into,
        "what": retiring.consequences(term, into) if into else None,
    }
    return TemplateResponse(request, "admin/articles/merge.html", context)


def delete_category(admin: ModelAdmin, request: HttpRequest, category: Category) -> HttpResponse:
    """Delete an empty category; one with articles only together with their new place."""
    used = category.articles.count()
    children = category.children.count()
    form = RefileForm(_sent(request), term=category) if used else None
    if request.method == "POST" and not children and (form is None or form.is_valid()):
        to = form.cleaned_data["to"] if form else None
        return _deleted(
            admin,
            request,
            category,
            lambda: retiring.delete_category(category, by=request.user, to=to),
        )
    return _ask(admin, request, category, form, used, children=children)


def delete_tag(admin: ModelAdmin, request: HttpRequest, tag: Tag) -> HttpResponse:
    """Delete an unused tag; one that articles carry only by saying what becomes of it there."""
    used = tag.article_tags.count()
    form = RetireTagForm(_sent(request), term=tag) if used else None
    if request.method == "POST" and (form is None or form.is_valid()):
        into = form.cleaned_data["to"] if form else None
        takes_off = form is not None
        return _deleted(
            admin,
            request,
            tag,
            lambda: retiring.delete_tag(tag, by=request.user, into=into, takes_off=takes_off),
        )
    return _ask(admin, request, tag, form, used)


def _merged(
    admin: ModelAdmin, request: HttpRequest, term: Category | Tag, into: Category | Tag
) -> HttpResponse:
    name, address = str(term), _list(admin)
    try:
        count = retiring.merge(term, into=into, by=request.user)
    except retiring.CannotMerge as refusal:
        messages.error(request, MERGE_REFUSALS[type(refusal)])
        return HttpResponseRedirect(address)
    text = ngettext(
        "“%(name)s” is “%(into)s” now, with %(count)d article.",
        "“%(name)s” is “%(into)s” now, with %(count)d articles.",
        count,
    )
    messages.success(request, text % {"name": name, "into": into, "count": count})
    return HttpResponseRedirect(address)


def _deleted(
    admin: ModelAdmin, request: HttpRequest, thing: Category | Tag, verb: Callable[[], None]
) -> HttpResponse:
    name = str(thing)
    try:
        verb()
    except retiring.StillInUse:
        messages.error(request, _("Something was filed here meanwhile. Nothing was deleted."))
    except retiring.CannotMerge as refusal:
        messages.error(request, MERGE_REFUSALS[type(refusal)])
    else:
        messages.success(request, _("“%(name)s” is deleted.") % {"name": name})
    return HttpResponseRedirect(_list(admin))


def _list(admin: ModelAdmin) -> str:
    return reverse(f"admin:articles_{admin.opts.model_name}_changelist")


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
