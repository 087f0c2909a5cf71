"""The choices of whoever merges two texts."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.content import ArticleContent
from articles.forms import ArticleForm
from articles.merging import BODY, Choice, Clash, Merge

# Words that can be worded anew; of all else one of the two is right.
TEXTS = frozenset({
    "headline", "subheadline", "excerpt", "responsible_editor", "editor_code", "source_name",
    "notice_text", "seo_title", "seo_description",
})  # fmt: skip

LABELS = {
    Choice.THEIRS: _("Take theirs"),
    Choice.MINE: _("Take mine"),
    Choice.BOTH: _("Take both, theirs first"),
    Choice.OWN: _("Word it anew"),
}


class MergeForm(forms.Form):
    """A choice for each clash, and new words where these are wanted.

    A body can be worded anew as a whole. `choices` and `content` are what was decided.
    """

    own_body = forms.BooleanField(
        label=_("Write the text anew, in this field"),
        required=False,
        help_text=_("It begins with both versions, one after the other, wherever they differ."),
    )

    def __init__(self, *args: Any, merged: Merge, **given: Any) -> None:
        super().__init__(*args, **given)
        self.merged = merged
        self.choices: dict[str, Choice] = {}
        for clash in merged.clashes:
            self._offer(clash)
        if any(clash.field == BODY for clash in merged.clashes):
            self.fields[BODY] = deepcopy(ArticleForm.base_fields[BODY])
            self.fields[BODY].initial = self.merged.settled(self._everything())[BODY]
        else:
            del self.fields["own_body"]

    def _offer(self, clash: Clash) -> None:
        choice = forms.ChoiceField(
            choices=[(one.value, LABELS[one]) for one in _choices(clash)],
            widget=forms.RadioSelect,
            # Both have added something: nobody's paragraph stands in the other's way.
            initial=Choice.BOTH if clash.field == BODY and not clash.base else None,
            error_messages={"required": _("Choose what is to stand here.")},
        )
        self.fields[f"choice-{clash.key}"] = choice
        if clash.field in TEXTS:
            own = deepcopy(ArticleForm.base_fields[clash.field])
            own.required, own.label = False, LABELS[Choice.OWN]
            own.initial = f"{clash.theirs} {clash.mine}".strip()
            own.widget.attrs["rows"] = 2  # both are in it
            self.fields[f"own-{clash.key}"] = own

    def full_clean(self) -> None:
        """Ask for no choice about a body that is written anew."""
        if self.is_bound and "own_body" in self.fields:
            widget = self.fields["own_body"].widget
            if widget.value_from_datadict(self.data, self.files, self.add_prefix("own_body")):
                for clash in self.merged.clashes:
                    if clash.field == BODY:
                        self.fields[f"choice-{clash.key}"].required = False
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for clash in self.merged.clashes:
            if chosen := cleaned.get(f"choice-{clash.key}"):
                self.choices[clash.key] = Choice(chosen)
            if clash.field == BODY and cleaned.get("own_body"):
                self.choices[clash.key] = Choice.OWN
        return cleaned

    def content(self) -> ArticleContent:
        """The text as it was decided."""
        answers = {clash.key: self._answer(clash) for clash in self.merged.clashes}
        values = self.merged.settled(answers)
        if self.cleaned_data.get("own_body"):
            values |= {BODY: self.cleaned_data[BODY]}
        return ArticleContent(**values)

    def _answer(self, clash: Clash) -> Any:
        choice = self.choices[clash.key]
        if choice is not Choice.OWN:
            return clash.chosen(choice)
        return () if clash.field == BODY else self.cleaned_data[f"own-{clash.key}"]

    def _everything(self) -> dict[str, Any]:
        """Both sides of each clash in the body; elsewhere theirs, for want of a better one."""
        return {
            clash.key: clash.chosen(Choice.BOTH if clash.field == BODY else Choice.THEIRS)
            for clash in self.merged.clashes
        }


def _choices(clash: Clash) -> list[Choice]:
    if clash.field == BODY:
        return [Choice.THEIRS, Choice.MINE, Choice.BOTH]
    own = [Choice.OWN] if clash.field in TEXTS else []
    return [Choice.THEIRS, Choice.MINE, *own]
