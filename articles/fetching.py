"""One file from the public internet, fetched so that nobody reaches what is not public.

Whoever writes an article may name any address, and this machine stands where the attacker does
not: beside databases, metadata services and routers. So a host is looked up once, every address
it has must be public, and the connection goes to the very address that was judged: a name server
that answers otherwise the second time is not asked a second time. Redirects begin anew.
docs/decisions/pictures.md has the reasoning.
"""

import http.client
import io
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from urllib.parse import urljoin

from articles.public_hosts import Target, is_public

CONNECT_S = 3.0
TOTAL_S = 10.0  # of one file, from the look-up to the last byte, redirects included
MAX_REDIRECTS = 3
PART_BYTES = 64 * 1024
USER_AGENT = "Portal/1.0 (picture library)"
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Reason(StrEnum):
    """Why nothing was fetched; the words for it are found by whoever tells people."""

    ADDRESS = "address"  # no address of the web as we take them
    NOT_PUBLIC = "not_public"
    UNKNOWN_HOST = "unknown_host"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    REFUSED = "refused"  # 401, 403 and the like: pictures for the own pages alone
    MISSING = "missing"
    FAULT = "fault"  # the other server's, or not HTTP
    REDIRECTS = "redirects"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"


class NotFetched(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Deadline:
    """A moment after which nothing is waited for any more."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def left(self, at_most: float = TOTAL_S) -> float:
        """Seconds that may still be waited. Raises NotFetched(TOO_SLOW) when there are none."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise NotFetched(Reason.TOO_SLOW)
        return min(left, at_most)


def _look_up(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a host. The system's resolver knows no time-out, so a thread waits for it.

    Raises OSError, TimeoutError among them.
    """
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([str(where[0]) for *_kind, where in found])
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, OSError):
        raise answer
    return answer


def _dial(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), seconds)


@cache
def _trusting() -> ssl.SSLContext:
    """Whom the system trusts; reading that takes as long as a small picture."""
    return ssl.create_default_context()


@dataclass(frozen=True)
class Network:
    """The way out. `look_up` finds a host's addresses, `dial` connects to one of them."""

    look_up: Callable[[str, int, float], list[str]] = _look_up
    dial: Callable[[str, int, float], socket.socket] = _dial
    tls: ssl.SSLContext = field(default_factory=_trusting)


def fetch(
    address: str, *, limit: int, network: Network | None = None, seconds: float = TOTAL_S
) -> bytes:
    """The bytes at the address, of at most `limit`, as they came: never decompressed.

    `seconds` is all the time that there is, look-up and redirects included.
    Raises NotFetched.
    """
    network = network or Network()
    deadline = Deadline(seconds)
    for _hop in range(MAX_REDIRECTS + 1):
        target = _target(address)
        connection = _connect(target, network, deadline)
        try:
            response = _ask(connection, target, deadline)
            if response.status not in REDIRECTS:
                _check_status(response.status)
                return _read(response, limit)
            address = urljoin(address, _location(response))
        except TimeoutError:
            raise NotFetched(Reason.TOO_SLOW) from None
        except (OSError, http.client.HTTPException, ValueError):
            raise NotFetched(Reason.FAULT) from None
        finally:
            connection.close()
    raise NotFetched(Reason.REDIRECTS)


def _target(address: str) -> Target:
    try:
        return Target.of(address)
    except ValueError:
        raise NotFetched(Reason.ADDRESS) from None


def _location(response: http.client.HTTPResponse) -> str:
    """Where the answer leads; http.client reads every header as Latin-1."""
    return (
        (response.headers.get("Location") or "")
        .encode("latin-1", "replace")
        .decode(errors="replace")
    )


def _connect(target: Target, network: Network, deadline: Deadline) -> socket.socket:
    """A connection to an address of the host that was judged before; encrypted for https."""
    try:
        found = network.look_up(target.host, target.port, deadline.left(CONNECT_S))
    except TimeoutError:
        raise NotFetched(Reason.TOO_SLOW) from None
    except OSError:
        raise NotFetched(Reason.UNKNOWN_HOST) from None
    addresses = list(dict.fromkeys(found))
    if not addresses:
        raise NotFetched(Reason.UNKNOWN_HOST)
    if not all(map(is_public, addresses)):  # one bad address is no oversight
        raise NotFetched(Reason.NOT_PUBLIC)
    connection = _reached(addresses, target.port, network, deadline)
    if target.scheme == "http":
        return connection
    try:
        connection.settimeout(deadline.left(CONNECT_S))  # of the whole handshake
        return network.tls.wrap_socket(connection, server_hostname=target.host)
    except TimeoutError:
        connection.close()
        raise NotFetched(Reason.TOO_SLOW) from None
    except ssl.SSLCertVerificationError:
        connection.close()
        raise NotFetched(Reason.CERTIFICATE) from None
    except (OSError, ValueError):
        connection.close()
        raise NotFetched(Reason.UNREACHABLE) from None


def _reached(
    addresses: list[str], port: int, network: Network, deadline: Deadline
) -> socket.socket:
    reason = Reason.UNREACHABLE
    for address in addresses:
        try:
            return network.dial(address, port, deadline.left(CONNECT_S))
        except TimeoutError:
            reason = Reason.TOO_SLOW
        except OSError:
            continue
    raise NotFetched(reason)


class _Stream(io.RawIOBase):
    """What comes from a connection until the deadline: each read waits only for what is left.

    A time-out of the socket alone begins anew with every byte that drips in.
    """

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection, self._deadline = connection, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def, override]
        self._connection.settimeout(self._deadline.left())
        return self._connection.recv_into(buffer)

    def makefile(self, mode: str) -> io.BufferedReader:
        """What http.client asks a connection for."""
        return io.BufferedReader(self)


def _ask(connection: socket.socket, target: Target, deadline: Deadline) -> http.client.HTTPResponse:
    """Send the request: no cookie, no referrer, nobody's name. Return the answer's beginning."""
    lines = (
        f"GET {target.path} HTTP/1.1",
        f"Host: {target.host_header}",
        f"User-Agent: {USER_AGENT}",
        "Accept: image/webp,image/png,image/jpeg,image/gif;q=0.9,*/*;q=0.1",
        "Accept-Encoding: identity",
        "Connection: close",
    )
    connection.settimeout(deadline.left())
    connection.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
    response = http.client.HTTPResponse(_Stream(connection, deadline))  # type: ignore[arg-type]
    response.begin()
    return response


def _check_status(status: int) -> None:
    if status == 200:
        return
    if status in {404, 410}:
        raise NotFetched(Reason.MISSING)
    refused = 400 <= status < 500
    raise NotFetched(Reason.REFUSED if refused else Reason.FAULT)


def _read(response: http.client.HTTPResponse, limit: int) -> bytes:
    """Everything, in parts: what is announced is believed only if it is too much."""
    if (response.length or 0) > limit:
        raise NotFetched(Reason.TOO_LARGE)
    data = bytearray()
    while part := response.read(PART_BYTES):
        data += part
        if len(data) > limit:
            raise NotFetched(Reason.TOO_LARGE)
    return bytes(data)
