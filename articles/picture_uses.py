"""Where pictures are used: so that nobody deletes one that is, and readers see only those.

Apps above this one use pictures in places of their own; they name them with `in_these_places`
when they start.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import NoReverseMatch, reverse

from articles.html import picture_ids
from articles.models import Article, ArticlePicture, ArticleRevision, Picture, Topic

RECENT_REVISIONS = 2000  # that are searched for a picture: texts are long, and have no index for it


@dataclass(frozen=True)
class Use:
    """One thing that shows a picture; `url` is where it is edited, empty if nowhere."""

    kind: str
    name: str
    url: str
    is_public: bool
    thing: models.Model = field(compare=False)


Place = Callable[[Picture], Iterable[Use]]
Bodies = Callable[[], Iterable[str]]
_places: list[Place] = []
_bodies: list[Bodies] = []


def in_these_places(*places: Place) -> None:
    """Have these asked, too, whether they use a picture. Twice is once."""
    _places.extend(place for place in places if place not in _places)


def in_these_bodies(*bodies: Bodies) -> None:
    """Have these texts looked through, too, for pictures that nothing uses. Twice is once."""
    _bodies.extend(one for one in bodies if one not in _bodies)


def uses_of(picture: Picture) -> list[Use]:
    """Everything that shows the picture, or will: published, drafted, or waiting to be published.

    Older revisions do not count, see named_in_history(); whoever restores one is told which
    pictures are gone.
    """
    places = (_in_articles, _by_key, _in_topics, _above)
    return list(dict.fromkeys(use for place in places for use in place(picture)))


def is_public(picture: Picture) -> bool:
    """Whether readers may load it now."""
    shown_here = Picture.objects.public().filter(pk=picture.pk).exists()
    return shown_here or any(
        use.is_public for place in (_in_topics, _above) for use in place(picture)
    )


def unused(pictures: QuerySet[Picture]) -> QuerySet[Picture]:
    """Those of them that nothing shows or is about to show; agrees with uses_of()."""
    for model, key in _keys():
        pictures = pictures.exclude(Exists(model._default_manager.filter(**{key: OuterRef("pk")})))
    ahead = ArticleRevision.objects.filter(pk__in=_waiting().values("latest_revision"))
    waiting = list(ahead.values_list("body", "content"))
    shown = {content.get("cover_id") for _body, content in waiting}
    texts = [body for body, _content in waiting]
    texts += Topic.objects.values_list("intro", flat=True)
    texts += [body for bodies in _bodies for body in bodies()]
    shown |= {pk for text in texts for pk in picture_ids(text)}
    return pictures.exclude(pk__in=shown - {None})


def named_in_history(picture: Picture) -> list[Use]:
    """Articles whose recent revisions name the picture: whoever restores one will miss it."""
    since = ArticleRevision.objects.filter(created_at__gte=picture.created_at).order_by("-pk")
    recent = ArticleRevision.objects.filter(pk__in=since.values("pk")[:RECENT_REVISIONS])
    naming = recent.filter(bodies_with(picture) | Q(content__cover_id=picture.pk))
    articles = Article.objects.filter(pk__in=naming.values("article")).defer("body")
    return [use_of(article, is_public=False) for article in articles.order_by("-pk")]


def use_of(thing: models.Model, *, is_public: bool) -> Use:
    """The use of a picture by a row."""
    meta = thing._meta
    try:
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk])
    except NoReverseMatch:
        url = ""
    return Use(str(meta.verbose_name), str(thing), url, is_public, thing)


def bodies_with(picture: Picture, field: str = "body") -> Q:
    """The condition that a body holds the picture, as the policy writes it."""
    return Q(**{f"{field}__contains": f'data-picture="{picture.pk}"'})


def _waiting() -> QuerySet[Article]:
    """Public articles with a text above them that is not in the row yet."""
    written = Article.objects.filter(state=Article.State.PUBLISHED, latest_revision__isnull=False)
    return written.exclude(latest_revision=F("live_revision"))


def _in_articles(picture: Picture) -> Iterator[Use]:
    shown = Q(cover=picture) | Q(article_pictures__picture=picture)
    waiting = bodies_with(picture, "latest_revision__body") | Q(
        latest_revision__content__cover_id=picture.pk
    )
    ids = Article.objects.filter(shown).values("pk")
    above = _waiting().filter(waiting).values("pk")
    for article in Article.objects.filter(Q(pk__in=ids) | Q(pk__in=above)).defer("body"):
        yield use_of(article, is_public=article.is_published)


def _by_key(picture: Picture) -> Iterator[Use]:
    """Rows with a key to the picture: portraits, the profile, whatever comes to have one."""
    for model, key in _keys():
        if model not in (Article, ArticlePicture):
            for row in model._default_manager.filter(**{key: picture}):
                yield use_of(row, is_public=getattr(row, "is_published", True))


def _keys() -> Iterator[tuple[type[models.Model], str]]:
    """Every model that has a key to a picture, with the key's name."""
    for relation in Picture._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            yield relation.related_model, relation.field.name


def _in_topics(picture: Picture) -> Iterator[Use]:
    """The introductions of topics; there are few, so their texts are searched."""
    for topic in Topic.objects.filter(bodies_with(picture, "intro")):
        yield use_of(topic, is_public=topic.is_published)


def _above(picture: Picture) -> Iterator[Use]:
    for place in _places:
        yield from place(picture)
