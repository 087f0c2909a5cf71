"""The site's settings in a surrounding that no test machine can disturb.

Only DATABASE_URL comes from outside: the suite runs on SQLite without it, on PostgreSQL with it.
"""

import os
import tempfile

_OURS = {
    "DATA_DIR": tempfile.mkdtemp(prefix="portal-tests-"),
    "SECRET_KEY": "only-for-tests-" * 4,
    "ADDRESS_KEYS": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
}
for _name in [
    "ALLOWED_HOSTS",
    "CACHE_URL",
    "DEBUG",
    "DEMO_PASSWORD",
    "EMAIL_URL",
    "HOST",
    "LANGUAGE_CODE",
    "MEDIA_URL",
    "PORT",
    "SITE_URL",
    "STORAGE_URL",
    "TIME_ZONE",
    "TRUSTED_PROXIES",
    "WEB_WORKERS",
]:
    os.environ.pop(_name, None)
os.environ.update(_OURS)

from portal.settings import *  # noqa: E402, F403

STATIC_ROOT.mkdir()  # noqa: F405 (WhiteNoise warns when it is missing)

# Hashing a password slowly is right for people and a waste in tests.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A test's database need not survive a power cut; waiting for the disk is most of a slow run.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["OPTIONS"] = DATABASES["default"]["OPTIONS"] | {  # noqa: F405
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    }
# Without collectstatic there is no manifest: addresses of static files stay unhashed.
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
MIDDLEWARE = ["tests.unfinished.Unfinished", *MIDDLEWARE]  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
