"""The moderators' desk. Django finds the registration here."""

from comments.admin import comments

__all__ = ["comments"]
