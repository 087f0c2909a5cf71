"""Standing pages (单页)."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.fields import BodyField, SlugTextField


class StandingPageQuerySet(models.QuerySet["StandingPage"]):
    def published(self) -> Self:
        """What readers may see."""
        return self.filter(is_published=True)

    def in_footer(self) -> Self:
        """The links of the footer, in their order."""
        return self.published().filter(is_in_footer=True)


class StandingPage(models.Model):
    """A page that stands: about, imprint, guidelines (单页)."""

    title = models.CharField(_("title"), max_length=200)
    slug = SlugTextField(
        _("slug"), unique=True, help_text=_("The last part of the page's address.")
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent page"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    body = BodyField(_("body"), blank=True)
    is_published = models.BooleanField(_("published"), default=True)
    is_in_footer = models.BooleanField(_("in the footer"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = StandingPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("portal:page_detail", args=[self.slug])

    @property
    def trail(self) -> list[tuple[str, str]]:
        """Name and address of the public pages above this one, the topmost first."""
        steps: list[StandingPage] = []
        step = self.parent
        # Four are as many as a trail can show; a ring of parents ends there, too.
        while step and len(steps) < 4:
            steps.insert(0, step)
            step = step.parent
        return [(step.title, step.get_absolute_url()) for step in steps if step.is_published]
