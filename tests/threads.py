"""Many at once, each over a database connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connections


def at_once(number: int, act: Callable[[int], Any]) -> list[Any]:
    """Call ``act(0)`` … ``act(number - 1)`` in threads that start together; return the answers.

    The first exception is raised again here.
    """
    barrier = Barrier(number)
    answers: list[Any] = [None] * number
    errors: list[BaseException] = []

    def run(index: int) -> None:
        try:
            barrier.wait()
            answers[index] = act(index)
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[index]) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return answers
