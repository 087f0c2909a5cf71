"""Accounts of the staff, guarded against rising through them.

Whoever is no superuser manages the accounts whose rights are all within the four roles, and gives
no others: neither superuser status nor single permissions nor a group made by hand.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Field, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles import journal
from articles.admin.journalled import JournalledAdmin
from articles.models import User
from articles.permalinks import is_id
from portal.accounts import second_factor
from portal.roles import ROLES

FLAGS = ("is_active", "is_superuser")
FOR_SUPERUSERS = ("is_superuser", "user_permissions")


def may_manage(actor: User, account: User) -> bool:
    """Whether `actor` may change this account, its password included."""
    if actor.is_superuser:
        return True
    if account.is_superuser or account.user_permissions.exists():
        return False
    return not account.groups.exclude(name__in=ROLES).exists()


class RowsField(forms.ModelMultipleChoiceField):
    """Rows by their ids. One that no column holds is a wrong choice like any other.

    Django looks all of them up at once, and SQLite takes no such number.
    """

    def clean(self, value: Any) -> Any:
        for pk in value or ():
            if not is_id(pk):
                message = self.error_messages["invalid_choice"]
                raise forms.ValidationError(message, "invalid_choice", {"value": pk})
        return super().clean(value)


class GroupsField(RowsField):
    """The roles under their names in the reader's language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group: Group) -> str:
        return gettext(group.name)


@admin.register(User)
class StaffAdmin(JournalledAdmin, UserAdmin):
    list_display = ("username", "display_name", "roles", "is_active", "last_login")
    list_filter = ("is_active", "is_superuser")
    filter_horizontal = ("user_permissions",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("last_name", "first_name", "email")}),
        (_("Rights"), {"fields": ("is_active", "groups", *FOR_SUPERUSERS)}),
    )

    change_form_template = "admin/articles/user/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        free = path(
            "<int:pk>/second-factor/",
            self.admin_site.admin_view(self.remove_second_factor),
            name="articles_user_second_factor",
        )
        return [free, *super().get_urls()]

    @method_decorator(require_POST)
    def remove_second_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Free a colleague whose telephone is lost: the password alone is asked again."""
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if user == request.user:  # one's own goes with the password
            return HttpResponseRedirect(reverse("admin:account"))
        second_factor.remove(user, by=request.user)
        messages.success(request, gettext("%(name)s signs in without a code now.") % {"name": user})
        return HttpResponseRedirect(reverse("admin:articles_user_change", args=[pk]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        user = self.get_object(request, object_id)
        has_factor = user is not None and second_factor.has_factor(user)
        context = {"has_factor": has_factor} | (extra_context or {})
        return super().change_view(request, object_id, form_url, context)

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """One's own password takes the old one: the session may have been left open."""
        if id == str(request.user.pk):
            return HttpResponseRedirect(reverse("admin:password_change"))
        return super().user_change_password(request, id, form_url)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        return [
            (name, options | {"fields": [f for f in options["fields"] if f not in FOR_SUPERUSERS]})
            for name, options in fieldsets
        ]

    def formfield_for_manytomany(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "groups":
            groups = Group.objects.all()
            if not request.user.is_superuser:
                groups = groups.filter(name__in=ROLES)
            return GroupsField(groups, required=False, label=_("roles"))
        return super().formfield_for_manytomany(db_field, request, form_class=RowsField, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.is_staff = True  # readers have no accounts
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Note what somebody may do now and could not before, or the other way round."""
        user = form.instance
        before = _rights(User.objects.get(pk=user.pk)) if change else {}
        if change:
            before |= {name: form.initial[name] for name in FLAGS if name in form.initial}
        super().save_related(request, form, formsets, change)
        after = _rights(user)
        if changed := {name: after[name] for name in after if after[name] != before.get(name)}:
            earlier = {name: before.get(name) for name in changed}
            journal.record("user.rights", user, by=request.user, before=earlier, after=changed)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_manage(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or may_manage(request.user, obj))

    def freshness_keys(self, obj: User) -> tuple[str, ...]:
        return ()  # readers see authors, not accounts

    @admin.display(description=_("name"))
    def display_name(self, user: User) -> str:
        return user.display_name

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        names = [gettext(group.name) for group in user.groups.all()]
        return (
            gettext(", ").join([gettext("superuser"), *names] if user.is_superuser else names)
            or "—"
        )


def _rights(user: User) -> dict[str, Any]:
    """What decides what the person may do."""
    rights: dict[str, Any] = {name: getattr(user, name) for name in FLAGS}
    rights["groups"] = sorted(user.groups.values_list("name", flat=True))
    codes = user.user_permissions.values_list("content_type__app_label", "codename")
    rights["permissions"] = sorted(f"{app}.{codename}" for app, codename in codes)
    return rights


class RoleAdmin(JournalledAdmin, GroupAdmin):
    """The four roles are data of the program and are looked at; others may be made by hand."""

    list_display = ("translated_name",)

    def freshness_keys(self, obj: Group) -> tuple[str, ...]:
        return ()

    def formfield_for_manytomany(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        return super().formfield_for_manytomany(db_field, request, form_class=RowsField, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_change_permission(request, obj) and not self._is_role(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not self._is_role(obj)

    def _is_role(self, group: Group | None) -> bool:
        return group is not None and group.name in ROLES

    @admin.display(description=_("role"))
    def translated_name(self, group: Group) -> str:
        return gettext(group.name)
