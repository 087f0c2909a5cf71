"""The desk's form for an article. It edits a content, never the live row."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import filing, html, notices
from articles.content import ROW_FIELDS, ArticleContent
from articles.editor import body_widget
from articles.models import Article, Author, Category, Tag, User
from articles.picture_forms import PictureChooser

PLACEMENT = ("is_pinned", "is_featured", "comments_open", "expires_at")
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


class LocalDateTimeInput(forms.DateTimeInput):
    """The browser's own field for date and time, in the site's zone."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class NamesField(forms.CharField):
    """Rows by their names in one line, in order: ``林见川、沈知白``.

    A name that several rows share is written as the slug. Cleans to a list of rows and, where
    `accepts_new`, of plain strings for names that do not exist yet.
    """

    def __init__(self, rows: QuerySet, *, accepts_new: bool = False, **given: Any) -> None:
        super().__init__(required=False, **given)
        self.rows = rows
        self.accepts_new = accepts_new

    def written(self, ids: Sequence[int]) -> str:
        """The line that stands for these rows; what is gone is left out."""
        found = self.rows.in_bulk(ids)
        listed = [found[pk] for pk in ids if pk in found]
        meant = filing.named(self.rows, [row.name for row in listed]) if listed else {}
        return "、".join(row.name if len(meant[row.name]) == 1 else row.slug for row in listed)

    def clean(self, value: Any) -> list[Any]:
        names = filing.split_names(super().clean(value))
        if not names:
            return []
        longest = self.rows.model._meta.get_field("name").max_length
        meant = filing.named(self.rows, names)
        chosen: list[Any] = []
        for name in names:
            if len(meant[name]) > 1:
                slugs = "、".join(row.slug for row in meant[name])
                raise ValidationError(
                    _("“%(name)s” is the name of several. Write one of these instead: %(slugs)s"),
                    params={"name": name, "slugs": slugs},
                )
            if not meant[name] and not self.accepts_new:
                raise ValidationError(_("There is no “%(name)s”."), params={"name": name})
            if len(name) > longest:
                raise ValidationError(_("“%(name)s” is too long."), params={"name": name})
            chosen += meant[name] or [name]
        return list(dict.fromkeys(chosen))


class CategoryField(forms.ModelChoiceField):
    """Categories in the desk's order, children set in under their parents."""

    def __init__(self, **given: Any) -> None:
        super().__init__(Category.objects.in_tree_order(), **given)

    def label_from_instance(self, category: Category) -> str:
        return f"　{category.name}" if category.parent_id else category.name


class ReasonForm(forms.Form):
    """Why something is taken away."""

    reason = forms.CharField(
        label=_("reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why: the journal keeps it.")},
    )


class ArticleForm(forms.ModelForm):
    """Everything that the desk types about an article, and nothing about its state.

    `content` is what the form begins with. Whoever may not place articles gets no fields for it.
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
        self.move = move
        self.fields["headline"].required = False
        tags: Any = self.fields["tags"]
        tags.accepts_new = user.has_perm("articles.add_tag")
        if not user.has_perm("articles.publish_article"):
            for name in (*PLACEMENT, "publish_at"):
                del self.fields[name]

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
        if self.errors:
            return cleaned
        missing = self.content().missing if self.move in PUBLISHING else []
        if not missing and not cleaned["headline"] and not cleaned["body"]:
            self.add_error("headline", _("Write a headline or some text first."))
        for name in missing:
            self.add_error(name, MISSING[name])
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

    def placement(self) -> dict[str, Any]:
        """The changed fields of placement, as workflow.place() takes them."""
        return {name: self.cleaned_data[name] for name in PLACEMENT if name in self.changed_data}
