"""By what an article is recognised when somebody writes it a second time."""

from django.db import models


class Fingerprint(models.Model):
    """The SimHash of an article's newest text. articles/fingerprints.py alone reads and writes it.

    64 bits, as the signed number that a BIGINT holds. A text too short to be told apart has none.
    """

    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, primary_key=True, related_name="fingerprint"
    )
    simhash = models.BigIntegerField()

    def __str__(self) -> str:
        return f"#{self.article_id} {self.simhash & 2**64 - 1:016x}"


class FingerprintBand(models.Model):
    """One of the keys under which a text is looked up: similar texts share at least one.

    Rows of their own, so that a look-up reads a few places of one index, however many articles
    there are.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="fingerprint_bands"
    )
    key = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="fingerprint_band_once", fields=["key", "article"])
        ]

    def __str__(self) -> str:
        return f"#{self.article_id} {self.key}"
