"""What the writing page asks when a text that readers know is changed."""

from collections.abc import Iterator

from django import forms
from django.forms.forms import DeclarativeFieldsMetaclass
from django.utils.translation import gettext, gettext_lazy, ngettext

from articles import corrections
from articles.content import ArticleContent
from articles.models import Article, ArticleRevision

Change = ArticleRevision.Change


class ChangeFields(forms.BaseForm, metaclass=DeclarativeFieldsMetaclass):
    """Part of the article's form; absent where readers never saw the article.

    Nothing is chosen beforehand: a wrong word to readers is worse than one more press.
    """

    instance: Article

    change = forms.ChoiceField(
        label=gettext_lazy("what the change is to readers"),
        choices=Change.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Of a typo readers are told nothing, of an update when, of a correction what was wrong."
        ),
    )
    change_note = forms.CharField(
        label=gettext_lazy("note to readers"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Public: on the article, and a correction on the corrections page."),
    )

    def offer_change(self, content: ArticleContent) -> None:
        """Begin with what was said of the change that is waiting, or take the question away."""
        self.begun_with = content
        self.seen = corrections.text_seen(self.instance) if self.instance.pk else None
        if self.seen is None:
            del self.fields["change"], self.fields["change_note"]
            return
        latest = self.instance.latest_revision
        if latest and latest.pk != self.instance.live_revision_id:
            said = {"change": latest.change, "change_note": latest.change_note}
            self.initial = {**said, **self.initial}  # what was autosaved goes before what was said

    def clean_change_of(self, content: ArticleContent, *, is_publishing: bool) -> None:
        """Ask what nobody has said yet. Drafts may leave it open."""
        if self.seen is None or not is_publishing:
            return
        kind, note = self.cleaned_data["change"], self.cleaned_data["change_note"]
        if not kind and corrections.text_of(content) != self.seen:
            self.add_error("change", gettext("Readers know this text. Say what the change is."))
        if kind == Change.CORRECTION and not note:
            self.add_error("change_note", gettext("Tell readers what was wrong."))

    def named_change(self) -> tuple[str, str] | None:
        """Kind and note as chosen; None where nothing was asked."""
        if self.seen is None:
            return None
        return self.cleaned_data["change"], self.cleaned_data["change_note"]

    # For the template.

    def change_is_due(self) -> bool:
        """Whether there is something to ask about already."""
        asked = {"change", "change_note"} & set(self.errors)
        return bool(asked) or corrections.text_of(self.begun_with) != self.seen

    def change_hints(self) -> Iterator[str]:
        """How large the change is, and what it looks like; nothing where nothing has changed."""
        if self.seen is None or not self.change_is_due():
            return
        size = corrections.size_of_change(self.seen, self._text_now())
        count = max(size.added, size.removed)
        differ = ngettext("%(count)d character differs.", "%(count)d characters differ.", count)
        yield differ % {"count": count}
        if size.share:
            yield gettext("%(share)d %% of the text.") % {"share": size.share}
        if corrections.looks_like_a_typo(size):
            yield gettext("Probably a typo.")

    def _text_now(self) -> corrections.Text:
        begun = corrections.text_of(self.begun_with)
        typed = getattr(self, "cleaned_data", {})
        headline, subheadline, body = (
            typed.get(name, old)
            for name, old in zip(("headline", "subheadline", "body"), begun, strict=True)
        )
        return headline, subheadline, body
