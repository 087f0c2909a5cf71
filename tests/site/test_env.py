"""A wrong variable stops the start with one line; CONTRACT's list and the code agree."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from articles.crypto import new_address_key
from portal import env

PRODUCTION = {
    "SITE_URL": "https://news.example",
    "SECRET_KEY": "s" * 50,
    "ADDRESS_KEYS": new_address_key(),
}
VARIABLES = {
    "PORT",
    "HOST",
    "DATABASE_URL",
    "CACHE_URL",
    "SECRET_KEY",
    "DEBUG",
    "SITE_URL",
    "ALLOWED_HOSTS",
    "TRUSTED_PROXIES",
    "WEB_WORKERS",
    "DATA_DIR",
    "MEDIA_URL",
    "STORAGE_URL",
    "EMAIL_URL",
    "DEMO_PASSWORD",
    "ADDRESS_KEYS",
    "LANGUAGE_CODE",
    "TIME_ZONE",
}


def read(tmp_path, **given):
    return env.read({"DATA_DIR": str(tmp_path)} | given)


def test_every_variable_of_the_contract_is_read_and_no_other():
    source = Path(env.__file__).read_text(encoding="utf-8")
    assert set(re.findall(r'"([A-Z][A-Z_]+)"', source)) - {"NAME", "ENGINE"} == VARIABLES


def test_nothing_needs_to_be_set(tmp_path):
    environment = read(tmp_path)
    assert environment.site_url == "http://127.0.0.1:8000"
    assert environment.database["ENGINE"].endswith("sqlite3")
    assert environment.language_code == "zh-hans"
    assert not environment.is_production


def test_the_address_of_the_site_follows_the_port(tmp_path):
    assert read(tmp_path, PORT="9001").site_url == "http://127.0.0.1:9001"


def test_made_up_secrets_are_kept_for_the_next_start_and_for_the_owner_alone(tmp_path):
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret_key == second.secret_key
    assert first.address_keys == second.address_keys
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_the_database_is_for_the_owner_alone(tmp_path):
    file = Path(read(tmp_path).database["NAME"])
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE t (x)")
        kept = [file, *file.parent.glob(f"{file.name}-*")]
        assert len(kept) == 3
        assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    assert read(tmp_path).database["NAME"] == str(file)


@pytest.mark.parametrize("name", ["SECRET_KEY", "ADDRESS_KEYS"])
def test_production_makes_up_no_secret(tmp_path, name):
    with pytest.raises(env.WrongValue, match=name):
        read(tmp_path, **(PRODUCTION | {name: ""}))


def test_production_shows_nobody_the_source_of_an_error(tmp_path):
    with pytest.raises(env.WrongValue, match="DEBUG"):
        read(tmp_path, **(PRODUCTION | {"DEBUG": "on"}))
    assert read(tmp_path, DEBUG="on").debug


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("WEB_WORKERS", "-1"),
        ("DEBUG", "maybe"),
        ("SITE_URL", "news.example"),
        ("SITE_URL", "https://"),
        ("DATABASE_URL", "mysql://root@localhost/news"),
        ("DATABASE_URL", "postgres://"),
        ("CACHE_URL", "memcached://localhost"),
        ("STORAGE_URL", "ftp://host/bucket"),
        ("EMAIL_URL", "pigeon://loft"),
        ("TRUSTED_PROXIES", "10.0.0.0/8, proxy"),
        ("ADDRESS_KEYS", "short"),
        ("SECRET_KEY", "short"),
        ("LANGUAGE_CODE", "fr"),
        ("TIME_ZONE", "Asia/Peking"),
    ],
)
def test_a_wrong_value_is_refused_by_name(tmp_path, name, value):
    with pytest.raises(env.WrongValue) as refusal:
        read(tmp_path, **{name: value})
    assert str(refusal.value).startswith(f"{name}: ")
    assert "\n" not in str(refusal.value)


def test_the_process_ends_with_that_one_line(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env=os.environ
        | {"DATA_DIR": str(tmp_path), "PORT": "http", "DJANGO_SETTINGS_MODULE": "portal.settings"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr.strip() == "PORT: takes a whole number from 1 to 65535, not 'http'"
