"""Where a request comes from: the address, believed only as far as the proxies are ours."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 (a value, not a socket): the peer of a unix socket
PREFIX_BITS = {4: 24, 6: 48}  # a home or an office, not a person


@lru_cache(maxsize=8)
def _trusted(words: tuple[str, ...]) -> list[IPv4Network | IPv6Network]:
    return [ip_network(word, strict=False) for word in words]


def client_address(request: HttpRequest) -> str:
    """Return the reader's address as text, IPv4 wherever it is one.

    ``X-Forwarded-For`` is read from the right: each hop is believed only if the next one is a
    trusted proxy. Without TRUSTED_PROXIES the header is ignored.
    """
    address = _plain(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    while hops and address != UNKNOWN and _is_trusted(address):
        hop = _plain(hops.pop())
        if hop == UNKNOWN:
            break
        address = hop
    return address


def client_network(request: HttpRequest) -> str:
    """Return the prefix that may be stored and limited: /24 of IPv4, /48 of IPv6."""
    address = ip_address(client_address(request))
    return str(ip_network(f"{address}/{PREFIX_BITS[address.version]}", strict=False))


def _is_trusted(address: str) -> bool:
    ip = ip_address(address)
    return any(ip in network for network in _trusted(tuple(settings.TRUSTED_PROXIES)))


def _plain(raw: str) -> str:
    try:
        ip = ip_address(raw.strip().strip("[]"))
    except ValueError:
        return UNKNOWN
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ip)
