"""What the application server loads."""

import os

from django.core.wsgi import get_wsgi_application

from portal.requests import in_utf8, without_body_for_head

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = without_body_for_head(in_utf8(get_wsgi_application()))
