"""The files of the picture library: which there are, and the envelope in which they are served.

What a path may be is known (articles/models/picture.py), so nothing else is looked for on the disk.
"""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.cache import patch_cache_control
from django.utils.http import http_date

from articles.models import Picture

# The full file, a rendition by its width, a crop by its ratio and focal point.
FILE = re.compile(
    r"pictures/[0-9a-f]{2}/([0-9a-f]{64})"
    r"(?:-[0-9]{1,5}|-[0-9]{1,2}x[0-9]-[0-9]{1,3}-[0-9]{1,3})?\.[a-z]{3,4}"
)
CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif"}
# A file never changes under its name, so browsers need not ask again.
MAX_AGE_S = 365 * 24 * 3600


def picture_at(path: str) -> Picture:
    """The picture that has a file at this path of the storage. Raises Http404."""
    match = FILE.fullmatch(path)
    picture = Picture.objects.filter(name=match[1]).first() if match else None
    if picture is None or path not in picture.files:
        raise Http404
    return picture


def file_response(picture: Picture, path: str, *, shown_to_all: bool) -> FileResponse:
    """The file, which can do nothing but be looked at. Raises Http404 if it is lost."""
    try:
        file = default_storage.open(path)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type=CONTENT_TYPES[path.rpartition(".")[2]])
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["ETag"] = f'"{path.rpartition("/")[2]}"'
    response.headers["Last-Modified"] = http_date(picture.created_at.timestamp())
    if shown_to_all:
        patch_cache_control(response, public=True, max_age=MAX_AGE_S, immutable=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response
