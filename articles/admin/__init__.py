"""The editorial desk. Django finds the registrations here."""

from articles.admin import articles, journal, pictures, reference, site

__all__ = ["articles", "journal", "pictures", "reference", "site"]
