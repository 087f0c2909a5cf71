"""What somebody without an account reads through a preview link.

Whatever does not open answers with one and the same page: a stranger learns nothing from it.
"""

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles import sharing
from articles.article_page import article_page_context
from articles.content import ArticleContent
from articles.crawlers import is_ahead_of_reading, is_crawler
from articles.heads import PageHead
from articles.media_files import file_response, picture_at
from articles.models import Picture, PreviewLink
from articles.networks import client_network
from articles.public_forms import Provenance, provenance
from articles.public_pages import private_page
from articles.sharing_forms import NoteForm

View = Callable[..., Any]


def for_its_holder(view: View) -> View:
    """Open the token for the view; keep what it answers from caches, crawlers and referrers."""

    @csrf_exempt  # no session, no cookie: the token is all the authority there is
    @wraps(view)
    def opened(request: HttpRequest, token: str, **given: Any) -> HttpResponse:
        try:
            response = view(request, sharing.open_link(token), **given)
        except (sharing.LinkClosed, Http404):
            response = render(request, "404.html", {"head": PageHead(is_hidden=True)}, status=404)
        private_page(response)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return opened


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_holder
def shared_preview(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    """The page as readers will see it; POST leaves a note for the desk."""
    if request.method == "POST":
        return _take_note(request, link)
    agent = request.headers.get("User-Agent", "")
    is_read = not is_crawler(agent) and not is_ahead_of_reading(request.headers)
    if request.method == "GET" and is_read:
        sharing.record_visit(link, network=client_network(request))
    return _page(request, link, NoteForm())


@require_safe
@for_its_holder
def shared_picture(request: HttpRequest, link: PreviewLink, path: str) -> FileResponse:
    """A file of a picture that the link's text shows, and of no other."""
    picture = picture_at(path)
    if picture not in _pictures(link):
        raise Http404
    return file_response(picture, path, shown_to_all=False)


def _take_note(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    if _is_from_elsewhere(request):
        return render(request, "403.html", {"from_other_site": True}, status=403)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, link, form, status=422)
    try:
        sharing.leave_note(link, network=client_network(request), **form.cleaned_data)
    except sharing.TooManyNotes as refusal:
        minutes = -(-refusal.retry_after_s // 60)
        message = ngettext(
            "Too many notes in a short time. Your text is still here: send it again in a minute.",
            "Too many notes in a short time. Your text is still here: send it again in %(minutes)d"
            " minutes.",
            minutes,
        )
        form.add_error(None, message % {"minutes": minutes})
        response = _page(request, link, form, status=429)
        response.headers["Retry-After"] = str(refusal.retry_after_s)
        return response
    return HttpResponse(status=303, headers={"Location": f"{request.path}?noted=1#note"})


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site sent the form.

    Our page sends no referrer, so browsers call its origin "null"; those that say nothing better
    (Sec-Fetch-Site comes over https alone) are believed: the token in the address proves more.
    """
    is_unnamed = request.headers.get("Origin") == "null" and "Sec-Fetch-Site" not in request.headers
    return provenance(request) is Provenance.OTHER_SITE and not is_unnamed


def _page(
    request: HttpRequest, link: PreviewLink, form: NoteForm, *, status: int = 200
) -> HttpResponse:
    revision, article = sharing.text_behind(link), link.article
    is_seen = article.is_published and (revision is None or revision.pk == article.live_revision_id)
    context = article_page_context(article, revision, preview=True)
    context |= {
        "link": link,
        "form": form,
        "is_noted": "noted" in request.GET,
        "is_seen": is_seen,
        "saved_at": revision.created_at if revision else article.saved_at,
    }
    response = render(request, "articles/shared_preview.html", context, status=status)
    response.content = _through(link, response.content.decode(), _pictures(link))
    return response


def _through(link: PreviewLink, html: str, pictures: Iterable[Picture]) -> str:
    """The page with its pictures' addresses led through the link: the others are not public."""
    files = {default_storage.url(path): path for one in pictures for path in one.files}
    if not files:
        return html
    address = re.compile("|".join(map(re.escape, sorted(files, key=len, reverse=True))))
    under = sharing.address_of(link)
    return address.sub(lambda found: f"{under}media/{files[found[0]]}", html)


def _pictures(link: PreviewLink) -> list[Picture]:
    """What the text behind the link shows now: its cover and the pictures in it."""
    revision = sharing.text_behind(link)
    if revision:
        return ArticleContent.from_revision(revision).relations().pictures
    return list(Picture.objects.filter(article_pictures__article=link.article))
