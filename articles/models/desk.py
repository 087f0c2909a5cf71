"""How this newsroom works: the rules that it sets for itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _


def blocking_checks() -> list[str]:
    """The checks of articles/checks that block where nobody has chosen others."""
    return ["author", "responsible_editor", "cover_alt", "picture_alt"]


class DeskSettings(models.Model):
    """The one row of the desk's own rules. Readers' pages never ask for it."""

    four_eyes = models.BooleanField(
        _("nobody approves their own work"),
        default=False,
        help_text=_("Binds all but those who may publish their own work."),
    )
    revision_days = models.PositiveIntegerField(
        _("keep drafts for so many days"),
        null=True,
        blank=True,
        help_text=_("Empty: for ever. What was published is kept for ever in any case."),
    )
    watch_words = models.TextField(
        _("watch list"),
        blank=True,
        help_text=_(
            "One word a line. The writing page shows where an article uses one, also in full"
            " width, in capitals or with signs put in between."
        ),
    )
    blocking_checks = models.JSONField(
        _("checks that block publishing"),
        default=blocking_checks,
        blank=True,
        help_text=_(
            "The others only advise. What readers cannot do without always blocks: headline, text,"
            " category and the source of a reprint."
        ),
    )
    two_factor_required = models.BooleanField(
        _("staff sign in with a second factor"), default=False
    )

    class Meta:
        verbose_name = _("rules of the desk")
        verbose_name_plural = _("rules of the desk")
        constraints = [
            models.CheckConstraint(name="one_row_of_desk_settings", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return str(_("rules of the desk"))

    @classmethod
    def load(cls) -> "DeskSettings":
        """Return the row, or an unsaved one with the defaults before anybody has set a rule."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
