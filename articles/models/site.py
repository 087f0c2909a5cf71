"""What the site says about itself."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

PLACEHOLDER_MARKS = ("400-800-8888", "@example.", "00000000")


class SiteProfile(models.Model):
    """The one row of facts that every page shows: name, contact, legal line, notices."""

    name = models.CharField(_("site name"), max_length=60, default="Portal")
    tagline = models.CharField(_("tagline"), max_length=100, blank=True)
    promise = models.CharField(
        _("promise"), max_length=200, blank=True, help_text=_("One sentence in the footer.")
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    qq = models.CharField(
        _("QQ number"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{5,11}\Z", _("A QQ number has five to eleven digits."))],
        help_text=_("Digits only; shown as a chat link."),
    )
    email = models.EmailField(_("mail"), blank=True)
    hours = models.CharField(_("working hours"), max_length=100, blank=True)
    wechat_name = models.CharField(_("WeChat account"), max_length=60, blank=True)
    wechat_qr = models.ForeignKey(
        "articles.Picture",
        verbose_name=_("WeChat QR code"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    publisher = models.CharField(
        _("publisher"), max_length=100, blank=True, help_text=_("Named in the copyright line.")
    )
    icp = models.CharField(_("ICP filing number"), max_length=60, blank=True)
    legal_line = models.CharField(_("legal line"), max_length=300, blank=True)
    notice_own = models.TextField(_("notice under our own articles"), max_length=500, blank=True)
    notice_contributed = models.TextField(
        _("notice under contributed articles"), max_length=500, blank=True
    )
    notice_reprinted = models.TextField(
        _("notice under reprinted articles"), max_length=500, blank=True
    )
    comments_open = models.BooleanField(_("readers may comment"), default=True)

    class Meta:
        verbose_name = _("site profile")
        verbose_name_plural = _("site profile")
        constraints = [
            models.CheckConstraint(name="one_site_profile", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def load(cls) -> "SiteProfile":
        """Return the row, or an unsaved one with the defaults before anybody has filled it in."""
        return cls.objects.select_related("wechat_qr").filter(pk=1).first() or cls(pk=1)

    @property
    def placeholders(self) -> list[str]:
        """Names of the fields that still hold an example value."""
        return [
            str(field.verbose_name)
            for field in self._meta.get_fields()
            if isinstance(field, models.CharField | models.TextField)
            and any(mark in getattr(self, field.attname) for mark in PLACEHOLDER_MARKS)
        ]
