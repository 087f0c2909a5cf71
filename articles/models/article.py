"""The article as readers see it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.html import plain_text
from articles.models.article_queries import ArticleQuerySet
from articles.models.fields import BodyField
from articles.models.people import Author
from articles.models.taxonomy import Category, Tag


class Article(models.Model):
    """What readers see. The desk works on revisions; publishing copies one of them here.

    A row that no reader can see mirrors its newest revision, so that lists can filter it.
    Its id is its permalink, for ever.
    """

    class State(models.TextChoices):
        UNPUBLISHED = "unpublished", _("not published")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RETRACTED = "retracted", _("retracted")
        ARCHIVED = "archived", _("archived")
        TRASHED = "trashed", _("in the trash")

    class Origin(models.TextChoices):
        OWN = "own", _("own")
        CONTRIBUTED = "contributed", _("contributed")
        REPRINTED = "reprinted", _("reprinted")

    class NoticeMode(models.TextChoices):
        DEFAULT = "default", _("the site's notice")
        CUSTOM = "custom", _("its own notice")
        OFF = "off", _("no notice")

    # Content: written by the desk in revisions, copied here by workflow.publish().
    headline = models.CharField(_("headline"), max_length=200)
    subheadline = models.CharField(_("subheadline"), max_length=200, blank=True)
    excerpt = models.TextField(
        _("excerpt"), max_length=300, blank=True, help_text=_("Empty: taken from the text.")
    )
    body = BodyField(_("body"), blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans"
    )
    cover = models.ForeignKey(
        "articles.Picture",
        verbose_name=_("cover picture"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="covered_articles",
    )
    category = models.ForeignKey(
        Category,
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
    )
    tags = models.ManyToManyField(
        Tag, verbose_name=_("tags"), through="ArticleTag", related_name="articles", blank=True
    )
    authors = models.ManyToManyField(
        Author, verbose_name=_("authors"), through="ArticleAuthor", related_name="articles"
    )
    responsible_editor = models.CharField(_("responsible editor"), max_length=40, blank=True)
    editor_code = models.CharField(_("editor's code"), max_length=20, blank=True)
    origin = models.CharField(_("origin"), max_length=12, choices=Origin, default=Origin.OWN)
    source_name = models.CharField(_("source"), max_length=100, blank=True)
    source_url = models.URLField(_("source's address"), max_length=500, blank=True)
    notice_mode = models.CharField(
        _("reprint notice"), max_length=8, choices=NoticeMode, default=NoticeMode.DEFAULT
    )
    notice_text = models.TextField(_("its own notice"), max_length=500, blank=True)
    indent_first_line = models.BooleanField(_("indent first lines"), default=False)
    seo_title = models.CharField(_("title for search engines"), max_length=120, blank=True)
    seo_description = models.CharField(
        _("description for search engines"), max_length=300, blank=True
    )

    # Derived from the content whenever it is copied here (articles/workflow.py).
    headline_html = models.TextField(editable=False, default="")
    teaser = models.TextField(editable=False, default="")
    reading_minutes = models.PositiveSmallIntegerField(editable=False, default=1)
    # Whether its page lists changes: most articles have none and pay no query for them.
    has_corrections = models.BooleanField(editable=False, default=False)

    # Placement: of the row alone, immediate and journalled.
    is_pinned = models.BooleanField(_("pinned"), default=False)
    is_featured = models.BooleanField(_("featured"), default=False)
    comments_open = models.BooleanField(_("comments open"), default=True)
    assignee = models.ForeignKey(
        "articles.User",
        verbose_name=_("assigned to"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_articles",
    )
    planned_for = models.DateTimeField(
        _("planned for"),
        null=True,
        blank=True,
        help_text=_("For the desk's calendar alone: readers notice nothing."),
    )
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("Nothing passes this wall: not published, not shown by a link, before it."),
    )

    # State and time.
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.UNPUBLISHED, editable=False
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    first_published_at = models.DateTimeField(_("first published"), null=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), null=True, editable=False)
    expires_at = models.DateTimeField(_("withdraw at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    saved_at = models.DateTimeField(_("last saved"), auto_now=True)
    created_by = models.ForeignKey(
        "articles.User",
        verbose_name=_("created by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    live_revision = models.ForeignKey(
        "articles.ArticleRevision",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    latest_revision = models.ForeignKey(
        "articles.ArticleRevision",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ("-pk",)
        permissions = [
            ("publish_article", _("Can publish and withdraw articles")),
            ("review_article", _("Can approve articles or send them back")),
            ("change_others_article", _("Can change articles of others")),
            ("publish_own_work", _("Can approve and publish own work where others may not")),
            ("override_checks", _("Can publish against a failing check")),
            ("view_statistics", _("Can see the statistics of the site")),
        ]
        constraints = [
            models.CheckConstraint(
                name="article_published_is_complete",
                condition=~Q(state="published")
                | Q(published_at__isnull=False, category__isnull=False) & ~Q(headline=""),
            ),
            models.CheckConstraint(
                name="article_expires_after_publication",
                condition=Q(expires_at=None)
                | Q(published_at=None)
                | Q(expires_at__gt=F("published_at")),
                violation_error_message=_("An article is withdrawn after it was published."),
            ),
            models.CheckConstraint(
                name="article_published_after_embargo",
                condition=~Q(state="published")
                | Q(embargo_until=None)
                | Q(published_at__gte=F("embargo_until")),
                violation_error_message=_("An embargoed article is published when it ends."),
            ),
        ]
        # Whole indexes, the state among the columns: SQLite cannot match a parameter with the
        # condition of a partial one.
        indexes = [
            models.Index("state", F("published_at").desc(), F("id").desc(), name="article_newest"),
            models.Index(
                "category",
                "state",
                F("published_at").desc(),
                F("id").desc(),
                name="article_category_newest",
            ),
            models.Index("is_featured", "state", F("published_at").desc(), name="article_featured"),
            models.Index("is_pinned", "state", F("published_at").desc(), name="article_pinned"),
            models.Index(fields=["state", "-saved_at"], name="article_desk"),
            models.Index(
                fields=["expires_at"], name="article_expiry", condition=Q(expires_at__isnull=False)
            ),
            models.Index(
                fields=["planned_for"],
                name="article_planned",
                condition=Q(planned_for__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.headline or str(_("(no headline)"))

    def get_absolute_url(self) -> str:
        return reverse("articles:article_detail", args=[self.pk])

    @property
    def permalink(self) -> str:
        """The absolute address, for ever."""
        return f"{settings.SITE_URL}{self.get_absolute_url()}"

    @property
    def is_published(self) -> bool:
        """Whether readers may see it now; agrees with the queryset's published()."""
        now = timezone.now()
        return (
            self.state == self.State.PUBLISHED
            and self.published_at is not None
            and self.published_at <= now
            and (self.expires_at is None or self.expires_at > now)
        )

    @property
    def is_scheduled(self) -> bool:
        """Whether it will appear by itself."""
        return (
            self.state == self.State.PUBLISHED
            and self.published_at is not None
            and self.published_at > timezone.now()
        )

    @property
    def was_public(self) -> bool:
        """Whether readers have ever seen it: then its address answers 410, not 404."""
        return self.first_published_at is not None and self.first_published_at <= timezone.now()

    @property
    def was_updated(self) -> bool:
        """Whether the text was changed after readers first saw it."""
        return (
            self.updated_at is not None
            and self.published_at is not None
            and self.updated_at > self.published_at
        )

    @property
    def has_changes_waiting(self) -> bool:
        """Whether the desk works on a newer text than readers see."""
        return (
            self.state == self.State.PUBLISHED
            and self.latest_revision_id is not None
            and self.latest_revision_id != self.live_revision_id
        )

    @property
    def accepts_comments(self) -> bool:
        """Whether readers may comment on this article (the site may still say no)."""
        return self.comments_open and self.is_published

    @property
    def summary(self) -> str:
        """The written excerpt, or the one taken from the text."""
        return self.excerpt or self.teaser

    @property
    def standfirst(self) -> str:
        """The written excerpt over the text, unless the text begins with the same words."""
        told = "".join(self.excerpt.removesuffix("…").split())
        text = "".join(plain_text(self.body).split())
        return "" if text.startswith(told) else self.excerpt

    @property
    def duty_line(self) -> str:
        """The responsible editor as printed: name and code."""
        return f"{self.responsible_editor} {self.editor_code}".strip()

    @property
    def ordered_authors(self) -> list[Author]:
        """The authors in the order of the byline."""
        return [byline.author for byline in self.bylines.all()]
