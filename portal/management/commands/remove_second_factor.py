"""Let in whoever has lost telephone and recovery codes: ``manage.py remove_second_factor NAME``."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.models import User
from portal.accounts import second_factor


class Command(BaseCommand):
    help = "Removes the second factor of an account and ends its sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(_("There is no account “%(name)s”.") % {"name": username})
        second_factor.remove(user, by=None)
        self.stdout.write(_("%(name)s signs in without a code now.") % {"name": username})
