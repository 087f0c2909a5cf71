"""One settings file: installations differ in data (portal/env.py), not in code."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from articles.html import PLAYER_ORIGINS
from portal import env, logs

ENV = env.read_or_stop()
BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
ADDRESS_KEYS = ENV.address_keys
ALLOWED_HOSTS = ENV.allowed_hosts
SITE_URL = ENV.site_url
TRUSTED_PROXIES = ENV.trusted_proxies

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "comments.apps.CommentsConfig",
    "articles.apps.ArticlesConfig",
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "portal.apps.PortalStaticFilesConfig",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "ckeditor",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.errors.BodyLimitMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.errors.ArticleGoneMiddleware",
    "portal.due.DueMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
AUTH_USER_MODEL = "articles.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.chrome.site",
            ],
        },
    },
]

# --- Data -----------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    # Readers never wait for a writer, and a writer waits for its turn instead of failing.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,  # seconds
}
POSTGRES_OPTIONS = {"connect_timeout": 5}  # seconds: a silent host must not hang the site
_is_sqlite = ENV.database["ENGINE"].endswith("sqlite3")
DATABASES = {
    "default": ENV.database
    | {
        "OPTIONS": SQLITE_OPTIONS if _is_sqlite else POSTGRES_OPTIONS,
        "CONN_MAX_AGE": None if _is_sqlite else 60,
        "CONN_HEALTH_CHECKS": not _is_sqlite,
    }
}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENV.cache_url}
    if ENV.cache_url
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

MEDIA_ROOT = ENV.data_dir / "media"
MEDIA_URL = ENV.media_url
STATIC_URL = "/static/"
STATIC_ROOT = ENV.data_dir / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "portal.storage.MediaStorage"},
    "staticfiles": {"BACKEND": "portal.storage.StaticStorage"},
}

# The widget of every body; another editor needs only another name here (articles/editor.py).
BODY_EDITOR_WIDGET = "articles.editor.BodyEditor"

# --- Language and time ----------------------------------------------------------------------

LANGUAGE_CODE = ENV.language_code
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = ENV.time_zone
USE_TZ = True

# --- Security -------------------------------------------------------------------------------

LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = ENV.is_production
# The site's own address, also where the proxy that ends TLS is not named in TRUSTED_PROXIES.
CSRF_TRUSTED_ORIGINS = [ENV.origin]
SESSION_ENGINE = "portal.accounts.sessions"  # each knows whose it is, so that it can be ended
OTP_TOTP_ISSUER = "Portal"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds
SECURE_SSL_REDIRECT = False  # the proxy in front does it, and health checks come by http
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ENV.is_production else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "frame-src": PLAYER_ORIGINS,  # after a click (static/js/embed.js)
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes: the longest body, with room
# Three times the largest picture: who sends one a little too large is to be told so.
UPLOAD_MAX_BYTES = 64 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o644

# docs/decisions/ckeditor.md answers this warning advisory by advisory.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]

LOGGING = logs.LOGGING

# --- Mail -----------------------------------------------------------------------------------

for _name, _value in ENV.email.items():
    if _name.startswith("EMAIL_"):
        globals()[_name] = _value
EMAIL_TIMEOUT = 10  # seconds a step: a silent mail server must not hold `tick`
# Most servers take only the sender who signed in; without an account it is the site's host.
_account = ENV.email.get("EMAIL_HOST_USER") or ""
DEFAULT_FROM_EMAIL = _account if "@" in _account else f"no-reply@{urlsplit(SITE_URL).hostname}"
