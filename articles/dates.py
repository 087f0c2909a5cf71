"""How days and times read, in the language of the page and the site's time zone.

Pages are cached and the same for everyone, so they print absolute times; a script in the browser,
and the admin, say how long ago that was, up to a week.
"""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext

RELATIVE_FOR = timedelta(days=7)  # after a week nobody counts days any more
_CLOCK_SKEW = timedelta(minutes=1)  # how far ahead of ours a clock may be for "just now"


def day(when: date | datetime) -> str:
    """2025年1月28日, 28 January 2025."""
    return _printed(when, pgettext("date format", "j F Y"))


def full(when: datetime) -> str:
    """2025年1月28日 下午7:58, 28 January 2025, 7:58 pm: as WordPress printed it."""
    when = timezone.localtime(when)
    if when.hour < 12:
        return _printed(when, pgettext("date format", "j F Y, g:i \\a\\m"))
    return _printed(when, pgettext("date format", "j F Y, g:i \\p\\m"))


def card(when: datetime, now: datetime | None = None) -> str:
    """刚刚, 5分钟前, 3小时前, 2天前; the day itself after a week, or when it is still to come."""
    passed = (now or timezone.now()) - when
    if not -_CLOCK_SKEW <= passed <= RELATIVE_FOR:
        return day(when)
    minutes = passed // timedelta(minutes=1)
    hours, days = minutes // 60, passed.days
    if minutes < 1:
        return gettext("just now")
    if hours < 1:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    if days < 1:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}


def hour(when: datetime) -> str:
    """19:58, where the day is known."""
    return _printed(when, "H:i")


def month_day(when: date | datetime) -> str:
    """1月28日, 28 January: where the year is known."""
    return _printed(when, pgettext("date format", "j F"))


def short_day(when: date | datetime) -> str:
    """1月28日, 28 Jan: the same where there is little room."""
    return _printed(when, pgettext("date format", "j M"))


def weekday(when: date | datetime) -> str:
    """星期二, Tuesday."""
    return _printed(when, "l")


def month_name(when: date | datetime) -> str:
    """2025年1月, January 2025."""
    return _printed(when, pgettext("date format", "F Y"))


def year_name(when: date | datetime | int) -> str:
    """2025年, 2025."""
    year = when if isinstance(when, int) else _local(when).year
    return pgettext("name of a year", "%(year)d") % {"year": year}


def _printed(when: date | datetime, form: str) -> str:
    return date_format(_local(when), form)


def _local(when: date | datetime) -> date:
    return timezone.localtime(when) if isinstance(when, datetime) else when
