"""manage.py tick"""

from typing import Any

from django.core.management.base import BaseCommand

from portal.periodic import tick


class Command(BaseCommand):
    help = "Does the periodic work. Run it every minute or so, from as many machines as you like."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(tick()))
