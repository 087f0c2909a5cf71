"""Where the site around the articles uses pictures."""

from collections.abc import Iterator

from articles.models import Picture
from articles.picture_uses import Use, bodies_with, use_of
from portal.models import StandingPage


def in_standing_pages(picture: Picture) -> Iterator[Use]:
    """The standing pages that show the picture; there are few, so their texts are searched."""
    for page in StandingPage.objects.filter(bodies_with(picture)).defer("body"):
        yield use_of(page, is_public=page.is_published)
