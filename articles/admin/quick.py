"""Quick edit: a few fields of one article, from the list and back to it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import filing, workflow
from articles.admin.row_acts import back_to
from articles.admin.words import refusal
from articles.form_fields import CategoryField, LocalDateTimeInput, NamesField, PersonField
from articles.forms import zone_note
from articles.models import Article, Tag

View = Callable[..., Callable[..., HttpResponse]]


class QuickForm(forms.Form):
    """What is changed without opening the text. Whoever may not assign gets no fields for it."""

    headline = forms.CharField(label=_("headline"), max_length=200)
    category = CategoryField(label=_("category"), required=False, empty_label="—")
    tags = NamesField(
        Tag.objects.all(),
        label=_("tags"),
        widget=forms.TextInput(attrs={"data-suggest": "tags"}),
    )
    assignee = PersonField(label=_("assigned to"), required=False, empty_label=_("nobody"))
    planned_for = forms.DateTimeField(
        label=_("planned for"), required=False, widget=LocalDateTimeInput
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, article: Article, user: Any) -> None:
        content = workflow.content_of(article)
        begin = {
            "headline": content.headline,
            "category": content.category_id,
            "tags": NamesField(Tag.objects.all()).written(content.tag_ids),
            "assignee": article.assignee_id,
            "planned_for": article.planned_for,
            "base": article.latest_revision_id,
        }
        super().__init__(data, initial=begin, auto_id="quick_%s")
        tags: Any = self.fields["tags"]
        tags.accepts_new = user.has_perm("articles.add_tag")
        if user.has_perm("articles.review_article"):
            people: Any = self.fields["assignee"]
            people.offer(also=article.assignee_id)
        else:
            del self.fields["assignee"], self.fields["planned_for"]

    def clean_headline(self) -> str:
        return " ".join(self.cleaned_data["headline"].split())

    def content_changes(self, *, by: Any) -> dict[str, Any]:
        """The changed fields of the text, as workflow.revise() takes them; begins new tags."""
        cleaned, changes = self.cleaned_data, {}
        if "headline" in self.changed_data:
            changes["headline"] = cleaned["headline"]
        if "category" in self.changed_data:
            changes["category_id"] = cleaned["category"].pk if cleaned["category"] else None
        if "tags" in self.changed_data:
            tags = [
                one if isinstance(one, Tag) else filing.make_tag(one, by=by)
                for one in cleaned["tags"]
            ]
            changes["tag_ids"] = tuple(dict.fromkeys(tag.pk for tag in tags))
        return changes

    def placement(self) -> dict[str, Any]:
        """The changed fields of placement, as workflow.place() takes them."""
        names = [name for name in ("assignee", "planned_for") if name in self.changed_data]
        return {name: self.cleaned_data[name] for name in names}


def paths(admin: ModelAdmin, wrap: View) -> list[URLPattern]:
    """The addresses of this module, below /admin/articles/article/."""

    def quick_view(request: HttpRequest, pk: int) -> HttpResponse:
        return quick(admin, request, admin.article_or_404(request, pk))

    return [path("<int:pk>/quick/", wrap(quick_view), name="articles_article_quick")]


def quick(admin: ModelAdmin, request: HttpRequest, article: Article) -> HttpResponse:
    """Show the few fields; a POST saves them and leads back to the list."""
    if not workflow.may_make("save", article, request.user):
        raise PermissionDenied
    if article.state == Article.State.TRASHED:  # what lies there is not written on
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    is_sent = request.method == "POST"
    form = QuickForm(request.POST if is_sent else None, article=article, user=request.user)
    if is_sent and form.is_valid():
        try:
            waits = _save(form, article, by=request.user)
        except workflow.AlreadyMoved:
            form.add_error(None, _someone_was_faster(article))
            form.data = form.data.copy()
            form.data["base"] = article.latest_revision_id
        except workflow.MoveRefused as error:
            form.add_error(None, refusal(error))
        else:
            text = gettext("Saved; readers see it when it is published.") if waits else ""
            messages.success(request, text or gettext("Saved."))
            return HttpResponseRedirect(back_to(request))
    context = admin.admin_site.each_context(request) | {
        "title": gettext("Quick edit"),
        "opts": admin.opts,
        "article": article,
        "form": form,
        "zone": zone_note(),
        "back": back_to(request),
    }
    return TemplateResponse(request, "admin/articles/article/quick.html", context)


@transaction.atomic
def _save(form: QuickForm, article: Article, *, by: Any) -> bool:
    changes = form.content_changes(by=by)
    seen = form.cleaned_data["base"]
    waits = workflow.revise(article, by=by, base_id=seen, **changes) if changes else False
    if placement := form.placement():
        workflow.place(article, by=by, **placement)
    return waits


def _someone_was_faster(article: Article) -> str:
    text = gettext(
        "A colleague has saved this article since you opened it; its headline is “%(headline)s”"
        " now. Press again to save what you see here."
    )
    article.refresh_from_db()
    return text % {"headline": workflow.content_of(article).headline}
