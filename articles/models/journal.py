"""Who did what, when, to what (操作记录)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class JournalEntry(models.Model):
    """One act of a person or a command. Written once; survives what it speaks of.

    `action` is a stable word such as ``article.publish``; `data` holds ids and states,
    never a reader's address.
    """

    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    by_name = models.CharField(_("name"), max_length=150, blank=True)
    action = models.CharField(_("action"), max_length=40)
    kind = models.CharField(_("kind of object"), max_length=40)
    object_id = models.BigIntegerField(_("object"), null=True)
    object_name = models.CharField(_("object's name"), max_length=250, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    data = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=["kind", "object_id", "-at"], name="journal_of_object"),
            models.Index(fields=["kind", "-at"], name="journal_of_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.kind} {self.object_id}"
