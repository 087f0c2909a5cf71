"""Counting of attempts, shared by all processes."""

from django.db import models


class ThrottleWindow(models.Model):
    """How often one client did one thing in one fixed window of time.

    `key` is a keyed digest, so the table names nobody.
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=1)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"
