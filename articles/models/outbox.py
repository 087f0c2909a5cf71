"""Mails on their way out: written with what they tell of, sent later."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def waiting(self) -> Self:
        """Neither sent nor given up."""
        return self.filter(sent_at=None, given_up_at=None)

    def due(self, now: datetime) -> Self:
        return self.waiting().filter(due_at__lte=now)

    def given_up(self) -> Self:
        return self.filter(given_up_at__isnull=False)


class OutgoingMail(models.Model):
    """One plain text to one address. `address` is empty for a colleague: theirs is asked then."""

    user = models.ForeignKey(
        "articles.User",
        verbose_name=_("to"),
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
    )
    address = models.EmailField(_("address"), blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    unsubscribe_url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    due_at = models.DateTimeField(_("next attempt"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True)
    given_up_at = models.DateTimeField(_("given up"), null=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="outgoing_mail_goes_to_somebody",
                condition=Q(user__isnull=False) | ~Q(address=""),
            ),
            models.CheckConstraint(
                name="outgoing_mail_is_sent_or_given_up",
                condition=Q(sent_at=None) | Q(given_up_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["sent_at", "given_up_at", "due_at"], name="outgoing_mail_due"),
            models.Index(fields=["created_at"], name="outgoing_mail_age"),
        ]

    def __str__(self) -> str:
        return self.subject
