"""Tables for spreadsheets: CSV that opens as what it says, and computes nothing."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

# What makes a spreadsheet read a cell as a formula, in the widths that it takes for the same
# (OWASP, "CSV Injection").
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 (the wide ones are meant)


class _Echo:
    """A file that gives back what is written to it, so that rows can be streamed."""

    def write(self, text: str) -> str:
        return text


def safe_cell(value: Any) -> Any:
    """Numbers as they are; words that a spreadsheet would compute stand behind an apostrophe."""
    if value is None or isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The rows as CSV, one after the other, after the mark that tells a spreadsheet UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([safe_cell(value) for value in row])


def download(rows: Iterable[Sequence[Any]], name: str) -> StreamingHttpResponse:
    """Send the rows as the file `name` (ASCII), however many they are."""
    response = StreamingHttpResponse(lines(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
