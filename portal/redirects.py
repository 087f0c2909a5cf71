"""Old addresses that still lead somewhere: asked only where nothing else answers."""

from urllib.parse import unquote

from django.http import HttpRequest, HttpResponsePermanentRedirect

from articles.models import Redirect

SAFE_METHODS = ("GET", "HEAD")
LONGEST = Redirect._meta.get_field("old_path").max_length or 0
# How WordPress addresses without permalinks: /?p=12, /?page_id=2, /?attachment_id=7.
WORDPRESS_IDS = ("p", "page_id", "attachment_id")


def moved(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """Return the redirect from this address, if the table has one.

    The address with its query comes first, then the path alone; a missing or superfluous slash
    at the end of the path is forgiven. Never leads back to the address that was asked for.
    """
    path = request.path_info
    other = path.rstrip("/") if path.endswith("/") else f"{path}/"
    query = unquote(request.META.get("QUERY_STRING", ""))
    exact = [f"{path}?{query}", f"{other}?{query}"] if query else []
    return _first_of(request, [*exact, path, other])


def moved_by_query(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """Return the redirect from the front page's address with an id of WordPress in its query."""
    named = [f"/?{name}={request.GET[name]}" for name in WORDPRESS_IDS if name in request.GET]
    return _first_of(request, named)


def _first_of(request: HttpRequest, paths: list[str]) -> HttpResponsePermanentRedirect | None:
    # What no row can hold is not asked for: PostgreSQL refuses NUL, the column has a length.
    paths = [path for path in paths if path.isprintable() and 1 < len(path) <= LONGEST]
    if request.method not in SAFE_METHODS or not paths:
        return None
    known = Redirect.objects.in_bulk(paths, field_name="old_path")
    for path in paths:
        if path in known and (target := known[path].new_path) not in paths:
            return HttpResponsePermanentRedirect(target)
    return None
