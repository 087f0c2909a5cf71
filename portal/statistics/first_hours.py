"""How an article was read in its first two days, by hour, while that is still known."""

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import counters
from articles.models import Article
from articles.numbers import grouped
from portal.plots import Plot, Series, plot

HOURS = 48
BUCKETS_AN_HOUR = 2


def plot_of(article: Article) -> Plot | None:
    """The plot, or None: not published yet, or so long ago that only days are kept."""
    at = article.published_at
    now = timezone.now()
    if at is None or not now - counters.BUCKETS_KEPT < at <= now:
        return None
    curve = counters.curves([article.pk], at)[article.pk][: HOURS * BUCKETS_AN_HOUR]
    hours = [
        sum(curve[start : start + BUCKETS_AN_HOUR])
        for start in range(0, len(curve), BUCKETS_AN_HOUR)
    ]
    hours += [0] * (HOURS - len(hours))  # those still to come: a bar keeps its place
    labels = [_("%(hour)d h") % {"hour": number} for number in range(HOURS)]
    summary = _("%(sum)s views since publication, at most %(most)s in one hour.") % {
        "sum": grouped(sum(hours)),
        "most": grouped(max(hours)),
    }
    return plot(_("The first two days by hour"), summary, labels, [Series(_("Views"), hours)])
