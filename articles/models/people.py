"""Accounts, and the names under which articles appear."""

from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.fields import SlugTextField


class User(AbstractUser):
    """A staff account. Readers have none."""

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]
        verbose_name_plural = _("users")  # type: ignore[assignment]

    @property
    def display_name(self) -> str:
        """The name that colleagues see; a Chinese one begins with the family name, unspaced."""
        whole = f"{self.last_name}{self.first_name}"
        if any("\u3400" <= character <= "\u9fff" for character in whole):
            return whole
        return self.get_full_name() or self.username


class AuthorQuerySet(models.QuerySet["Author"]):
    def of(self, user: User) -> Self:
        """The bylines that belong to this account."""
        return self.filter(user=user)


class Author(models.Model):
    """A byline: the public profile of somebody who writes, with or without an account."""

    name = models.CharField(_("name"), max_length=60)
    slug = SlugTextField(
        _("slug"), unique=True, help_text=_("The last part of the page's address.")
    )
    role = models.CharField(
        _("role"),
        max_length=60,
        blank=True,
        help_text=_("Shown beside the name, such as “Science reporter”."),
    )
    bio = models.TextField(_("about"), max_length=500, blank=True)
    avatar = models.ForeignKey(
        "articles.Picture",
        verbose_name=_("portrait"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    user = models.OneToOneField(
        "articles.User",
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        help_text=_("Empty for people without a staff account."),
    )

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:author_detail", args=[self.slug])
