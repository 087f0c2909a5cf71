"""Where the site around the articles uses pictures."""

from collections.abc import Iterable, Iterator

from articles.models import Picture
from articles.picture_uses import Use, bodies_with, use_of
from portal.models import StandingPage


def standing_bodies() -> Iterable[str]:
    """The texts of all standing pages that hold any picture."""
    return StandingPage.objects.filter(body__contains="data-picture").values_list("body", flat=True)


def in_standing_pages(picture: Picture) -> Iterator[Use]:
    """The standing pages that show the picture; there are few, so their texts are searched."""
    for page in StandingPage.objects.filter(bodies_with(picture)).defer("body"):
        yield use_of(page, is_public=page.is_published)
