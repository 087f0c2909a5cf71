"""What is logged: faults, and nothing about readers.

No access log (its addresses are personal data), no search words, no tokens of links.
"""

import logging
from typing import Any

from gunicorn.glogging import Logger

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers write to mail and to the console of DEBUG alone.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # A 404 is no fault.
        "django.request": {"level": "ERROR"},
        # Who sends a made-up Host header is answered with 400; there is nothing to mend.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}


class _NoReaders(logging.Filter):
    """Gunicorn names the address and repeats the request line of a request it cannot read."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith("Invalid request from ip=")


class ServerLogger(Logger):
    """Gunicorn's logger, without what it says of readers."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(_NoReaders())
