"""What the desk works on: each save of an article's content."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.fields import BodyField

CONTENT_SCHEMA = 1  # raise it when a key of `content` changes its meaning


class ArticleRevisionQuerySet(models.QuerySet["ArticleRevision"]):
    def waiting(self, state: str) -> Self:
        """In this state, and never live: a live one is approved, too, but waits for nothing."""
        return self.filter(state=state, published_at=None)


class ArticleRevision(models.Model):
    """The whole editable content of an article as somebody saved it.

    `content` holds every field of articles/content.py but headline and body; relations by id.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        CHANGES_REQUESTED = "changes_requested", _("changes requested")
        APPROVED = "approved", _("approved")
        SUPERSEDED = "superseded", _("superseded")

    class Kind(models.TextChoices):
        SAVE = "save", _("saved")
        MERGE = "merge", _("merged")
        ASIDE = "aside", _("kept aside")

    class Change(models.TextChoices):
        """What a new text is to readers who know the one before."""

        TYPO = "typo", _("typo")
        UPDATE = "update", _("update")
        CORRECTION = "correction", _("correction")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    base = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("based on")
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    headline = models.CharField(_("headline"), max_length=200, blank=True)
    body = BodyField(_("body"), blank=True)
    content = models.JSONField(_("content"), default=dict)
    content_schema = models.PositiveSmallIntegerField(default=CONTENT_SCHEMA)
    note = models.CharField(_("note"), max_length=500, blank=True)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind, default=Kind.SAVE)
    chars_added = models.PositiveIntegerField(_("characters added"), default=0)
    chars_removed = models.PositiveIntegerField(_("characters removed"), default=0)
    change = models.CharField(
        _("kind of change"),
        max_length=10,
        choices=Change,
        blank=True,
        help_text=_("Asked when a text that readers know is changed."),
    )
    change_note = models.CharField(_("note to readers"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)
    created_by = models.ForeignKey(
        "articles.User",
        verbose_name=_("saved by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    published_at = models.DateTimeField(_("went live"), null=True)
    published_by = models.ForeignKey(
        "articles.User",
        verbose_name=_("published by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    objects = ArticleRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="revision_correction_says_what",
                condition=~Q(change="correction") | ~Q(change_note=""),
                violation_error_message=_("A correction tells readers what was wrong."),
            ),
        ]
        indexes = [
            models.Index(fields=["article", "-id"], name="revision_of_article"),
            models.Index(fields=["state", "published_at", "-id"], name="revision_waiting"),
            models.Index(
                fields=["publish_at"], name="revision_due", condition=Q(publish_at__isnull=False)
            ),
            models.Index(
                fields=["created_at"],
                name="revision_unpublished",
                condition=Q(published_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.headline or _('(no headline)')} · {self.created_at:%Y-%m-%d %H:%M}"

    def get(self, name: str, default: Any = None) -> Any:
        """One field of the content, headline and body included."""
        if name in ("headline", "body"):
            return getattr(self, name)
        return self.content.get(name, default)
