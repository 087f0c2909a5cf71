"""Redirects by hand: one step each, no rings, and to other sites only by those who may."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import renaming
from articles.admin.article_list import CappedPaginator
from articles.admin.journalled import JournalledAdmin
from articles.models import Redirect

ELSEWHERE = "articles.redirect_elsewhere"


class RedirectForm(forms.ModelForm):
    """`may_leave`: whoever fills it in may lead readers to other sites."""

    may_leave = True

    def clean_old_path(self) -> str:
        path = unquote(self.cleaned_data["old_path"].strip())
        if not path.startswith("/") or path.startswith("//"):
            raise ValidationError(_("An address of this site begins with one slash."))
        _refuse_odd_signs(path)
        if "#" in path:
            raise ValidationError(_("What follows a # is never asked for: leave it out."))
        if path == "/":
            raise ValidationError(_("The front page is always there: it leads nowhere else."))
        return path

    def clean_new_path(self) -> str:
        path = self.cleaned_data["new_path"].strip()
        _refuse_odd_signs(path)
        if path.startswith("/") and not path.startswith("//"):
            return path
        if not path.lower().startswith(("https://", "http://")):
            raise ValidationError(_("Begin with one slash, or with https:// for another site."))
        if not host_of(path):
            raise ValidationError(_("This is no address of a site: https://example.com/page"))
        if not self.may_leave:
            raise ValidationError(_("You may lead to addresses of this site only."))
        return path

    def clean(self) -> dict[str, Any]:
        """Lead to where the new address leads itself, if it is an old one, too."""
        cleaned = super().clean() or self.cleaned_data
        old, new = cleaned.get("old_path"), cleaned.get("new_path")
        if not old or not new:
            return cleaned
        target = renaming.final_target(new) if new.startswith("/") else new
        if _bare(old) in (_bare(new), _bare(target)):
            self.add_error("new_path", _("This would lead in a ring: back to the old address."))
        elif host_of(target) and not self.may_leave:
            self.add_error("new_path", _("You may lead to addresses of this site only."))
        else:
            cleaned["new_path"] = target
        return cleaned


@admin.register(Redirect)
class RedirectAdmin(JournalledAdmin):
    form = RedirectForm
    list_display = ("old_path", "leads_to", "cause", "created_at")
    list_filter = ("cause",)
    search_fields = ("old_path", "new_path")
    fields = ("old_path", "new_path")
    paginator = CappedPaginator
    show_full_result_count = False
    sortable_by = ()

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        form.may_leave = request.user.has_perm(ELSEWHERE)
        return form

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        """Whatever led to the old address is sent on in one step."""
        super().save_model(request, obj, form, change)
        renaming.send_on(obj)

    def freshness_keys(self, obj: Redirect) -> tuple[str, ...]:
        return ()  # a redirect is no cached page

    @admin.display(description=_("new address"))
    def leads_to(self, redirect: Redirect) -> str | SafeString:
        if not (host := host_of(redirect.new_path)):
            return redirect.new_path
        words = gettext("other site: %(host)s") % {"host": host}
        return format_html('{} <span class="badge badge--warn">{}</span>', redirect.new_path, words)


def host_of(address: str) -> str:
    """The host that a whole address names; empty for one of this site, and for a broken one."""
    if address.startswith("/"):
        return ""
    try:
        parts = urlsplit(address)
        return "" if parts.username or parts.password else parts.hostname or ""
    except ValueError:
        return ""


def _refuse_odd_signs(path: str) -> None:
    # Browsers read a backslash as a slash, and drop tabs and line breaks: both lead elsewhere.
    if "\\" in path or not path.isprintable():
        raise ValidationError(_("There is a character in it that no address has."))


def _bare(path: str) -> str:
    """An address without what a redirect forgives: encoding, and the slash at its end."""
    return unquote(path).rstrip("/")
