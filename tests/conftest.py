"""Surroundings that every test may ask for."""

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings

# A failure must come back, and how slow a machine is says nothing about the code.
settings.register_profile(
    "ours", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ours")

FIXTURES_WITH_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_addoption(parser):
    parser.addoption(
        "--half",
        choices=["sqlite", "postgresql"],
        help="leave out what the run on the other database tells as well (tests/run.py)",
    )


def pytest_collection_modifyitems(config, items):
    if not (half := config.getoption("--half")):
        return
    chosen = {True: [], False: []}
    for item in items:
        chosen[_belongs_to(item, half)].append(item)
    items[:] = chosen[True]
    config.hook.pytest_deselected(items=chosen[False])


def _belongs_to(item, half):
    """Whether a test runs in this half of the suite."""
    if once := item.get_closest_marker("once"):
        return once.args[0] == half
    if item.get_closest_marker("browser"):
        return half == "postgresql" or item.get_closest_marker("smoke") is not None
    return half == "sqlite" or _asks_database(item)


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
