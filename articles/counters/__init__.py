"""Readers, likes and comments in numbers: appended as rows, rolled up exactly, always provable."""

from articles.counters.buckets import VIEW_WINDOW_S
from articles.counters.closing import DayDrift, close_days, recount_days, reopen_days_of
from articles.counters.days import (
    Reading,
    article_days,
    best_articles,
    best_of,
    site_days,
)
from articles.counters.likes import toggle_like
from articles.counters.popularity import hot
from articles.counters.proof import Drift, recount
from articles.counters.readers import record_view, visitor_of
from articles.counters.recent import KEPT as BUCKETS_KEPT
from articles.counters.recent import Pace, curves, forget_past_buckets, paces
from articles.counters.rolling import roll_up
from articles.counters.salts import destroy_past_salts
from articles.counters.totals import (
    Totals,
    attach_totals,
    hold_counter,
    set_comments,
    start_counter,
    totals,
    views_of,
)

__all__ = [
    "BUCKETS_KEPT",
    "VIEW_WINDOW_S",
    "DayDrift",
    "Drift",
    "Pace",
    "Reading",
    "Totals",
    "article_days",
    "attach_totals",
    "best_articles",
    "best_of",
    "close_days",
    "curves",
    "destroy_past_salts",
    "forget_past_buckets",
    "hold_counter",
    "hot",
    "paces",
    "record_view",
    "recount",
    "recount_days",
    "reopen_days_of",
    "roll_up",
    "set_comments",
    "site_days",
    "start_counter",
    "toggle_like",
    "totals",
    "views_of",
    "visitor_of",
]
