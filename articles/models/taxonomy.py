"""How articles are filed."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.fields import SlugTextField


class CategoryQuerySet(models.QuerySet["Category"]):
    def top_level(self) -> Self:
        """The categories of the masthead, in the desk's order."""
        return self.filter(parent=None)

    def in_tree_order(self) -> Self:
        """Each parent followed by its children, both in the desk's order."""
        return self.select_related("parent").order_by(
            Coalesce("parent__position", "position"),
            Coalesce("parent_id", "id"),
            models.F("parent_id").asc(nulls_first=True),
            "position",
            "id",
        )


class Category(models.Model):
    """One place in the site's order, at most two deep. Every published article has one."""

    name = models.CharField(_("name"), max_length=40)
    slug = SlugTextField(
        _("slug"), unique=True, help_text=_("The last part of the page's address.")
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent category"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        limit_choices_to={"parent": None},
    )
    description = models.TextField(_("description"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Smaller numbers come first.")
    )

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                name="category_not_its_own_parent",
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.parent.name} › {self.name}" if self.parent else self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:category_detail", args=[self.slug])

    def clean(self) -> None:
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": _("Categories are nested two deep at most.")})
        if self.parent_id and self.pk and self.children.exists():
            raise ValidationError({"parent": _("A category with children stays at the top.")})


class Tag(models.Model):
    """A word that gathers articles across categories."""

    name = models.CharField(_("name"), max_length=60)
    slug = SlugTextField(
        _("slug"), unique=True, help_text=_("The last part of the page's address.")
    )
    description = models.TextField(_("description"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:tag_detail", args=[self.slug])
