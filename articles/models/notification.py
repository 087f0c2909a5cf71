"""What members of the newsroom are told, and how they want to be told it."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.article import Article


class Event(models.TextChoices):
    """What somebody may want to hear of."""

    SUBMITTED = "submitted", _("An article was submitted for review")
    ASSIGNED = "assigned", _("An article was assigned to me")
    SENT_BACK = "sent_back", _("My article was sent back")
    APPROVED = "approved", _("My article was approved")
    SCHEDULED = "scheduled", _("My article was scheduled")
    PUBLISHED = "published", _("My article was published")
    UNSCHEDULED = "unscheduled", _("My article could not be published at its time")
    WITHDRAWN = "withdrawn", _("My article was withdrawn")
    COMMENTED = "commented", _("A reader's comment on my article was approved")
    PREVIEW_NOTE = "preview_note", _("A visitor left a note on a preview")


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notification(models.Model):
    """One person is told of one act. `reason` is what the actor, or the reader, wrote."""

    user = models.ForeignKey(
        "articles.User", on_delete=models.CASCADE, related_name="notifications"
    )
    event = models.CharField(_("event"), max_length=20, choices=Event)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="+")
    actor = models.ForeignKey(
        "articles.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(pgettext_lazy("notification", "time"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="notification_never_to_oneself",
                condition=Q(actor=None) | ~Q(actor=F("user")),
            ),
        ]
        indexes = [
            models.Index(fields=["user", "read_at", "-id"], name="notification_unread"),
            models.Index(fields=["user", "-id"], name="notification_of_user"),
            models.Index(fields=["created_at"], name="notification_age"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.article_id} → {self.user_id}"


class NotificationChoice(models.Model):
    """Where one person chose otherwise than the site: no row, no choice."""

    user = models.ForeignKey(
        "articles.User", on_delete=models.CASCADE, related_name="notification_choices"
    )
    event = models.CharField(max_length=20, choices=Event)
    on_desk = models.BooleanField()
    by_mail = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_choice_an_event", fields=["user", "event"])
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.event}"
