"""What every page shows around its content: one lazy context processor."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import SiteProfile


def site(request: HttpRequest) -> dict[str, Any]:
    """Offer the site's profile to templates; no query unless one of them asks."""
    return {"profile": SimpleLazyObject(SiteProfile.load)}
