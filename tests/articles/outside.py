"""A piece of the internet: a real server on this machine that stands for all of it.

`Outside` answers what a resolver would and connects where a network would; every connection that
is asked for is remembered, and only public addresses lead to the server.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from articles.fetching import Network

PUBLIC = "93.184.215.14"
Page = Callable[[BaseHTTPRequestHandler], None]


class Outside:
    """`pages` by path; `hosts` by name, each the addresses of one look-up after the other."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.server = server
        self.pages: dict[str, Page] = {}
        self.hosts: dict[str, list[list[str]]] = {}
        self.looked_up: list[str] = []
        self.dialled: list[str] = []
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.enough = threading.Event()

    @property
    def network(self) -> Network:
        return Network(look_up=self._look_up, dial=self._dial)

    def _look_up(self, host: str, port: int, seconds: float) -> list[str]:
        self.looked_up.append(host)
        answers = self.hosts.get(host)
        if answers is None:
            # Numbers are what they are; all other names are of this one server.
            is_number = host.replace(".", "").isdigit() or ":" in host
            return [host if is_number else PUBLIC]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def _dial(self, address: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append(address)
        assert address == PUBLIC, f"{address} was dialled"
        return socket.create_connection(self.server.server_address[:2], seconds)

    def file(self, path: str, data: bytes, **headers: str) -> str:
        """Have a file at this path; return its address."""
        self.pages[path] = lambda answer: send(answer, data, **headers)
        return f"http://pictures.example{path}"

    def leads(self, path: str, to: str, status: int = 302) -> str:
        self.pages[path] = lambda answer: send(answer, b"", status=status, Location=to)
        return f"http://pictures.example{path}"

    def says(self, path: str, status: int) -> str:
        self.pages[path] = lambda answer: send(answer, b"no", status=status)
        return f"http://pictures.example{path}"

    def page(self, path: str, page: Page) -> str:
        self.pages[path] = page
        return f"http://pictures.example{path}"


def send(answer: BaseHTTPRequestHandler, data: bytes, status: int = 200, **headers: str) -> None:
    answer.send_response(status)
    for name, value in ({"Content_Length": str(len(data))} | headers).items():
        answer.send_header(name.replace("_", "-"), value)
    answer.end_headers()
    answer.wfile.write(data)


@contextmanager
def outside() -> Iterator[Outside]:
    """The server, for as long as somebody looks."""

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            world.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            with suppress(OSError):  # whoever asked has heard enough
                world.pages[self.path](self)
            self.close_connection = True

        def log_message(self, *said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    world = Outside(server)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield world
    finally:
        world.enough.set()
        server.shutdown()
        server.server_close()
