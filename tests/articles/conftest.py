"""People of the newsroom, signed in."""

import pytest
from django.test import Client

from portal.roles import AUTHOR, EDITOR
from tests.articles.desk import desk_of


@pytest.fixture
def author(db) -> Client:
    return desk_of(AUTHOR)


@pytest.fixture
def editor(db) -> Client:
    return desk_of(EDITOR)
