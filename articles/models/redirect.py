"""Old addresses that still lead somewhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Redirect(models.Model):
    """A permanent redirect from a path of this site, asked only where nothing else answered.

    `old_path` begins with a slash and may carry a query (``/?p=12``); it is stored decoded.
    """

    class Cause(models.TextChoices):
        SLUG = "slug", _("changed slug")
        IMPORT = "import", _("import")
        MANUAL = "manual", _("by hand")

    old_path = models.CharField(_("old address"), max_length=500, unique=True)
    new_path = models.CharField(_("new address"), max_length=500)
    cause = models.CharField(_("cause"), max_length=6, choices=Cause, default=Cause.MANUAL)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ("old_path",)
        permissions = [("redirect_elsewhere", _("Can lead addresses to other sites"))]
        constraints = [
            models.CheckConstraint(
                name="redirect_leads_elsewhere",
                condition=~models.Q(old_path=models.F("new_path")),
                violation_error_message=_("A redirect must lead to another address."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path}"
