"""Fields that keep their own promise, whichever route a value takes into the database."""

import unicodedata
from functools import lru_cache
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.html import clean_body

CACHED_CHARS = 64_000  # of a body; with the number below some sixteen megabytes at most


@lru_cache(maxsize=256)
def _cleaned_before(html: str) -> str:
    return clean_body(html)


def _cleaned(html: str) -> str:
    """Clean a body. A save asks twice, for row and revision each, and a bulk write many later."""
    return _cleaned_before(html) if len(html) <= CACHED_CHARS else clean_body(html)


class BodyField(models.TextField):
    """HTML that the policy of articles/html.py has cleaned, so that templates may trust it.

    save(), create(), update(), bulk_create() and bulk_update() all pass here.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = _cleaned(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, str):
            value = _cleaned(value)
        return super().get_db_prep_save(value, connection)


validate_slug_text = RegexValidator(
    # Word characters of any script, joined by single hyphens.
    r"^\w+(?:-\w+)*\Z",
    _("Use letters, digits or Chinese characters, joined by hyphens."),
)


def normal_slug(text: str) -> str:
    """Return `text` as slugs are stored and compared: NFC and case-folded."""
    return unicodedata.normalize("NFC", text).casefold()


class SlugTextField(models.CharField):
    """A slug in any script, stored NFC and case-folded, so that equal-looking slugs are equal."""

    default_validators = [validate_slug_text]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return normal_slug(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return normal_slug(value) if isinstance(value, str) else value
