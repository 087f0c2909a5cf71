"""What the desk's scripts ask of the library: take a file, show what there is, show one picture."""

from itertools import zip_longest
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from articles.fetching import Network
from articles.models import Picture, User
from articles.pagination import page_or_404
from articles.pasting import failure, label
from articles.picture_forms import BareUploadForm, UploadForm
from articles.remote_pictures import AT_ONCE, Copy, copy_pictures, host_of

SEARCHED = ("title", "alt", "caption", "credit")
SHOWN_PX = 800  # the width in which editor and dialogs show a picture
PER_PAGE = 24


@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Take one file, `upload`, with the words of UploadForm.

    With `describe_later` the words may be missing (several files at once). Answers
    ``{"uploaded": 1, "id", "url", "width", "height", …}``, else ``{"uploaded": 0, "error":
    {"message"}, "errors": {field: [sentences]}}`` with 403 or 422.
    """
    if not _may(request, "articles.add_picture"):
        return _refused({"file": [_("You may not upload pictures.")]}, status=403)
    form_class = BareUploadForm if "describe_later" in request.POST else UploadForm
    # CKEditor's word for the file is ours at this address; the form calls it what it is.
    form = form_class(request.POST, MultiValueDict({"file": request.FILES.getlist("upload")}))
    user: Any = request.user
    picture = form.store(by=user) if form.is_valid() else None
    if picture is None:
        errors = {
            field: [str(sentence) for sentence in said] for field, said in form.errors.items()
        }
        return _refused(errors, status=422)
    return JsonResponse({"uploaded": 1} | facts(picture))


@require_POST
def copy(request: HttpRequest, network: Network | None = None) -> JsonResponse:
    """Copy the pictures at these addresses of other sites: `address`, with an `alt` for each.

    Answers ``{"copies": [{"address", …}]}`` in the same order, each with the picture's facts, or
    with the sentence that says why not (`error`) and the words of a link to it (`label`).
    """
    if not _may(request, "articles.add_picture"):
        raise PermissionDenied
    addresses, alts = request.POST.getlist("address"), request.POST.getlist("alt")
    if not 0 < len(addresses) <= AT_ONCE:
        raise BadRequest("That is no list of a few addresses.")
    described = dict(zip_longest(addresses, alts[: len(addresses)], fillvalue=""))
    user: Any = request.user
    copies = copy_pictures(described, by=user, network=network)
    return JsonResponse({"copies": [_outcome(copy, described[copy.address]) for copy in copies]})


@never_cache
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The library as the inside of a dialog: search, pages, and a form to add to it."""
    if not _may(request, "articles.view_picture"):
        raise PermissionDenied
    # NUL is in no title, and PostgreSQL refuses to look for it.
    words = request.GET.get("q", "").replace("\x00", " ").split()
    page = page_or_404(found(Picture.objects.all(), words), request, per_page=PER_PAGE)
    may_add = _may(request, "articles.add_picture")
    context = {
        "page": page,
        "q": " ".join(words),
        "form": UploadForm(auto_id="upload-%s") if may_add else None,
        "shown_px": SHOWN_PX,
    }
    return render(request, "admin/articles/picture/_choose.html", context)


@never_cache
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the file in which the editor shows the picture of this number."""
    if not _may(request, "articles.view_picture"):
        raise PermissionDenied
    return HttpResponseRedirect(get_object_or_404(Picture, pk=pk).rendition_url(SHOWN_PX))


def found(pictures: QuerySet[Picture], words: list[str]) -> QuerySet[Picture]:
    """Those that have every word somewhere, or the number that is searched for."""
    for word in words:
        condition = Q(pk=word) if word.isascii() and word.isdigit() and len(word) < 19 else Q()
        for field in SEARCHED:
            condition |= Q(**{f"{field}__icontains": word})
        pictures = pictures.filter(condition)
    return pictures


def facts(picture: Picture) -> dict[str, Any]:
    """What a script needs to show the picture and to prefill its words."""
    return {
        "id": picture.pk,
        "url": picture.rendition_url(SHOWN_PX),
        "width": picture.width,
        "height": picture.height,
        "alt": picture.alt,
        "isDecorative": picture.is_decorative,
        "caption": picture.caption,
        "credit": picture.credit,
    }


def _outcome(copy: Copy, alt: str) -> dict[str, Any]:
    if copy.picture:
        return {"address": copy.address} | facts(copy.picture)
    said = {"error": failure(copy), "label": label(alt, host_of(copy.address))}
    return {"address": copy.address} | said


def _may(request: HttpRequest, permission: str) -> bool:
    user: Any = request.user
    return isinstance(user, User) and user.is_staff and user.has_perm(permission)


def _refused(errors: dict[str, list[str]], *, status: int) -> JsonResponse:
    message = " ".join(sentence for said in errors.values() for sentence in said)
    answer = {"uploaded": 0, "error": {"message": message}, "errors": errors}
    return JsonResponse(answer, status=status)
