"""Where pictures are used: so that nobody deletes one that is, and readers see only those.

Apps above this one use pictures in places of their own; they name them with `in_these_places`
when they start.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q
from django.urls import NoReverseMatch, reverse

from articles.models import Article, Author, Picture, SiteProfile


@dataclass(frozen=True)
class Use:
    """One thing that shows a picture; `url` is where it is edited, empty if nowhere."""

    kind: str
    name: str
    url: str
    is_public: bool


Place = Callable[[Picture], Iterable[Use]]
_places: list[Place] = []


def in_these_places(*places: Place) -> None:
    """Have these asked, too, whether they use a picture. Twice is once."""
    _places.extend(place for place in places if place not in _places)


def uses_of(picture: Picture) -> list[Use]:
    """Everything that shows the picture, or will: published, drafted, or waiting to be published.

    Older revisions do not count; whoever restores one is told which pictures are gone.
    """
    return [*_in_articles(picture), *_in_profiles(picture), *_above(picture)]


def is_public(picture: Picture) -> bool:
    """Whether readers may load it now."""
    shown_here = Picture.objects.public().filter(pk=picture.pk).exists()
    return shown_here or any(use.is_public for use in _above(picture))


def use_of(thing: models.Model, *, is_public: bool) -> Use:
    """The use of a picture by a row."""
    meta = thing._meta
    try:
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk])
    except NoReverseMatch:
        url = ""
    return Use(str(meta.verbose_name), str(thing), url, is_public)


def bodies_with(picture: Picture, field: str = "body") -> Q:
    """The condition that a body holds the picture, as the policy writes it."""
    return Q(**{f"{field}__contains": f'data-picture="{picture.pk}"'})


def _in_articles(picture: Picture) -> Iterator[Use]:
    shown = Q(cover=picture) | Q(article_pictures__picture=picture)
    # What waits above a published text is not in the row yet.
    waiting = bodies_with(picture, "latest_revision__body") | Q(
        latest_revision__content__cover_id=picture.pk
    )
    waiting &= ~Q(latest_revision=F("live_revision"))
    ids = Article.objects.filter(shown | waiting).values("pk")
    for article in Article.objects.filter(pk__in=ids).defer("body"):
        yield use_of(article, is_public=article.is_published)


def _in_profiles(picture: Picture) -> Iterator[Use]:
    for author in Author.objects.filter(avatar=picture):
        yield use_of(author, is_public=True)
    for profile in SiteProfile.objects.filter(wechat_qr=picture):
        yield use_of(profile, is_public=True)


def _above(picture: Picture) -> Iterator[Use]:
    for place in _places:
        yield from place(picture)
