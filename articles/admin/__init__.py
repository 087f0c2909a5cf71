"""The editorial desk. Django finds the registrations here."""

from articles.admin import articles, pictures, reference, site

__all__ = ["articles", "pictures", "reference", "site"]
