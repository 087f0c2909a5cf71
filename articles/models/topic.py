"""Topics (专题): articles that the desk has gathered about one thing, in its own order."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.excerpts import excerpt
from articles.models.article import Article
from articles.models.fields import BodyField, SlugTextField


class TopicQuerySet(models.QuerySet["Topic"]):
    def published(self) -> Self:
        """What readers may see."""
        return self.filter(is_published=True)

    def on_front(self) -> Self:
        """Those of the front page, in the desk's order."""
        return self.published().filter(is_featured=True)


class Topic(models.Model):
    """A page of its own with picture and introduction, whose articles somebody has chosen."""

    class Order(models.TextChoices):
        DESK = "desk", _("the desk's order")
        NEWEST = "newest", _("newest first")

    name = models.CharField(_("name"), max_length=60)
    slug = SlugTextField(
        _("slug"), unique=True, help_text=_("The last part of the page's address.")
    )
    intro = BodyField(_("introduction"), blank=True)
    picture = models.ForeignKey(
        "articles.Picture",
        verbose_name=_("picture"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    order = models.CharField(
        _("order of the articles"), max_length=6, choices=Order, default=Order.DESK
    )
    is_published = models.BooleanField(
        _("published"), default=False, help_text=_("Before that, only the desk sees the page.")
    )
    is_featured = models.BooleanField(_("on the front page"), default=False)
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Smaller numbers come first.")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("position", "-pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:topic_detail", args=[self.slug])

    @property
    def summary(self) -> str:
        """The beginning of the introduction, as plain text."""
        return excerpt(self.intro)


class TopicArticle(models.Model):
    """An article stands in a topic, at its place in the desk's order."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="entries")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="topic_entries")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(name="article_once_a_topic", fields=["topic", "article"])
        ]

    def __str__(self) -> str:
        return f"{self.topic} · {self.article}"
