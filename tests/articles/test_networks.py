"""Which address a request is believed to come from."""

import pytest

from articles.networks import client_address, client_network


def request_from(rf, peer, forwarded=None):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return rf.get("/", REMOTE_ADDR=peer, **headers)


def test_a_header_from_a_stranger_is_not_believed(rf):
    assert client_address(request_from(rf, "203.0.113.9", "198.51.100.1")) == "203.0.113.9"


@pytest.mark.parametrize(
    ("forwarded", "believed"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("198.51.100.1, 10.0.0.7", "198.51.100.1"),
        ("192.0.2.66, 198.51.100.1, 10.0.0.7", "198.51.100.1"),  # the first one may be invented
        ("rubbish", "10.0.0.8"),
        ("", "10.0.0.8"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
        ("2001:db8:1:2::3", "2001:db8:1:2::3"),
    ],
)
def test_behind_our_proxies_the_last_foreign_hop_counts(rf, settings, forwarded, believed):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert client_address(request_from(rf, "10.0.0.8", forwarded)) == believed


@pytest.mark.parametrize(
    ("peer", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", "0.0.0.0/24"),
    ],
)
def test_only_a_prefix_is_for_keeping(rf, peer, network):
    assert client_network(request_from(rf, peer)) == network
