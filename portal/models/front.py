"""The front page as somebody has composed it (首页编排)."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FrontEditionQuerySet(models.QuerySet["FrontEdition"]):
    def in_force(self, at: datetime | None = None) -> Self:
        """At most one row: of all that have begun, the one that began last."""
        begun = self.filter(starts_at__lte=at or timezone.now())
        return begun.order_by("-starts_at", "-pk")[:1]


class FrontEdition(models.Model):
    """One composition of the front page, from `starts_at` until the next one begins.

    An automatic edition is empty: it ends the one before it. Where an article is hidden, or a
    place was left empty, the front page fills it as it would without any edition.
    """

    name = models.CharField(
        _("name"), max_length=80, blank=True, help_text=_("For the desk alone.")
    )
    starts_at = models.DateTimeField(_("from"))
    is_automatic = models.BooleanField(_("automatic"), default=False, editable=False)
    made_by = models.ForeignKey(
        "articles.User",
        verbose_name=_("made by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = FrontEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("front page edition")
        verbose_name_plural = _("front page editions")
        ordering = ("-starts_at", "-pk")
        default_permissions = ()
        permissions = [("compose_front", _("Can compose the front page"))]
        indexes = [models.Index(fields=["-starts_at", "-id"], name="front_edition_newest")]

    def __str__(self) -> str:
        if self.name:
            return self.name
        return str(_("automatic") if self.is_automatic else _("without a name"))


class FrontSlot(models.Model):
    """An article's place in an edition: 0 is the lead, the others are the editors' picks."""

    LEAD = 0

    edition = models.ForeignKey(FrontEdition, on_delete=models.CASCADE, related_name="slots")
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(name="article_once_an_edition", fields=["edition", "article"]),
            models.UniqueConstraint(name="one_article_a_slot", fields=["edition", "position"]),
        ]

    def __str__(self) -> str:
        return f"{self.position} · {self.article}"


class FrontSection(models.Model):
    """A category's river on an edition: its place among them, or that it is left out."""

    edition = models.ForeignKey(FrontEdition, on_delete=models.CASCADE, related_name="sections")
    category = models.ForeignKey("articles.Category", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    is_hidden = models.BooleanField(default=False)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(name="category_once_an_edition", fields=["edition", "category"])
        ]

    def __str__(self) -> str:
        return f"{self.position} · {self.category}"
