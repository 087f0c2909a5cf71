"""Who may do what: four groups, the same on every installation.

The groups are data of the program: each migrate sets them to exactly what stands here. Who needs
something else adds a group of its own. Names are stored in English and shown translated.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.translation import gettext_noop

CHIEF = gettext_noop("chief editor")
EDITOR = gettext_noop("editor")
AUTHOR = gettext_noop("author")
MODERATOR = gettext_noop("moderator")


def _all(app: str, *models: str) -> set[str]:
    verbs = ("view", "add", "change", "delete")
    return {f"{app}.{verb}_{model}" for model in models for verb in verbs}


_AUTHOR = {
    "articles.view_article",
    "articles.add_article",
    "articles.change_article",
    "articles.view_author",
    "articles.view_tag",
    "articles.add_tag",
    "articles.view_picture",
    "articles.add_picture",
}
_EDITOR = (
    _AUTHOR
    | {
        "articles.change_others_article",
        "articles.review_article",
        "articles.publish_article",
        "articles.view_statistics",
        "articles.view_journalentry",
    }
    | _all("articles", "article", "author", "category", "tag", "picture", "topic")
    | {"portal.compose_front"}
)
_MODERATOR = {
    "comments.view_comment",
    "comments.change_comment",
    "comments.moderate_comment",
    "comments.view_address",
}
_CHIEF = (
    _EDITOR
    | _MODERATOR
    | {
        "articles.view_siteprofile",
        "articles.change_siteprofile",
        "articles.view_desksettings",
        "articles.change_desksettings",
        "articles.publish_own_work",
        # Accounts of colleagues; portal/admin_people.py guards against rising through them.
        "articles.view_user",
        "articles.add_user",
        "articles.change_user",
        "comments.delete_comment",
        "articles.view_outgoingmail",
    }
    | _all("articles", "redirect")
    | {"articles.redirect_elsewhere", "articles.override_checks"}
    | _all("portal", "standingpage", "menuitem")
)

ROLES: dict[str, frozenset[str]] = {
    CHIEF: frozenset(_CHIEF),
    EDITOR: frozenset(_EDITOR),
    AUTHOR: frozenset(_AUTHOR),
    MODERATOR: frozenset(_MODERATOR),
}


APPS = ("articles", "comments", "portal")


def apply(*, using: str = "default", apps: Any = installed_apps, **_signal: Any) -> None:
    """Make the four groups what ROLES says; run after every migrate, any number of times.

    Does nothing when an app has been migrated away. Raises LookupError for a permission that
    does not exist: a misspelt one would be no rule at all.
    """
    if not all(apps.all_models[app] for app in APPS):
        return
    for app in APPS:
        # Our turn comes before those of the other apps: their permissions may not be there yet.
        create_permissions(installed_apps.get_app_config(app), verbosity=0, using=using)
    for name, wanted in ROLES.items():
        group, _created = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set(_permissions(wanted, using))


def _permissions(names: Iterable[str], using: str) -> list[Permission]:
    wanted = {tuple(name.split(".")) for name in names}
    condition = Q()
    for app in {app for app, _codename in wanted}:
        codenames = [codename for owner, codename in wanted if owner == app]
        condition |= Q(content_type__app_label=app, codename__in=codenames)
    found = Permission.objects.using(using).select_related("content_type").filter(condition)
    known = {(permission.content_type.app_label, permission.codename) for permission in found}
    if unknown := wanted - known:
        raise LookupError(f"No such permission: {sorted(unknown)}")
    return list(found)
