"""Search: tokens made here, looked up by either database, every hit compared exactly."""

from articles.search.finding import MAX_RESULTS, Hit, Order, Results, search
from articles.search.indexing import Drift, index, rebuild, remove
from articles.search.marks import Segment

__all__ = [
    "MAX_RESULTS",
    "Drift",
    "Hit",
    "Order",
    "Results",
    "Segment",
    "index",
    "rebuild",
    "remove",
    "search",
]
