"""What has become of categories and tags that exist no more."""

from django.db import models
from django.db.models import F, Q


class MergedInto(models.Model):
    """An id that revisions may still name, and the one that stands for it now.

    A revision keeps what it said when it was saved, its ids included; so merging two categories
    never rewrites history, and costs the same whether ten revisions name the old one or a
    million. Whoever resolves a revision's ids asks here about those that lead to nothing.

    Never a chain: merging further rewrites these rows. `new_id` is None for a tag that was taken
    off everything. `old_name` lets whoever types the old word of a tag get the new one.
    """

    class Kind(models.TextChoices):
        CATEGORY = "category"
        TAG = "tag"

    kind = models.CharField(max_length=8, choices=Kind)
    old_id = models.BigIntegerField()
    new_id = models.BigIntegerField(null=True)
    old_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="merged_once", fields=["kind", "old_id"]),
            models.CheckConstraint(
                name="merged_into_another", condition=Q(new_id=None) | ~Q(old_id=F("new_id"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.old_id} → #{self.new_id}"
