"""What readers are told about a text that they knew already."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article

# What a list of corrections says of an article. Never its text: that may be another by now.
SHOWN = ("headline", "language", "state", "live_revision__headline")


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def for_readers(self) -> "CorrectionQuerySet":
        """What an article's page lists: all but typos, and updates without a word about them."""
        return self.exclude(kind=Correction.Kind.TYPO).exclude(kind=Correction.Kind.UPDATE, note="")

    def on_record(self) -> "CorrectionQuerySet":
        """What the site's page of corrections lists, newest first: errors owned up to.

        Those of articles that readers may see, and of retracted ones.
        """
        public = Exists(Article.objects.published().filter(pk=OuterRef("article")))
        retracted = Q(article__state=Article.State.RETRACTED) & Q(
            article__first_published_at__lte=timezone.now()
        )
        return (
            self.filter(kind__in=(Correction.Kind.CORRECTION, Correction.Kind.RETRACTION))
            .filter(public | retracted)
            .select_related("article__live_revision")
            .only("kind", "note", "made_at", *(f"article__{name}" for name in SHOWN))
            .order_by("-made_at", "-pk")
        )


class Correction(models.Model):
    """One change of a text that readers know, as the desk called it when it went live."""

    class Kind(models.TextChoices):
        """The first three are those of ArticleRevision.Change."""

        TYPO = "typo", _("typo")
        UPDATE = "update", _("update")
        CORRECTION = "correction", _("correction")
        RETRACTION = "retraction", _("retraction")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(_("kind of change"), max_length=10, choices=Kind)
    note = models.CharField(_("note to readers"), max_length=500, blank=True)
    share = models.PositiveSmallIntegerField(
        _("share of the text"), default=0, help_text=_("Per cent of the characters.")
    )
    made_at = models.DateTimeField(_("time"), default=timezone.now)
    made_by = models.ForeignKey(
        "articles.User",
        verbose_name=_("person"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    revision = models.ForeignKey(
        "articles.ArticleRevision",
        verbose_name=_("revision"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="corrections",
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ("-made_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="correction_says_what",
                condition=~Q(kind__in=("correction", "retraction")) | ~Q(note=""),
                violation_error_message=_("A correction tells readers what was wrong."),
            ),
        ]
        indexes = [
            models.Index("article", F("made_at").desc(), name="correction_of_article"),
            models.Index("kind", F("made_at").desc(), F("id").desc(), name="correction_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.made_at:%Y-%m-%d %H:%M}"
