"""What the application server loads."""

import os

from django.core.wsgi import get_wsgi_application

from portal.charset import in_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = in_utf8(get_wsgi_application())
