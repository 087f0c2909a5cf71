"""The staff accounts of the demo site, one for each role."""

from typing import NamedTuple

from django.contrib.auth.models import Group

from articles.models import Author, User
from portal import roles


class Account(NamedTuple):
    """A demo account; `role` is a group's name, empty for the one who may do everything."""

    username: str
    name: str
    role: str


ACCOUNTS = (
    Account("admin", "管理员", ""),
    Account("chief", "沈知白", roles.CHIEF),
    Account("editor", "温如许", roles.EDITOR),
    Account("author", "何穗", roles.AUTHOR),
    Account("moderator", "陶然亭", roles.MODERATOR),
)


def make_accounts(password: str) -> dict[str, User]:
    """Make the accounts, all with this password. One that exists already is left as it is."""
    hashed = User(password="")
    hashed.set_password(password)  # once: a good hash takes a quarter of a second
    users = {}
    for account in ACCOUNTS:
        user, is_new = User.objects.get_or_create(
            username=account.username,
            defaults={
                "last_name": account.name,
                "email": f"{account.username}@example.com",
                "is_staff": True,
                "is_superuser": not account.role,
                "password": hashed.password,
            },
        )
        if is_new and account.role:
            user.groups.set(Group.objects.filter(name=account.role))
        users[account.username] = user
    return users


def account_of(author: Author) -> User:
    """The account under which a byline answers its readers; a new one lets nobody in."""
    if author.user is None:
        user = User(username=author.slug, last_name=author.name, is_staff=True)
        user.set_unusable_password()
        user.save()
        user.groups.set(Group.objects.filter(name=roles.AUTHOR))
        author.user = user
        author.save(update_fields=["user"])
    return author.user
