"""The site's profile, the rules of its desk, and its redirects."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles import checks, notices
from articles.admin.journalled import JournalledAdmin
from articles.models import DeskSettings, SiteProfile
from articles.picture_forms import PictureField

NOTICES = ("notice_own", "notice_contributed", "notice_reprinted")


class SiteProfileForm(forms.ModelForm):
    wechat_qr = PictureField(label=_("WeChat QR code"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in NOTICES:
            if unknown := notices.unknown_placeholders(cleaned.get(name, "")):
                names = ", ".join(unknown)
                text = _("There are no such placeholders: %(names)s")
                self.add_error(name, ValidationError(text, params={"names": names}))
        return cleaned


class OneRowAdmin(JournalledAdmin):
    """One row that is always there: no list, nothing to add, nothing to delete."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(
            reverse(f"admin:articles_{self.opts.model_name}_change", args=[1])
        )

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Model | None:
        return self.model.load() if object_id == "1" else None


@admin.register(SiteProfile)
class SiteProfileAdmin(OneRowAdmin):
    form = SiteProfileForm
    fieldsets = (
        (None, {"fields": ("name", "tagline", "promise")}),
        (
            _("Contact"),
            {"fields": ("phone", "qq", "email", "hours", "wechat_name", "wechat_qr")},
        ),
        (_("Legal"), {"fields": ("publisher", "icp", "legal_line")}),
        (
            _("Reprint notices"),
            {
                "fields": NOTICES,
                "description": _(
                    "Placeholders: {site}, {headline}, {permalink}, {author}, {source}."
                ),
            },
        ),
        (_("Comments"), {"fields": ("comments_open",)}),
    )

    def freshness_keys(self, obj: Any) -> tuple[str, ...]:
        return ("site", "front")


class DeskSettingsForm(forms.ModelForm):
    blocking_checks = forms.MultipleChoiceField(
        label=DeskSettings._meta.get_field("blocking_checks").verbose_name,
        help_text=DeskSettings._meta.get_field("blocking_checks").help_text,
        choices=checks.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_watch_words(self) -> str:
        """Each word once; more than the checks look for are refused, not left out in silence."""
        lines = (line.strip() for line in self.cleaned_data["watch_words"].splitlines())
        words = list(dict.fromkeys(line for line in lines if line))
        if len(words) > checks.MOST_WORDS:
            text = _("At most %(count)d words.")
            raise ValidationError(text, params={"count": checks.MOST_WORDS})
        if long := next((word for word in words if len(word) > checks.LONGEST_WORD), ""):
            raise ValidationError(_("“%(name)s” is too long."), params={"name": long})
        return "\n".join(words)


@admin.register(DeskSettings)
class DeskSettingsAdmin(OneRowAdmin):
    """The rules that the newsroom sets for itself; each change of one is in the journal."""

    form = DeskSettingsForm
    fieldsets = (
        (_("Reviewing"), {"fields": ("four_eyes",)}),
        (_("History"), {"fields": ("revision_days",)}),
        (_("Checks"), {"fields": ("blocking_checks", "watch_words")}),
        (_("Signing in"), {"fields": ("two_factor_required",)}),
    )

    def freshness_keys(self, obj: Any) -> tuple[str, ...]:
        return ()  # readers' pages never ask for it
