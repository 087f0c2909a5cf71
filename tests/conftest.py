"""Surroundings that every test may ask for."""

import pytest
from django.db import connections

FIXTURES_WITH_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_addoption(parser):
    parser.addoption(
        "--with-database-only",
        action="store_true",
        help="leave out the tests that ask no database, as they do the same on every one",
    )


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--with-database-only"):
        return
    asks = {True: [], False: []}
    for item in items:
        asks[_asks_database(item)].append(item)
    items[:] = asks[True]
    config.hook.pytest_deselected(items=asks[False])


def _asks_database(item):
    """Whether a test does, or starts a program that may."""
    if item.get_closest_marker("django_db") or hasattr(item.module, "subprocess"):
        return True
    return bool(FIXTURES_WITH_DATABASE & set(item.fixturenames))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """SQLite in a file, as in production: threads then meet as real connections do."""
    for connection in connections.all():
        if connection.vendor == "sqlite":
            file = tmp_path_factory.mktemp("database") / "test.sqlite3"
            connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(autouse=True)
def _own_media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
