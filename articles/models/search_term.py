"""What readers look for on the site."""

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_CHARS = 60


class SearchTerm(models.Model):
    """Words that were looked for on one day (in the site's zone), and how often; never by whom.

    `words` are folded: other widths and capitals make no other words. `found` is how many articles
    the last search found: 0 is what readers miss.
    """

    day = models.DateField(_("day"))
    words = models.CharField(_("words"), max_length=MAX_CHARS)
    searches = models.PositiveIntegerField(_("searches"), default=0)
    found = models.PositiveIntegerField(_("found"), default=0)

    class Meta:
        verbose_name = _("search term")
        verbose_name_plural = _("search terms")
        constraints = [
            models.UniqueConstraint(name="one_search_term_a_day", fields=["day", "words"])
        ]

    def __str__(self) -> str:
        return f"{self.words} ({self.searches})"
