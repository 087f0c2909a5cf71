"""What the site remembers about its own running: imports, and the periodic work."""

from django.db import models


class ImportedItem(models.Model):
    """One thing of an export that became one of ours: an import run twice adds nothing twice."""

    source = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=250)
    object_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="imported_once", fields=["source", "kind", "key"])
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} → #{self.object_id}"


class TickRun(models.Model):
    """When the periodic work last ran, for the dashboard."""

    ran_at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        constraints = [models.CheckConstraint(name="one_tick_row", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.ran_at:%Y-%m-%d %H:%M:%S}"
