"""Requests per second of one address, over connections that stay open."""

import http.client
import threading
import time
from dataclasses import dataclass

CONNECTIONS = 4


@dataclass(frozen=True)
class Rate:
    """What one run of load() saw."""

    per_second: float
    median_ms: float


def load(port: int, path: str, *, seconds: float = 3.0) -> Rate:
    """Ask for `path` again and again. Raises RuntimeError unless every answer is 200."""
    times: list[float] = []
    wrong: list[int] = []
    deadline = time.perf_counter() + seconds

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.perf_counter() < deadline:
            begun = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - begun)
            if answer.status != 200:
                wrong.append(answer.status)
                return

    threads = [threading.Thread(target=client) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(f"{path} answered {wrong[0]}")
    return Rate(len(times) / seconds, 1000 * sorted(times)[len(times) // 2])
