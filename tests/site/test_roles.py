"""Four roles, the same everywhere, and no way up through them."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from articles.models import JournalEntry, User
from portal import roles
from portal.roles import AUTHOR, CHIEF, EDITOR, MODERATOR, ROLES
from tests.factories import make_staff, make_user

pytestmark = pytest.mark.django_db


def held_by(role):
    permissions = Group.objects.get(name=role).permissions.select_related("content_type")
    return {f"{one.content_type.app_label}.{one.codename}" for one in permissions}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_exactly_its_permissions(role):
    assert held_by(role) == ROLES[role]


def test_applying_again_mends_what_somebody_changed_and_nothing_else():
    own = Group.objects.create(name="印务")
    extra = Permission.objects.get(codename="delete_user")
    own.permissions.add(extra)
    Group.objects.get(name=AUTHOR).permissions.add(extra)
    Group.objects.get(name=EDITOR).delete()
    for _ in range(2):
        roles.apply()
    assert {name: held_by(name) for name in ROLES} == ROLES
    assert list(own.permissions.all()) == [extra]


def test_migrating_again_changes_nothing():
    before = set(Group.permissions.through.objects.values_list("group", "permission"))
    call_command("migrate", verbosity=0)
    assert set(Group.permissions.through.objects.values_list("group", "permission")) == before


def test_a_misspelt_permission_stops_the_migrate(monkeypatch):
    monkeypatch.setitem(ROLES, AUTHOR, frozenset({"articles.publish_artikel"}))
    with pytest.raises(LookupError, match="publish_artikel"):
        roles.apply()


def test_what_the_roles_are_about():
    assert "articles.publish_article" not in ROLES[AUTHOR]
    assert "articles.change_others_article" not in ROLES[AUTHOR]
    assert "articles.publish_article" in ROLES[EDITOR]
    assert all(name.startswith("comments.") for name in ROLES[MODERATOR])
    assert ROLES[EDITOR] | ROLES[MODERATOR] < ROLES[CHIEF]


# Accounts: a chief manages colleagues and rises no higher.


@pytest.fixture
def chief():
    client = Client()
    client.user = make_staff(CHIEF)
    client.force_login(client.user)
    return client


def address(user, view="change"):
    return reverse(f"admin:articles_user_{view}", args=[user.pk])


def sent(user, **more):
    return {"username": user.username, "is_active": "on"} | more


def test_a_chief_begins_an_account_and_gives_it_a_role(chief):
    password = "kai-yuan-xin-wen-2026"
    chief.post(
        reverse("admin:articles_user_add"),
        {
            "username": "new",
            "usable_password": "true",
            "password1": password,
            "password2": password,
            "is_superuser": "on",
        },
    )
    user = User.objects.get(username="new")
    assert (user.is_staff, user.is_superuser) == (True, False)
    group = Group.objects.get(name=AUTHOR)
    chief.post(address(user), sent(user, groups=[group.pk]))
    assert list(user.groups.all()) == [group]
    assert JournalEntry.objects.filter(action="user.change", by=chief.user).exists()


def test_a_chief_makes_no_superuser_and_gives_no_single_permission(chief):
    user = make_staff(AUTHOR)
    trick = {"is_superuser": "on", "user_permissions": [Permission.objects.first().pk]}
    for account in (user, chief.user):
        chief.post(address(account), sent(account, **trick))
        account.refresh_from_db()
        assert not account.is_superuser
        assert not account.user_permissions.exists()


def test_a_chief_gives_only_the_four_roles(chief):
    strong = Group.objects.create(name="运维")
    user = make_staff(AUTHOR)
    response = chief.post(address(user), sent(user, groups=[strong.pk]))
    assert response.status_code == 200
    assert not user.groups.filter(pk=strong.pk).exists()


@pytest.mark.parametrize("kind", ["superuser", "own permission", "strong group"])
def test_a_chief_cannot_touch_an_account_with_other_rights(chief, kind):
    user = make_user(is_superuser=kind == "superuser", password="before")
    if kind == "own permission":
        user.user_permissions.add(Permission.objects.get(codename="delete_user"))
    if kind == "strong group":
        user.groups.add(Group.objects.create(name="运维"))
    password = {"password1": "after-that-2026", "password2": "after-that-2026"}
    chief.post(address(user), sent(user, username="taken"))
    chief.post(reverse("admin:auth_user_password_change", args=[user.pk]), password)
    chief.post(address(user, "delete"), {"post": "yes"})
    user.refresh_from_db()
    assert user.username != "taken"
    assert user.check_password("before")


def test_a_superuser_manages_everybody():
    client = Client()
    client.force_login(make_user(is_superuser=True))
    user = make_user(is_superuser=True)
    client.post(address(user), sent(user, username="renamed", is_superuser="on"))
    assert User.objects.get(pk=user.pk).username == "renamed"


def test_the_four_groups_are_looked_at_and_not_edited():
    client = Client()
    client.force_login(make_user(is_superuser=True))
    group = Group.objects.get(name=EDITOR)
    path = reverse("admin:auth_group_change", args=[group.pk])
    assert client.get(path).status_code == 200
    assert client.post(path, {"name": "renamed", "permissions": []}).status_code == 403
    delete = reverse("admin:auth_group_delete", args=[group.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    assert "编辑" in client.get(reverse("admin:auth_group_changelist")).content.decode()
