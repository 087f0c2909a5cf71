"""``manage.py demo``: a demo site on an empty installation; on any other, nothing."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article, User
from portal.demo.accounts import ACCOUNTS
from portal.demo.build import FIRST_ID, build, is_wanted
from portal.demo.reading import load
from portal.env import kept_secret


class Command(BaseCommand):
    help = "Builds the demo site, unless there are articles already; says where the site is."

    def handle(self, *args: Any, **options: Any) -> None:
        password = settings.ENV.demo_password or kept_secret(
            settings.ENV.data_dir / "demo_password", lambda: secrets.token_urlsafe(9)
        )
        if is_wanted():
            self.stdout.write(_("Building the demo site. This takes less than a minute."))
            build(password, load())
        else:
            self.stdout.write(_("The site has articles: no demo content was added."))
        self._say_where(password)

    def _say_where(self, password: str) -> None:
        lines = [
            (_("Site"), f"{settings.SITE_URL}/"),
            (_("Admin"), f"{settings.SITE_URL}{reverse('admin:index')}"),
        ]
        if self._is_demo():
            lines.append((_("Accounts"), " ".join(account.username for account in ACCOUNTS)))
            lines.append((_("Password"), self._password_line(password)))
        for name, value in lines:
            self.stdout.write(f"{name}: {value}")

    @staticmethod
    def _is_demo() -> bool:
        return Article.objects.filter(pk=FIRST_ID).exists()

    @staticmethod
    def _password_line(password: str) -> str:
        admin = User.objects.filter(username=ACCOUNTS[0].username).first()
        if admin and admin.check_password(password):
            return password
        return _("changed by its owner")
