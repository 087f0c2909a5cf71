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
WORDS: tuple[str, ...] = ("alt", "is_decorative", "caption", "credit", "title")
SAME_SHAPE = 0.02  # of width to height: what rounding to pixels does to it


class PictureForm(forms.ModelForm):
    """The words of a picture. It is described, or marked as decorative on purpose."""

    needs_description = True

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
        lacks = not cleaned.get("alt") and not cleaned.get("is_decorative")
        if self.needs_description and lacks and "alt" not in self.errors:
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


class SheetForm(PictureForm):
    """The words of a picture that is in the library, and the point that stays in sight."""

    class Meta(PictureForm.Meta):
        fields = (*WORDS, "focal_x", "focal_y")

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name in {"focal_x", "focal_y"} & set(self.fields):
            self.fields[name].required = False

    def clean_focal_x(self) -> int:
        return self._given_or_kept("focal_x")

    def clean_focal_y(self) -> int:
        return self._given_or_kept("focal_y")

    def _given_or_kept(self, name: str) -> int:
        """An emptied number leaves the point where it was."""
        value = self.cleaned_data[name]
        return self.initial[name] if value is None else value


class DescribeForm(PictureForm):
    """One of several pictures: what nobody describes now waits in the library."""

    needs_description = False

    class Meta(PictureForm.Meta):
        fields = ("alt", "is_decorative", "caption", "credit")


class SharedCreditForm(forms.Form):
    """One credit for all pictures of a page that have none yet."""

    credit = forms.CharField(
        label=_("credit for all that have none"),
        required=False,
        max_length=Picture._meta.get_field("credit").max_length,
    )


class ReplaceForm(forms.Form):
    """Another file for a picture of the library, looked at before it takes the place."""

    file = forms.FileField(
        label=_("new file"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("JPEG, PNG, WebP or GIF, up to 20 MB and 50 million pixels."),
    )
    accepts_other_size = forms.BooleanField(
        label=_("replace it even if the new file is smaller or of another shape"), required=False
    )

    def __init__(self, *args: Any, picture: Picture, **given: Any) -> None:
        super().__init__(*args, **given)
        self.picture = picture

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        try:
            self.size = check_replacement(self.picture, file)
        except PictureRefused as refusal:
            raise ValidationError(refusal.reason) from None
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "file" in cleaned and not cleaned["accepts_other_size"]:
            width, height = self.size
            sizes = {
                "new": f"{width} × {height}",
                "old": f"{self.picture.width} × {self.picture.height}",
            }
            if abs(width * self.picture.height / (height * self.picture.width) - 1) > SAME_SHAPE:
                text = _("The new file has another shape: %(new)s instead of %(old)s.")
                self.add_error("accepts_other_size", ValidationError(text, params=sizes))
            elif width < self.picture.width:
                text = _("The new file is smaller: %(new)s instead of %(old)s.")
                self.add_error("accepts_other_size", ValidationError(text, params=sizes))
        return cleaned


class PictureChooser(forms.NumberInput):
    """The choice of one picture of the library, shown as a thumbnail.

    Without scripts it is the picture's number, beside a link to the library. `known` is the
    picture that a form has at hand: it is not asked for again.
    """

    known: Picture | None = None

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
        picture = self.known if self.known and str(self.known.pk) == number else None
        if is_id and picture is None:
            picture = Picture.objects.filter(pk=number).first()
        context = {"input": super().render(name, value, attrs, renderer), "picture": picture}
        return render_to_string("admin/articles/picture/_field.html", context)


class PictureField(forms.ModelChoiceField):
    """One picture of the library, or none, in a form of the admin."""

    widget = PictureChooser

    def __init__(self, **given: Any) -> None:
        super().__init__(Picture.objects.all(), required=False, **given)
