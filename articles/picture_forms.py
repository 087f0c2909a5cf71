"""Forms around the picture library: a file with its words, and the choice of one picture."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models import Picture, User
from articles.pictures import PictureRefused, check_replacement, store_picture

ACCEPTED = "image/jpeg,image/png,image/webp,image/gif"
WORDS = ("alt", "is_decorative", "caption", "credit", "title")


class PictureForm(forms.ModelForm):
    """The words of a picture. It is described, or marked as decorative on purpose."""

    class Meta:
        model = Picture
        fields = WORDS
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 2}),
        }

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if not cleaned.get("alt") and not cleaned.get("is_decorative") and "alt" not in self.errors:
            self.add_error("alt", _("Describe the picture, or mark it as decorative."))
        if cleaned.get("alt") and cleaned.get("is_decorative"):
            self.add_error("alt", _("A decorative picture has no alternative text."))
        return cleaned


class UploadForm(PictureForm):
    """A new picture with its words."""

    file = forms.FileField(
        label=_("file"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("JPEG, PNG, WebP or GIF, up to 20 MB and 50 million pixels."),
    )
    field_order = ("file", *WORDS)

    def store(self, *, by: User) -> Picture | None:
        """Take the file into the library; None, with an error at the file, if it is refused.

        A file that is there already is not stored twice: it keeps the words that it has.
        """
        cleaned = dict(self.cleaned_data)
        try:
            return store_picture(cleaned.pop("file"), by=by, **cleaned)
        except PictureRefused as refusal:
            self.add_error("file", refusal.reason)
            return None


class BareUploadForm(UploadForm):
    """Several files at once: each is described afterwards, on its own page."""

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data


class ReplaceForm(PictureForm):
    """The words of a picture that is in the library, and perhaps another file for it."""

    file = forms.FileField(
        label=_("replace the file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("Every page that shows the picture shows the new one; the old file is gone."),
    )
    field_order = (*WORDS, "file")

    def clean_file(self) -> UploadedFile | None:
        if file := self.cleaned_data["file"]:
            try:
                check_replacement(self.instance, file)
            except PictureRefused as refusal:
                raise ValidationError(refusal.reason) from None
        return file


class PictureChooser(forms.NumberInput):
    """The choice of one picture of the library, shown as a thumbnail.

    Without scripts it is the picture's number, beside a link to the library.
    """

    class Media:
        css = {"all": ["css/admin/pictures.css"]}
        js = [forms.Script("js/admin/picture_fields.js", type="module")]

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        # Templates of widgets are looked for in apps alone, so ours is asked for by its name.
        number = str(value or "")
        is_id = number.isascii() and number.isdigit() and len(number) < 19
        context = {
            "input": super().render(name, value, attrs, renderer),
            "picture": Picture.objects.filter(pk=number).first() if is_id else None,
        }
        return render_to_string("admin/articles/picture/_field.html", context)
