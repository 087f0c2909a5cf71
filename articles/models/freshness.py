"""Versions that cached pages are compared with."""

from django.db import models


class FreshnessVersion(models.Model):
    """How often something public has changed: ``article:12``, ``category:3``, ``front``…"""

    key = models.CharField(max_length=80, primary_key=True)
    version = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.key} {self.version}"
