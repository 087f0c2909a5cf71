"""What readers answer."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from articles import crypto
from articles.models import Article

NAME_MAX_CHARS = 40
BODY_MAX_CHARS = 4000
MAX_DEPTH = 3  # deeper answers stand at this level and begin with the name they answer


class Correspondent(models.Model):
    """A reader's mail address, locked. Nothing outside the admin ever learns it.

    `digest` finds the row of an address; it is keyed and never leaves the database.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    locked_address = models.BinaryField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"#{self.pk}"

    @classmethod
    @sensitive_variables("address")
    def with_address(cls, address: str) -> Self:
        """Find or make the row of this address (compared without regard to case).

        Inside a transaction the row is held until its end: whoever asks for the same one waits.
        """
        address = address.strip()
        digest = crypto.address_digest(address.casefold())
        row = cls(digest=digest, locked_address=crypto.lock(address))
        # One statement finds, makes and locks it; SQLite has one writer at a time anyway.
        cls.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["digest"], update_fields=["digest"]
        )
        return cls.objects.get(pk=row.pk)

    @property
    def address(self) -> str:
        """The address in clear: for those with the permission alone."""
        return crypto.unlock(bytes(self.locked_address))


class CommentQuerySet(models.QuerySet["Comment"]):
    def approved(self) -> Self:
        """What readers may see."""
        return self.filter(state=Comment.State.APPROVED)

    def in_moderation_queue(self) -> Self:
        """Waiting for a moderator's word."""
        return self.filter(state=Comment.State.PENDING)

    def of_readers(self) -> Self:
        """Without pingbacks and trackbacks."""
        return self.filter(kind=Comment.Kind.COMMENT)

    def on_public_articles(self) -> Self:
        """Those that hang under an article which readers can open now."""
        return self.filter(article__in=Article.objects.published())

    def counted(self) -> Self:
        """What the number under an article counts."""
        return self.approved().of_readers()


class Comment(models.Model):
    """A reader's answer to an article or to another comment of the same article."""

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        SPAM = "spam", _("spam")
        TRASH = "trash", _("trash")

    class Kind(models.TextChoices):
        COMMENT = "comment", _("comment")
        PINGBACK = "pingback", _("pingback")

    article = models.ForeignKey(
        Article,
        verbose_name=_("article"),
        on_delete=models.CASCADE,
        related_name="comments",
        db_index=False,  # comment_thread begins with it
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("answers"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="replies",
    )
    root = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="thread",
        editable=False,
    )
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.COMMENT)
    name = models.CharField(_("name"), max_length=100)
    correspondent = models.ForeignKey(
        Correspondent, on_delete=models.SET_NULL, null=True, editable=False, related_name="comments"
    )
    url = models.URLField(_("website"), max_length=300, blank=True)
    body = models.TextField(_("comment"))
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.PENDING, editable=False
    )
    wants_notice = models.BooleanField(default=False, editable=False)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("staff member"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    network = models.CharField(
        _("network"),
        max_length=50,
        blank=True,
        editable=False,
        help_text=_("A prefix, never the whole address."),
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("-pk",)
        permissions = [
            ("moderate_comment", _("Can decide about comments")),
            ("view_address", _("Can see the mail addresses of readers")),
        ]
        constraints = [
            models.CheckConstraint(
                name="comment_not_its_own_parent",
                condition=Q(parent=None) | ~Q(parent=F("id")),
            ),
            models.CheckConstraint(
                name="comment_has_text",
                condition=~Q(body=""),
                violation_error_message=_("The comment is empty."),
            ),
        ]
        indexes = [
            models.Index(fields=["article", "state", "root", "id"], name="comment_thread"),
            models.Index(fields=["article", "id"], name="comment_top", condition=Q(root=None)),
            models.Index(fields=["state", "-id"], name="comment_queue"),
            models.Index("state", F("created_at").desc(), name="comment_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:40]}"

    def get_absolute_url(self) -> str:
        """Its permalink, which leads to the page where the comment stands now."""
        return reverse("comments:comment_detail", args=[self.article_id, self.pk])

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def is_waiting_for_its_writer(self) -> bool:
        """Whether the writer is told that it waits. What was taken for spam is not told so."""
        return self.state in (self.State.PENDING, self.State.SPAM)
