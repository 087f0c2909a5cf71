"""Addresses are locked with keys that can be changed."""

import pytest

from articles import crypto


def test_what_was_locked_can_be_unlocked():
    assert crypto.unlock(crypto.lock("reader@example.com")) == "reader@example.com"


def test_the_same_text_never_looks_the_same_when_locked():
    assert crypto.lock("reader@example.com") != crypto.lock("reader@example.com")


def test_a_new_key_in_front_still_opens_what_the_old_one_locked(settings):
    locked, digest = crypto.lock("reader@example.com"), crypto.address_digest("reader@example.com")
    settings.ADDRESS_KEYS = [crypto.new_address_key(), *settings.ADDRESS_KEYS]
    assert crypto.unlock(locked) == "reader@example.com"
    assert crypto.address_digest("reader@example.com") == digest


def test_without_its_key_a_text_is_lost_and_says_so(settings):
    locked = crypto.lock("reader@example.com")
    settings.ADDRESS_KEYS = [crypto.new_address_key()]
    with pytest.raises(crypto.LostKey):
        crypto.unlock(locked)


def test_digests_for_different_purposes_differ():
    assert crypto.keyed_digest("picture", b"x") != crypto.keyed_digest("throttle", b"x")
