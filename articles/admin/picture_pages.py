"""Pages of the picture desk beside list and sheet: several at once, and another file for one."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.forms import modelformset_factory
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from articles import journal
from articles.admin.picture_places import places
from articles.models import Article, Picture
from articles.permalinks import is_id
from articles.picture_forms import DescribeForm, ReplaceForm, SharedCreditForm
from articles.picture_uses import Use, uses_of
from articles.pictures import PictureRefused, replace_picture, store_picture
from articles.workflow import DeskState, desk_state

AT_ONCE = 60  # pictures on one page to be described, and files of one form without scripts
METHODS = ["GET", "HEAD", "POST"]
# Texts that somebody will still decide on, with their pictures before their eyes.
UNDECIDED = (DeskState.DRAFT, DeskState.SENT_BACK, DeskState.IN_REVIEW)


def paths(admin: ModelAdmin, wrap: Callable) -> list[URLPattern]:
    """The addresses of this module, below /admin/articles/picture/."""

    @require_POST
    def upload_many_view(request: HttpRequest) -> HttpResponse:
        return upload_many(admin, request)

    @require_http_methods(METHODS)
    def describe_view(request: HttpRequest) -> HttpResponse:
        return describe(admin, request)

    @require_http_methods(METHODS)
    def replace_view(request: HttpRequest, pk: int) -> HttpResponse:
        return replace(admin, request, pk)

    return [
        path("upload-many/", wrap(upload_many_view), name="articles_picture_upload_many"),
        path("describe/", wrap(describe_view), name="articles_picture_describe"),
        path("<int:pk>/replace/", wrap(replace_view), name="articles_picture_replace"),
    ]


def upload_many(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Take the files of the form over the library, for browsers without scripts.

    Each that is refused is named with its reason; the others go on to be described.
    """
    if not admin.has_add_permission(request):
        raise PermissionDenied
    library = reverse("admin:articles_picture_changelist")
    files = request.FILES.getlist("upload")
    if not files:
        messages.error(request, _("Choose one file or several first."))
        return HttpResponseRedirect(library)
    taken = list(_taken(request, files[:AT_ONCE]))
    for file in files[AT_ONCE:]:
        messages.error(request, _("%(file)s: too many files at once.") % {"file": file.name})
    own = [picture for picture in taken if admin.has_change_permission(request, picture)]
    if taken and not own:
        messages.info(request, _("Colleagues have put these pictures into the library already."))
    return HttpResponseRedirect(describe_address(own) if own else library)


def describe(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Alternative text, caption and credit of several pictures on one page, saved at once.

    `pictures` in the address are their numbers; those of other people are left out.
    """
    pictures = _open_to(admin, request)
    formset_class = modelformset_factory(
        Picture, form=DescribeForm, extra=0, max_num=AT_ONCE, edit_only=True
    )
    rows = Picture.objects.filter(pk__in=[picture.pk for picture in pictures])
    formset = formset_class(request.POST or None, queryset=rows)
    shared = SharedCreditForm(request.POST or None, prefix="all")
    if request.method == "POST" and formset.is_valid() and shared.is_valid():
        # A number that is not on the page makes a form without a picture.
        forms = [form for form in formset.forms if form.instance.pk]
        for form in forms:
            if not form.instance.credit:
                form.instance.credit = shared.cleaned_data["credit"]
            if form.has_changed() or shared.cleaned_data["credit"]:
                _save(admin, request, form)
        lacking = sum(not form.instance.is_described for form in forms)
        _say_described(request, len(forms), lacking)
        return redirect("admin:articles_picture_changelist")
    context = {"title": _("Describe pictures"), "formset": formset, "shared": shared}
    return page(admin, request, "describe.html", context)


def replace(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Put another file in the place of this one, after a look at everything that shows it.

    The uploader alone may not once a text with it is past the desk: nobody would read it again.
    """
    picture = admin.get_object(request, str(pk))
    if picture is None:
        raise Http404
    uses = uses_of(picture)
    if not may_replace(admin, request, picture, uses):
        raise PermissionDenied
    is_sent = request.method == "POST"
    form = ReplaceForm(*((request.POST, request.FILES) if is_sent else ()), picture=picture)
    if is_sent and form.is_valid():
        user: Any = request.user
        try:
            replace_picture(picture, form.cleaned_data["file"], by=user)
        except PictureRefused as refusal:  # somebody was faster with the same file
            form.add_error("file", refusal.reason)
        else:
            messages.success(request, _("The file is replaced. Readers see the new one now."))
            return redirect("admin:articles_picture_change", picture.pk)
    context = {
        "title": _("Replace the file"),
        "picture": picture,
        "form": form,
        "places": places(admin.admin_site, request, uses),
    }
    return page(admin, request, "replace.html", context)


def may_replace(
    admin: ModelAdmin, request: HttpRequest, picture: Picture, uses: Iterable[Use]
) -> bool:
    """Whether this person may put another file under the picture, which these things show."""
    if not admin.has_change_permission(request, picture):
        return False
    if request.user.has_perm("articles.change_picture"):
        return True
    return all(
        isinstance(use.thing, Article) and desk_state(use.thing) in UNDECIDED for use in uses
    )


def describe_address(pictures: Iterable[Picture]) -> str:
    """Where these pictures are described together."""
    numbers = ",".join(str(picture.pk) for picture in pictures)
    return f"{reverse('admin:articles_picture_describe')}?pictures={numbers}"


def page(
    admin: ModelAdmin, request: HttpRequest, name: str, context: dict[str, Any]
) -> HttpResponse:
    """A page of the picture desk."""
    whole = admin.admin_site.each_context(request) | {"opts": admin.opts} | context
    return TemplateResponse(request, f"admin/articles/picture/{name}", whole)


def _taken(request: HttpRequest, files: Iterable[UploadedFile]) -> Iterable[Picture]:
    user: Any = request.user
    for file in files:
        try:
            yield store_picture(file, by=user)
        except PictureRefused as refusal:
            messages.error(request, f"{file.name}: {refusal.reason}")


def _open_to(admin: ModelAdmin, request: HttpRequest) -> list[Picture]:
    """The pictures in the address that this person may describe. Raises if there is none."""
    numbers = request.GET.get("pictures", "").split(",")
    if len(numbers) > AT_ONCE or not all(map(is_id, numbers)):
        raise BadRequest("That is no list of pictures.")
    found = admin.get_queryset(request).filter(pk__in=numbers)
    if not found:
        raise Http404
    allowed = [picture for picture in found if admin.has_change_permission(request, picture)]
    if not allowed:
        raise PermissionDenied
    return allowed


def _save(admin: ModelAdmin, request: HttpRequest, form: DescribeForm) -> None:
    admin.save_model(request, form.instance, form, change=True)
    user: Any = request.user
    journal.record("picture.change", form.instance, by=user, fields=form.changed_data)


def _say_described(request: HttpRequest, count: int, lacking: int) -> None:
    text = ngettext("%(count)d picture saved.", "%(count)d pictures saved.", count)
    messages.success(request, text % {"count": count})
    if lacking:
        text = ngettext(
            "%(count)d picture has no description yet.",
            "%(count)d pictures have no description yet.",
            lacking,
        )
        messages.warning(request, text % {"count": lacking})
