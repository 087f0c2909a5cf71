"""Counters: facts as rows, totals beside the article, never in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArticleCounter(models.Model):
    """Totals of one article, provable at any time from the rows they sum up.

    views = views_base + days rolled up here + View rows not yet rolled up; loads likewise.
    likes = likes_base + Like rows. comments = approved comments.
    """

    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, primary_key=True, related_name="counter"
    )
    views_base = models.PositiveBigIntegerField(_("imported views"), default=0)
    likes_base = models.PositiveBigIntegerField(_("imported likes"), default=0)
    views = models.PositiveBigIntegerField(_("views rolled up"), default=0)
    loads = models.PositiveBigIntegerField(_("page loads rolled up"), default=0)
    likes = models.PositiveBigIntegerField(_("likes"), default=0)
    comments = models.PositiveIntegerField(_("comments"), default=0)

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")

    def __str__(self) -> str:
        return f"#{self.article_id}"


class View(models.Model):
    """One reader in one article in one half hour; `loads` says how often the page was opened.

    `visitor` is a digest under the day's salt: it cannot be followed into the next day.
    `bucket` counts half hours since 1970.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    bucket = models.PositiveIntegerField()
    visitor = models.CharField(max_length=32)
    loads = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_view_a_visitor_and_bucket", fields=["article", "bucket", "visitor"]
            )
        ]
        indexes = [models.Index(fields=["bucket"], name="view_bucket")]

    def __str__(self) -> str:
        return f"#{self.article_id} {self.bucket}"


class ViewDay(models.Model):
    """What one article was read on one day (in the site's time zone), rolled up from View."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    day = models.DateField()
    views = models.PositiveBigIntegerField(default=0)
    loads = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_view_day", fields=["article", "day"])]
        # The hot list looks at the best of each day alone.
        indexes = [models.Index(fields=["day", "-views"], name="view_day")]

    def __str__(self) -> str:
        return f"#{self.article_id} {self.day}"


class ViewBucket(models.Model):
    """What one article was read in one half hour, rolled up from View; kept for a few days.

    For curves of the day and for what is rising now. The proof of totals does not rest on it.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    bucket = models.PositiveIntegerField()
    views = models.PositiveBigIntegerField(default=0)
    loads = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_view_bucket", fields=["article", "bucket"])
        ]
        indexes = [models.Index(fields=["bucket"], name="view_bucket_past")]

    def __str__(self) -> str:
        return f"#{self.article_id} {self.bucket}"


class ViewSum(models.Model):
    """What was read on a day that is over: on the whole site, in one category, of one author.

    Derived from ViewDay once the day is over, so that the statistics of a year read a few
    thousand rows. Days without a row are summed when they are asked for.
    """

    class Of(models.TextChoices):
        SITE = "site", _("site")
        CATEGORY = "category", _("category")
        AUTHOR = "author", _("author")

    day = models.DateField()
    of = models.CharField(max_length=8, choices=Of)
    object_id = models.BigIntegerField(default=0, help_text=_("0 for the whole site."))
    views = models.PositiveBigIntegerField(default=0)
    loads = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_view_sum", fields=["of", "day", "object_id"])
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.of} {self.object_id}"


class DailySalt(models.Model):
    """The salt under which one day's visitors are told apart; destroyed when the day is over."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.day)


class Like(models.Model):
    """One visitor likes one article. `visitor` is the random id in the signed cookie."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    visitor = models.CharField(max_length=32)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_like_a_visitor", fields=["article", "visitor"])
        ]
        indexes = [models.Index(fields=["created_at"], name="like_day")]

    def __str__(self) -> str:
        return f"#{self.article_id}"
