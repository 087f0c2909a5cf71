"""What is typed but not saved yet, and who is at it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Autosave(models.Model):
    """The writing page of one person as it was a moment ago, for a tab that dies.

    No revision: nobody else sees it and nothing is published from it. `values` holds the fields as
    they were typed, half an address included.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("articles.User", on_delete=models.CASCADE, related_name="+")
    base = models.ForeignKey(
        "articles.ArticleRevision", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    values = models.JSONField(default=dict)
    # What the browser called the page before the article had an id: an answer that got lost on
    # its way must not begin a second article.
    begun_as = models.CharField(max_length=36, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("autosave")
        verbose_name_plural = _("autosaves")
        default_permissions = ()  # whoever may edit the article has one; nobody sees another's
        constraints = [
            models.UniqueConstraint(fields=["article", "user"], name="one_autosave_per_person"),
            models.UniqueConstraint(
                fields=["user", "begun_as"],
                name="one_article_per_new_page",
                condition=~models.Q(begun_as=""),
            ),
        ]
        indexes = [models.Index(fields=["saved_at"], name="autosave_age")]

    def __str__(self) -> str:
        return f"{self.article_id} · {self.user_id} · {self.saved_at:%Y-%m-%d %H:%M}"


class EditingSession(models.Model):
    """Somebody has the writing page of an article open; the page says so every few seconds."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("articles.User", on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("editing session")
        verbose_name_plural = _("editing sessions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "user"], name="one_session_per_person"),
        ]
        indexes = [models.Index(fields=["seen_at"], name="session_age")]

    def __str__(self) -> str:
        return f"{self.article_id} · {self.user_id} · {self.opened_at:%H:%M}"
