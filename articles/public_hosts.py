"""Which addresses of the web lead to the public internet, and to nothing beside it."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urlsplit

PORTS = {"http": 80, "https": 443}

# ipaddress.is_global lets these through, or did in some version; or an IPv4 address hides in them.
NOT_PUBLIC = tuple(
    map(
        ip_network,
        (
            "100.64.0.0/10",  # shared by a provider's customers
            "192.0.0.0/24",
            "192.88.99.0/24",  # once the relays of 6to4
            "198.18.0.0/15",
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",
            "2001::/23",  # Teredo and other protocols
            "2001:db8::/32",
            "2002::/16",  # 6to4
            "3fff::/20",
        ),
    )
)
# All of IPv6 that is public lies here; mapped, compatible and NAT64 addresses do not.
PUBLIC_IPV6 = ip_network("2000::/3")

_UNWRITABLE = re.compile(r"[\x00-\x20\x7f\\<>\"^`{|}]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_KEPT_IN_PATHS = "/%:@!$&'()*+,;=~?"


@dataclass(frozen=True)
class Target:
    """An address of the web, taken apart once: nobody reads it a second time, and otherwise."""

    scheme: str
    host: str  # lower-case ASCII, without the brackets of IPv6
    path: str  # with the query, ASCII

    @classmethod
    def of(cls, address: str) -> "Target":
        """Raises ValueError for other schemes and ports, for user names and odd hosts."""
        parts = urlsplit(address)
        port, host = parts.port, _host_of(parts.hostname or "")
        scheme = parts.scheme.lower()
        if (
            scheme not in PORTS
            or port not in (None, PORTS[scheme])
            or "@" in parts.netloc
            or _UNWRITABLE.search(address)
        ):
            raise ValueError(address)
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        return cls(scheme, host, quote(path, safe=_KEPT_IN_PATHS))

    @property
    def port(self) -> int:
        return PORTS[self.scheme]

    @property
    def host_header(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host


def is_public(address: str) -> bool:
    """Whether the IP address belongs to the public internet and hides no other one."""
    try:
        ip: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    if not ip.is_global or ip.is_multicast:
        return False
    if ip.version == 6 and ip not in PUBLIC_IPV6:
        return False
    return not any(ip.version == net.version and ip in net for net in NOT_PUBLIC)


def _host_of(name: str) -> str:
    """The host as it is asked for. Raises ValueError for what only pretends to be a name."""
    if ":" in name:
        if "%" in name:  # an interface of this machine
            raise ValueError(name)
        return str(IPv6Address(name))
    host = name.lower() if name.isascii() else name.encode("idna").decode("ascii").lower()
    host = host.removesuffix(".")
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        # 2130706433, 0177.1 and 0x7f.1 are this machine for a resolver: four plain numbers or none.
        return str(IPv4Address(host))
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise ValueError(name)
    return host
