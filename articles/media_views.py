"""Media files, for installations without a web server of their own for them."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from articles.media_files import file_response, picture_at
from articles.picture_uses import is_public


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """Serve a picture's file: to everybody if a public page shows it, else to the newsroom."""
    picture = picture_at(path)
    shown_to_all = is_public(picture)
    # Only for what is not public, so that public answers depend on no cookie.
    if not shown_to_all and not request.user.has_perm("articles.view_picture"):
        raise Http404
    return file_response(picture, path, shown_to_all=shown_to_all)
