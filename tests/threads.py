"""Many at once: threads, each with a database connection of its own."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections


def at_once(act: Callable[[Any], Any], cases: Iterable[Any], *, threads: int = 16) -> list[Any]:
    """Call `act` with every case, `threads` at a time; return the answers in the cases' order.

    The first exception of a thread is raised here.
    """

    everybody_is_done = Barrier(threads)

    def leave() -> None:
        # Each thread closes its own connection, or the test database could not be emptied.
        everybody_is_done.wait()
        connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        tasks = [pool.submit(act, case) for case in cases]
        for _thread in range(threads):
            pool.submit(leave)
        return [task.result() for task in tasks]
