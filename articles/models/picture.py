"""Pictures: one row a file, its renditions named after it."""

from dataclasses import dataclass
from typing import Self

from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from articles import crops
from articles.models.article import Article
from articles.models.article_parts import ArticlePicture
from articles.models.people import Author
from articles.models.site import SiteProfile
from articles.models.topic import Topic


@dataclass(frozen=True)
class Crop:
    """The picture in a fixed ratio, around its focal point; sizes in pixels."""

    ratio: str
    url: str
    width: int
    height: int


class PictureQuerySet(models.QuerySet["Picture"]):
    def public(self) -> Self:
        """What readers may see now: in what is published, as a portrait, in the profile."""
        published = Article.objects.published()
        here = OuterRef("pk")
        return self.filter(
            Exists(ArticlePicture.objects.filter(picture=here, article__in=published))
            | Exists(published.filter(cover=here))
            | Exists(Author.objects.filter(avatar=here))
            | Exists(SiteProfile.objects.filter(wechat_qr=here))
            | Exists(Topic.objects.published().filter(picture=here))
        )

    def without_description(self) -> Self:
        """Neither described for those who cannot see them, nor marked as decorative."""
        return self.filter(alt="", is_decorative=False)


class Picture(models.Model):
    """A picture of the library, re-encoded on upload and stripped of all metadata.

    `name` is a keyed digest of the bytes: equal files are one row, and nobody can guess it.
    Files: ``pictures/<name[:2]>/<name>.<ext>``, ``…/<name>-<width>.webp`` for each of `widths`, and
    ``…/<name>-<ratio>-<x>-<y>.jpg`` for each ratio of articles/crops.py.
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
    focal_x = models.PositiveSmallIntegerField(
        _("focal point from the left"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("Per cent. Where the picture is cropped, this point stays in sight."),
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point from the top"), default=50, validators=[MaxValueValidator(100)]
    )
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
            models.CheckConstraint(
                name="picture_focal_point_inside",
                condition=models.Q(focal_x__range=(0, 100), focal_y__range=(0, 100)),
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

    def crop_path(self, ratio: str) -> str:
        """Where the crop lies. Another focal point is another file: caches keep them for ever."""
        point = f"{self.focal_x}-{self.focal_y}"
        return f"pictures/{self.name[:2]}/{self.name}-{ratio}-{point}.jpg"

    @property
    def crop_paths(self) -> list[str]:
        return [self.crop_path(ratio) for ratio in crops.RATIOS]

    @property
    def files(self) -> list[str]:
        """The paths of all its files in the media storage."""
        return [self.path, *map(self.rendition_path, self.widths), *self.crop_paths]

    @property
    def focus(self) -> tuple[int, int]:
        """The focal point in per cent, from the left and from the top."""
        return self.focal_x, self.focal_y

    @property
    def focus_classes(self) -> str:
        """What keeps the focal point in sight where a stylesheet crops the picture."""
        return crops.focus_classes(self.focus)

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

    def crop(self, ratio: str) -> Crop:
        """The picture as ``16x9``, ``4x3`` or ``1x1``."""
        width, height = crops.crop_size((self.width, self.height), ratio)
        return Crop(ratio, default_storage.url(self.crop_path(ratio)), width, height)

    @property
    def share_crop(self) -> Crop:
        """For share cards, which are wide."""
        return self.crop("16x9")

    @property
    def crops(self) -> list[Crop]:
        """The picture in every ratio, the widest first: search engines like to choose."""
        return [self.crop(ratio) for ratio in crops.RATIOS]
