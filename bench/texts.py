"""What cleaning, rendering and cutting cost, for a long text beside one a tenth as long.

A ratio near ten is linear. A ratio near a hundred would be a way to stop the site with one text.
"""

import time
from collections.abc import Callable

from articles.crawlers import is_crawler
from articles.excerpts import excerpt
from articles.html import clean_body
from articles.rendering import render_body

PARAGRAPH = (
    "<p>凌晨两点，<strong>影像科</strong>只有<a href='https://example.com/'>一间</a>亮着。</p>"
)
CASES: dict[str, tuple[Callable[[str], object], str]] = {
    "clean": (clean_body, PARAGRAPH),
    "clean, nested": (clean_body, "<div>深"),
    "render": (render_body, PARAGRAPH),
    "excerpt": (excerpt, PARAGRAPH),
    "excerpt, one word": (excerpt, "a"),
    "tell crawlers": (is_crawler, "spider_"),
}
SHORT, LONG = 5_000, 50_000  # bytes


def report() -> None:
    """Print milliseconds for both lengths and their ratio."""
    print(f"{'text':18}{f'{SHORT:,} bytes':>14}{f'{LONG:,} bytes':>14}{'ratio':>8}")
    for name, (work, piece) in CASES.items():
        short, long = (_best_ms(work, _repeated(piece, size)) for size in (SHORT, LONG))
        print(f"{name:18}{short:>11.2f} ms{long:>11.2f} ms{long / short:>8.1f}")


def _repeated(piece: str, size: int) -> str:
    return piece * (size // len(piece.encode()))


def _best_ms(work: Callable[[str], object], text: str) -> float:
    times = []
    for turn in range(5):
        # Another text each time, or a cache would answer.
        started = time.perf_counter()
        work(f"{text}{turn}")
        times.append(time.perf_counter() - started)
    return 1000 * min(times)
