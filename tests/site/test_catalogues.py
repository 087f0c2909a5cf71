"""Both languages are complete: nothing missing, nothing fuzzy, nothing stale."""

import gettext
import re

import polib
import pytest

from tests import messages

LANGUAGES = ["zh_Hans", "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def catalogue(language):
    return polib.pofile(str(messages.ROOT / f"locale/{language}/LC_MESSAGES/django.po"))


def key(entry):
    return entry.msgctxt, entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_and_none_is_fuzzy(language):
    entries = catalogue(language)
    unsure = [entry.msgid for entry in entries if not entry.translated() or entry.fuzzy]
    assert unsure == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_what_the_sources_say_and_nothing_else(language):
    known = {key(entry) for entry in catalogue(language)}
    said = messages.in_sources()
    assert said - known == set(), "missing: run make messages and translate"
    assert known - said == set(), "stale: run make messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language):
    for entry in catalogue(language):
        for text in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            originals = [entry.msgid, entry.msgid_plural]
            assert set(PLACEHOLDER.findall(text)) in [
                set(PLACEHOLDER.findall(original)) for original in originals
            ], entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language):
    path = messages.ROOT / f"locale/{language}/LC_MESSAGES/django.mo"
    with path.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in catalogue(language):
        if not entry.msgid_plural and not entry.msgctxt:
            assert compiled.gettext(entry.msgid) == entry.msgstr
