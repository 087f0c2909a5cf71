"""What a reader may send."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from articles.models import Article
from articles.permalinks import LARGEST_ID
from comments import text
from comments.models import BODY_MAX_CHARS, NAME_MAX_CHARS, Comment
from comments.moderation import Submission

ADDRESS_MAX_CHARS = 254  # RFC 5321, errata 1690
LOCAL_PART_MAX_CHARS = 64  # RFC 5321, 4.5.3.1.1
URL_MAX_CHARS = 300
DAMAGED = _("The text arrived damaged. Please type it again.")
LOST_PARENT = _("The comment you answer is no longer here. Send again to comment on the article.")


class PlainTextField(forms.CharField):
    """Plain text of readers: normalised first, then measured in characters."""

    def __init__(self, *, limit: int, normal: Any = text.one_line, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.limit, self.normal = limit, normal

    def to_python(self, value: Any) -> str:
        value = super().to_python(value)
        if text.is_damaged(value):
            raise ValidationError(DAMAGED, code="damaged")
        # Text beyond any normalisation is not worth the time of one.
        return value if len(value) > 10 * self.limit else self.normal(value)

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.limit:
            message = ngettext_lazy(
                "Please shorten this: it has %(count)d characters, one fits.",
                "Please shorten this: it has %(count)d characters, %(limit)d fit.",
                "limit",
            )
            params = {"count": len(value), "limit": self.limit}
            raise ValidationError(message, code="max_length", params=params)


def _is_ordinary_address(value: str) -> None:
    """Refuse what RFC 5321 also allows, quoted names and numbers as hosts: nobody lives there."""
    local, _at, host = value.rpartition("@")
    if len(local) > LOCAL_PART_MAX_CHARS or '"' in local or host.startswith("["):
        raise ValidationError("", code="invalid")


def _is_honest_address(value: str) -> None:
    """Refuse an address whose host is not what it seems (https://bank.example@evil.example)."""
    if not text.is_web_address(value):
        raise ValidationError("", code="invalid")


class _MailField(PlainTextField):
    """A mail address that a notice could really be sent to."""

    default_validators = [EmailValidator(allowlist=[]), _is_ordinary_address]

    def to_python(self, value: Any) -> str:
        # Chinese keyboards write both signs of an address in full width.
        return unicodedata.normalize("NFKC", super().to_python(value)).replace("。", ".")


class _WebsiteField(PlainTextField):
    """An http(s) address; a bare host is taken as https."""

    default_validators = [URLValidator(schemes=["http", "https"]), _is_honest_address]

    def to_python(self, value: Any) -> str:
        value = super().to_python(value)
        return f"https://{value}" if value and "://" not in value else value


class CommentForm(forms.Form):
    """A comment on `article`. Valid, its `parent` is an approved comment of that article."""

    body = PlainTextField(
        label=_("Comment"),
        limit=BODY_MAX_CHARS,
        normal=text.lines,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write something first: the comment is empty.")},
    )
    name = PlainTextField(
        label=_("Display name"),
        limit=NAME_MAX_CHARS,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"required": _("Give a name; it need not be your real one.")},
    )
    email = _MailField(
        label=_("Mail"),
        limit=ADDRESS_MAX_CHARS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Give your mail address; it is not published."),
            "invalid": _("The mail address is incomplete, it looks like name@example.com."),
        },
    )
    url = _WebsiteField(
        label=_("Website"),
        limit=URL_MAX_CHARS,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
        help_text=_("Optional; your name will link to it."),
        error_messages={
            "invalid": _("The address is incomplete, it looks like https://example.com.")
        },
    )
    parent = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST_ID,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), LOST_PARENT),
    )
    notify = forms.BooleanField(required=False)
    # A trap: people do not see it, programs fill in whatever they find.
    subject = forms.Field(required=False, widget=forms.TextInput)

    def __init__(
        self,
        data: Any = None,
        *,
        article: Article,
        parent: Comment | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, auto_id="respond-%s", label_suffix="", **kwargs)
        self.article, self.answered = article, parent
        if parent:
            self.initial["parent"] = parent.pk

    def clean_parent(self) -> Comment | None:
        pk = self.cleaned_data["parent"]
        if pk is None:
            return None
        parent = self.article.comments.approved().of_readers().filter(pk=pk).first()
        if parent is None:
            raise ValidationError(LOST_PARENT, code="invalid")
        self.answered = parent
        return parent

    def clean(self) -> None:
        address = self.cleaned_data.get("email", "")
        for name in ("name", "url"):
            if address and address.casefold() in self.cleaned_data.get(name, "").casefold():
                self.add_error(
                    name,
                    ValidationError(
                        _("Readers see this: please leave out your mail address."), code="private"
                    ),
                )

    def submission(self, *, network: str) -> Submission:
        """What was sent, for moderation.receive(); only a valid form has it."""
        sent = self.cleaned_data
        return Submission(
            name=sent["name"],
            address=sent["email"],
            body=sent["body"],
            url=sent["url"],
            parent=sent["parent"],
            wants_notice=sent["notify"],
            is_trapped=bool(sent["subject"]),
            network=network,
        )
