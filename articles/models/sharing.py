"""Links under which somebody without an account reads a draft, and what came back through them."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.revision import ArticleRevision


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open_now(self) -> Self:
        """What opens at this moment: neither ended nor revoked, and nothing stands before it.

        The embargo is a wall for links, too; what lies in the trash is shown to nobody.
        """
        now = timezone.now()
        is_bare = Q(is_pinned=True, revision=None)  # its revision was tidied away
        behind_the_wall = Q(article__embargo_until__gt=now)
        return (
            self.filter(revoked_at=None, expires_at__gt=now)
            .exclude(article__state=Article.State.TRASHED)
            .exclude(is_bare | behind_the_wall)
        )


class PreviewLink(models.Model):
    """A draft shown to an outsider until a time. Its token is signed, never stored.

    A pinned link shows one revision whatever comes later; any other one follows the newest text.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="preview_links")
    is_pinned = models.BooleanField(_("stays with this text"), default=False)
    revision = models.ForeignKey(
        ArticleRevision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    label = models.CharField(_("for whom"), max_length=100, blank=True)
    created_by = models.ForeignKey(
        "articles.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="preview_link_ends_after_it_began",
                condition=Q(expires_at__gt=F("created_at")),
            ),
            models.CheckConstraint(
                name="preview_link_with_revision_is_pinned",
                condition=Q(is_pinned=True) | Q(revision=None),
            ),
        ]
        indexes = [models.Index(fields=["article", "-id"], name="preview_link_of_article")]

    def __str__(self) -> str:
        return self.label or f"#{self.pk}"

    @property
    def has_ended(self) -> bool:
        """Whether nobody can open it any more, whatever becomes of the article."""
        return self.revoked_at is not None or self.expires_at <= timezone.now()


class PreviewVisit(models.Model):
    """Somebody of a network opened a link about this time; one row for each ten minutes."""

    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="visits")
    at = models.DateTimeField(_("time"))
    network = models.CharField(_("network"), max_length=50)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(
                name="preview_visit_once_a_while", fields=["link", "at", "network"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.at:%Y-%m-%d %H:%M}"


class PreviewNote(models.Model):
    """What a visitor of a link wrote to the desk: plain text, shown in the admin alone."""

    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="notes")
    name = models.CharField(_("name"), max_length=60)
    body = models.TextField(_("note"), max_length=2000)
    at = models.DateTimeField(_("time"), auto_now_add=True)
    revision = models.ForeignKey(
        ArticleRevision, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("note on a preview")
        verbose_name_plural = _("notes on previews")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:40]}"
