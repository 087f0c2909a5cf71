"""What the editor asks of the server while somebody writes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from articles.html import clean_body, removed_from
from articles.html.report import Kind
from articles.pasting import told
from articles.remote_pictures import addresses_in

WRITING = ("articles.add_article", "articles.change_article")
MOST_LEFT_OUT = 999


@require_POST
def clean(request: HttpRequest) -> JsonResponse:
    """Pasted `html` as the policy will keep it, so that writers see at once what is kept.

    The clipboard of Word, of WPS or of a web page never reaches the editor itself. `left_out` says
    how many pictures the browser did not even send, because they are files of its own machine.
    Answers ``{"html", "removed": sentence or "", "pictures": [{"address", "alt"}]}``: the pictures
    are those of other sites, to be copied by picture_views.copy.
    """
    user: Any = request.user
    if not any(map(user.has_perm, WRITING)):
        raise PermissionDenied
    html = request.POST.get("html", "")
    removed, body = removed_from(html), clean_body(html)
    left_out = request.POST.get("left_out", "")
    if left_out.isascii() and left_out.isdigit() and len(left_out) < len(str(MOST_LEFT_OUT)) + 1:
        removed[Kind.PICTURE] += int(left_out)
    remote = [{"address": url, "alt": alt} for url, alt in addresses_in(body).items()]
    return JsonResponse({"html": body, "removed": told(+removed), "pictures": remote})
