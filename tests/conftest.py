"""Surroundings that every test may ask for."""

import pytest


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Tests run without collectstatic: addresses of static files stay unhashed."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def _own_media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
