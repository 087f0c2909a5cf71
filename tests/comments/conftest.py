"""Surroundings of the tests about comments."""

import pytest

from portal.roles import MODERATOR
from tests.comments.desk import member_of


@pytest.fixture
def moderator(client):
    user = member_of(MODERATOR, last_name="沈", first_name="知白")
    client.force_login(user)
    return user
