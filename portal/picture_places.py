"""Where the site around the articles uses pictures."""

from collections.abc import Iterator

from django.db.models import Q

from articles.models import Picture, Topic
from articles.picture_uses import Use, bodies_with, use_of
from portal.models import StandingPage


def in_standing_pages(picture: Picture) -> Iterator[Use]:
    """The standing pages that show the picture; there are few, so their texts are searched."""
    for page in StandingPage.objects.filter(bodies_with(picture)).defer("body"):
        yield use_of(page, is_public=page.is_published)


def in_topics(picture: Picture) -> Iterator[Use]:
    """The topics that show the picture, above their list or in their introduction."""
    for topic in Topic.objects.filter(Q(picture=picture) | bodies_with(picture, "intro")):
        yield use_of(topic, is_public=topic.is_published)
