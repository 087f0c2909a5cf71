"""The desk's form for an article. It edits a content, never the live row."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import filing, html, notices
from articles.content import ROW_FIELDS, ArticleContent
from articles.correction_forms import ChangeFields
from articles.editor import body_widget
from articles.form_fields import CategoryField, LocalDateTimeInput, NamesField, PersonField
from articles.models import Article, Author, Tag, User
from articles.picture_forms import PictureChooser

PLACING = ("is_pinned", "is_featured", "comments_open", "expires_at", "embargo_until")
ASSIGNING = ("assignee", "planned_for")
PLACEMENT = (*PLACING, *ASSIGNING)
PUBLISHING = ("publish", "schedule")  # moves for which nothing may be missing

MISSING = {
    "headline": _("An article needs a headline to be published."),
    "body": _("An article needs a text to be published."),
    "category": _("Choose the category in which readers find the article."),
    "source_name": _("Say where the reprinted article is from."),
}


def zone_note() -> str:
    """The site's time zone, to be said beside every time that somebody types."""
    offset = timezone.localtime().isoformat()[-6:]
    return f"{settings.TIME_ZONE} (UTC{offset})"


def told(at: datetime) -> str:
    """A time in a sentence, with its zone."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M} {zone_note()}"


class ReasonForm(forms.Form):
    """Why something is taken away."""

    reason = forms.CharField(
        label=_("reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why: the journal keeps it.")},
    )


class ArticleForm(ChangeFields, forms.ModelForm):
    """Everything that the desk types about an article, and nothing about its state.

    `content` is what the form begins with. Whoever may not place or assign articles gets no fields
    for it.
    """

    tags = NamesField(
        Tag.objects.all(),
        accepts_new=True,
        label=_("tags"),
        help_text=_("Separated by commas or 、. A new word becomes a new tag."),
        widget=forms.TextInput(attrs={"data-suggest": "tags"}),
    )
    authors = NamesField(
        Author.objects.all(),
        label=_("authors"),
        help_text=_("Names in the order of the byline, separated by commas or 、."),
        widget=forms.TextInput(attrs={"data-suggest": "authors"}),
    )
    category = CategoryField(label=_("category"), required=False, empty_label="—")
    source_url = forms.URLField(
        label=_("source's address"), required=False, max_length=500, assume_scheme="https"
    )
    assignee = PersonField(label=_("assigned to"), required=False, empty_label=_("nobody"))
    publish_at = forms.DateTimeField(
        label=_("publish at"), required=False, widget=LocalDateTimeInput
    )
    note = forms.CharField(
        label=_("note to colleagues"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The reason, when you send back or withdraw."),
    )
    override_reason = forms.CharField(
        label=_("publish all the same, because"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The journal keeps your reason with the names of the failing checks."),
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = [*(name.removesuffix("_id") for name in ROW_FIELDS), *PLACEMENT]
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 1}),
            "body": body_widget(),
            "cover": PictureChooser,
            "excerpt": forms.Textarea(attrs={"rows": 3}),
            "notice_text": forms.Textarea(attrs={"rows": 3}),
            "expires_at": LocalDateTimeInput,
            "embargo_until": LocalDateTimeInput,
            "planned_for": LocalDateTimeInput,
        }

    def __init__(
        self, *args: Any, content: ArticleContent, user: User, move: str = "", **given: Any
    ) -> None:
        begin = {name.removesuffix("_id"): getattr(content, name) for name in ROW_FIELDS}
        names: dict[str, Any] = self.base_fields
        begin["tags"] = names["tags"].written(content.tag_ids)
        begin["authors"] = names["authors"].written(content.author_ids)
        given["initial"] = begin | given.get("initial", {})
        super().__init__(*args, **given)
        self.move, self.beginning = move, content
        self.offer_change(content)
        self.fields["headline"].required = False
        chooser: Any = self.fields["cover"].widget
        chooser.known = self.instance.cover
        tags: Any = self.fields["tags"]
        tags.accepts_new = user.has_perm("articles.add_tag")
        if not user.has_perm("articles.publish_article"):
            for name in (*PLACING, "publish_at"):
                del self.fields[name]
        if not user.has_perm("articles.override_checks"):
            del self.fields["override_reason"]
        if not user.has_perm("articles.review_article"):
            for name in ASSIGNING:
                del self.fields[name]
        else:
            people: Any = self.fields["assignee"]
            people.offer(also=self.instance.assignee_id)

    def _post_clean(self) -> None:
        """Build no instance: the row's rules are for what is published, not for drafts."""

    def clean_headline(self) -> str:
        return " ".join(self.cleaned_data["headline"].split())

    def clean_body(self) -> str:
        return html.clean_body(self.cleaned_data["body"])

    def clean_notice_text(self) -> str:
        text = self.cleaned_data["notice_text"]
        if unknown := notices.unknown_placeholders(text):
            raise ValidationError(
                _("There are no such placeholders: %(names)s"),
                params={"names": ", ".join(unknown)},
            )
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._clean_times(cleaned)
        self._clean_embargo(cleaned)
        if self.errors:
            return cleaned
        content, is_publishing = self.content(), self.move in PUBLISHING
        missing = content.missing if is_publishing else []
        if not missing and not cleaned["headline"] and not cleaned["body"]:
            self.add_error("headline", _("Write a headline or some text first."))
        for name in missing:
            self.add_error(name, MISSING[name])
        self.clean_change_of(content, is_publishing=is_publishing)
        return cleaned

    def _clean_times(self, cleaned: dict[str, Any]) -> None:
        at, now = cleaned.get("publish_at"), timezone.now()
        if self.move == "schedule" and "publish_at" not in self.errors and (not at or at <= now):
            self.add_error("publish_at", _("Choose a time that is still to come."))
        end = cleaned.get("expires_at")
        begins = {"schedule": at, "publish": now}.get(self.move, self.instance.published_at)
        if end and begins and end <= begins:
            self.add_error("expires_at", _("An article is withdrawn after it was published."))
        if end and end <= now and "expires_at" in self.changed_data:
            self.add_error("expires_at", _("Choose a time that is still to come."))

    def _clean_embargo(self, cleaned: dict[str, Any]) -> None:
        """Say at the field what workflow would refuse; it knows the rule for whoever has none."""
        until = cleaned.get("embargo_until")
        if not until:
            return
        at = {"schedule": cleaned.get("publish_at"), "publish": timezone.now()}.get(self.move)
        if at and at < until:
            text = _("Under embargo until %(until)s: not published before.")
            field = "publish_at" if self.move == "schedule" else "embargo_until"
            self.add_error(field, ValidationError(text, params={"until": told(until)}))
        out_at = self.instance.published_at
        is_out = self.instance.state == Article.State.PUBLISHED and self.move not in PUBLISHING
        if is_out and "embargo_until" in self.changed_data and out_at and until > out_at:
            text = _("Published at %(at)s: an embargo cannot end later.")
            self.add_error("embargo_until", ValidationError(text, params={"at": told(out_at)}))

    def content(self) -> ArticleContent:
        """What was typed; tags that do not exist yet are not in it."""
        cleaned = self.cleaned_data
        values = {name: cleaned[name] for name in ROW_FIELDS if not name.endswith("_id")}
        for name in ("category", "cover"):
            values[f"{name}_id"] = cleaned[name].pk if cleaned[name] else None
        return ArticleContent(
            tag_ids=tuple(tag.pk for tag in cleaned["tags"] if isinstance(tag, Tag)),
            author_ids=tuple(author.pk for author in cleaned["authors"]),
            **values,
        )

    def make_new_tags(self, *, by: User) -> None:
        """Begin the tags that do not exist yet, so that content() has them, too."""
        tags = [
            tag if isinstance(tag, Tag) else filing.make_tag(tag, by=by)
            for tag in self.cleaned_data["tags"]
        ]
        self.cleaned_data["tags"] = list(dict.fromkeys(tags))

    @property
    def override(self) -> str:
        """The reason to publish against failing checks, empty without one or the permission."""
        return self.cleaned_data.get("override_reason", "")

    def placement(self) -> dict[str, Any]:
        """The changed fields of placement, as workflow.place() takes them."""
        return {name: self.cleaned_data[name] for name in PLACEMENT if name in self.changed_data}
