"""A table of the statistics: the same on the page and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Cell:
    """A word with an address, on the page; in a file the word alone."""

    text: str
    address: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Table:
    """`name` stands in the file's address. Numbers are ints, so that they stand right."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    empty: str = ""
    note: str = ""

    @property
    def lines(self) -> list[Sequence[Any]]:
        """Head and rows, for a file: dates as 2026-11-24."""
        plain = [[_plain(value) for value in row] for row in self.rows]
        return [list(self.columns), *plain]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Cell) else value
