"""Pictures: one row a file, its renditions named after it."""

from typing import Self

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.article_parts import ArticlePicture
from articles.models.people import Author
from articles.models.site import SiteProfile


class PictureQuerySet(models.QuerySet["Picture"]):
    def public(self) -> Self:
        """What readers may see now: in a published article, as a portrait, in the profile."""
        published = Article.objects.published()
        here = OuterRef("pk")
        return self.filter(
            Exists(ArticlePicture.objects.filter(picture=here, article__in=published))
            | Exists(published.filter(cover=here))
            | Exists(Author.objects.filter(avatar=here))
            | Exists(SiteProfile.objects.filter(wechat_qr=here))
        )

    def without_description(self) -> Self:
        """Neither described for those who cannot see them, nor marked as decorative."""
        return self.filter(alt="", is_decorative=False)


class Picture(models.Model):
    """A picture of the library, re-encoded on upload and stripped of all metadata.

    `name` is a keyed digest of the bytes: equal files are one row, and nobody can guess it.
    Files: ``pictures/<name[:2]>/<name>.<ext>`` and ``…/<name>-<width>.webp`` for each of `widths`.
    """

    class Format(models.TextChoices):
        JPEG = "jpg", "JPEG"
        PNG = "png", "PNG"
        WEBP = "webp", "WebP"
        GIF = "gif", "GIF"

    name = models.CharField(max_length=64, unique=True, editable=False)
    format = models.CharField(_("format"), max_length=4, choices=Format, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    widths = models.JSONField(default=list, editable=False)
    title = models.CharField(
        _("working title"),
        max_length=120,
        blank=True,
        help_text=_("Helps colleagues find it; readers never see it."),
    )
    alt = models.CharField(
        _("alternative text"),
        max_length=250,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it. Not the headline."),
    )
    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("Adds nothing to the text: screen readers pass over it."),
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=100, blank=True)
    uploaded_by = models.ForeignKey(
        "articles.User",
        verbose_name=_("uploaded by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="picture_decorative_has_no_alt",
                condition=models.Q(is_decorative=False) | models.Q(alt=""),
                violation_error_message=_("A decorative picture has no alternative text."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.alt or self.caption or f"#{self.pk}"

    @property
    def path(self) -> str:
        """Where the full-size file lies in the media storage."""
        return f"pictures/{self.name[:2]}/{self.name}.{self.format}"

    def rendition_path(self, width: int) -> str:
        """Where the WebP of this width (pixels, one of `widths`) lies."""
        return f"pictures/{self.name[:2]}/{self.name}-{width}.webp"

    @property
    def files(self) -> list[str]:
        """The paths of all its files in the media storage."""
        return [self.path, *map(self.rendition_path, self.widths)]

    @property
    def is_described(self) -> bool:
        """Whether those who cannot see it miss nothing; agrees with without_description()."""
        return self.is_decorative or bool(self.alt)

    @property
    def url(self) -> str:
        return default_storage.url(self.path)

    def rendition_url(self, width: int) -> str:
        """Address of the smallest rendition at least this wide, or of the file itself."""
        fitting = [w for w in self.widths if w >= width]
        return default_storage.url(self.rendition_path(min(fitting))) if fitting else self.url

    @property
    def smallest_url(self) -> str:
        """For thumbnails."""
        return self.rendition_url(1)

    @property
    def srcset(self) -> str:
        """All renditions as an HTML `srcset`."""
        return ", ".join(
            f"{default_storage.url(self.rendition_path(width))} {width}w" for width in self.widths
        )
