"""What the desk says about a link, and what its visitors write."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.models import PreviewLink, PreviewNote
from articles.sharing import DEFAULT_HOURS, HOURS

NAME_MAX_CHARS = PreviewNote._meta.get_field("name").max_length
BODY_MAX_CHARS = PreviewNote._meta.get_field("body").max_length
# Controls but for the line feed, and what turns the direction of the text around it.
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


class NoteForm(forms.Form):
    """A visitor's note: plain text, nothing else."""

    use_required_attribute = False  # the page says what is missing, in its own words

    body = forms.CharField(
        label=_("Your note"),
        max_length=BODY_MAX_CHARS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write something first: the note is empty.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=NAME_MAX_CHARS,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Say who you are: the editors see it beside your note.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="note-%s")
        for name, field in self.fields.items():
            if self.is_bound and name in self.errors:
                field.widget.attrs |= {"aria-invalid": "true"}

    def clean_name(self) -> str:
        return self._plain("name", " ".join(self.cleaned_data["name"].split()))

    def clean_body(self) -> str:
        return self._plain("body", self.cleaned_data["body"].replace("\r\n", "\n"))

    def _plain(self, field: str, text: str) -> str:
        text = UNSEEN.sub("", text).strip()
        if not text:
            raise ValidationError(self.fields[field].error_messages["required"])
        return text


class LinkForm(forms.ModelForm):
    """How long a link is good for, for whom, and whether it stays with the text of now."""

    hours = forms.TypedChoiceField(label=_("valid for"), coerce=int, initial=DEFAULT_HOURS)

    class Meta:
        model = PreviewLink
        fields = ["label", "is_pinned"]

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        choice: Any = self.fields["hours"]
        choice.choices = [(hours, spell(hours)) for hours in HOURS]
        self.fields["label"].help_text = _("Only the desk sees it.")
        self.fields["is_pinned"].help_text = _("Else the link shows what was saved last.")


def spell(hours: int) -> str:
    """48 hours, 7 days."""
    days, rest = divmod(hours, 24)
    if rest or days < 3:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
