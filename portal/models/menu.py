"""The links of masthead and footer, where the desk has chosen them."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def validate_menu_address(address: str) -> None:
    """Only addresses of this site and of the web: no script, no other scheme."""
    is_ours = address.startswith("/") and not address.startswith("//")
    if not is_ours and not address.startswith(("https://", "http://")):
        raise ValidationError(_("Begin with one slash, or with https:// for another site."))
    # Browsers read a backslash as a slash, and leave out what is not printed.
    if "\\" in address or " " in address or not address.isprintable():
        raise ValidationError(_("There is a character in it that no address has."))


class MenuItemQuerySet(models.QuerySet["MenuItem"]):
    def in_menu(self, menu: str) -> Self:
        return self.filter(menu=menu)


class MenuItem(models.Model):
    """One link. A menu without any is automatic: all categories, or the footer's pages."""

    class Menu(models.TextChoices):
        MASTHEAD = "masthead", _("masthead")
        FOOTER = "footer", _("footer")

    class Target(models.TextChoices):
        CATEGORY = "category", _("category")
        TOPIC = "topic", _("topic")
        PAGE = "page", _("standing page")
        ADDRESS = "address", _("address")

    menu = models.CharField(_("menu"), max_length=8, choices=Menu, default=Menu.MASTHEAD)
    target = models.CharField(_("leads to"), max_length=8, choices=Target, default=Target.CATEGORY)
    category = models.ForeignKey(
        "articles.Category",
        verbose_name=_("category"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    topic = models.ForeignKey(
        "articles.Topic",
        verbose_name=_("topic"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    page = models.ForeignKey(
        "portal.StandingPage",
        verbose_name=_("standing page"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    address = models.CharField(
        _("address"),
        max_length=500,
        blank=True,
        validators=[validate_menu_address],
        help_text=_("Begin with one slash, or with https:// for another site."),
    )
    label = models.CharField(
        _("label"), max_length=30, blank=True, help_text=_("Empty: the name of where it leads.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = MenuItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("menu item")
        verbose_name_plural = _("menus")
        ordering = ("-menu", "position", "pk")
        constraints = [
            models.CheckConstraint(
                name="menu_item_leads_somewhere",
                condition=Q(target="category", category__isnull=False, topic=None, page=None)
                | Q(target="topic", topic__isnull=False, category=None, page=None)
                | Q(target="page", page__isnull=False, category=None, topic=None)
                | Q(target="address", category=None, topic=None, page=None)
                & ~Q(address="")
                & ~Q(label=""),
                violation_error_message=_("Say where the link leads."),
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.category or self.topic or self.page)
