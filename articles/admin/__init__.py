"""The editorial desk. Django finds the registrations here."""

from articles.admin import (
    articles,
    categories,
    journal,
    outbox,
    pictures,
    redirects,
    reference,
    site,
    topics,
)

__all__ = [
    "articles",
    "categories",
    "journal",
    "outbox",
    "pictures",
    "redirects",
    "reference",
    "site",
    "topics",
]
