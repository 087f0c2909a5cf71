"""Tags of the reader pages. They print; what to print is decided elsewhere."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import quote, urlencode

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import dates, numbers, rendering, reprints, structured_data
from articles.heads import PageHead
from articles.models import Article, Picture, SiteProfile

register = template.Library()

register.filter("compact", numbers.compact)
register.filter("grouped", numbers.grouped)
register.simple_tag(dates.month_name)
register.simple_tag(dates.year_name)
register.simple_tag(reprints.reprint_notice)
register.simple_tag(structured_data.json_ld)

OG_LOCALES = {"zh-hans": "zh_CN", "en": "en_US"}


@register.simple_tag
def icon(name: str, mark: str = "") -> SafeString:
    """A drawing of static/icons/icons.svg; the words that say what it means stand beside it.

    `mark` lets a stylesheet tell two drawings in one button apart.
    """
    marked = format_html(' data-icon="{}"', mark) if mark else ""
    return format_html(
        '<svg class="icon"{} aria-hidden="true"><use href="{}#{}"></use></svg>',
        marked,
        static("icons/icons.svg"),
        name,
    )


@register.simple_tag
def headline(article: Article) -> SafeString:
    """The headline, broken where a reader would pause."""
    if article.headline_html:
        return mark_safe(article.headline_html)  # noqa: S308 (articles/titles.py escaped the words)
    return conditional_escape(article.headline)


@register.simple_tag
def picture(shown: Picture, sizes: str, lazy: bool = True) -> SafeString:
    """The picture in all its widths; only the one that opens the page is not `lazy`."""
    return rendering.picture_tag(shown, sizes=sizes, lazy=lazy)


@register.simple_tag
def avatar(portrait: Picture, pixels: int) -> str:
    """Address of a rendition that is sharp at this size on screens with two pixels for one."""
    return portrait.rendition_url(2 * pixels)


@register.simple_tag
def lang_if_other(language: str) -> SafeString:
    """The attribute `lang` for text in another language than the page's, with a leading space."""
    if not language or language == translation.get_language():
        return SafeString("")
    return format_html(' lang="{}"', language_tag(language))


@register.simple_tag
def page_title(head: PageHead | None, profile: SiteProfile) -> str:
    """The words in the browser's tab: the page, its number in a list, the site."""
    if not head or not head.title:
        return f"{profile.name} · {profile.tagline}" if profile.tagline else profile.name
    number = _("page %(number)d") % {"number": head.page_number} if head.page_number > 1 else ""
    return " - ".join(filter(None, [head.title, number, profile.name]))


@register.filter
def language_tag(code: str) -> str:
    """A language as HTML names it: zh-Hans."""
    return translation.to_locale(code).replace("_", "-")


@register.filter
def og_locale(code: str) -> str:
    """A language as Open Graph names it: zh_CN."""
    return OG_LOCALES.get(code, code)


@register.filter
def absolute(address: str) -> str:
    """The address with the site's in front, unless it has one."""
    return address if "://" in address else f"{settings.SITE_URL}{address}"


@register.filter
def nameplate(name: str) -> SafeString:
    """The site's name with its last character set off, in the accent colour."""
    return format_html("<span>{}<b>{}</b></span>", name[:-1], name[-1:])


@register.filter
def initial(name: str) -> str:
    """The character that stands where no portrait is."""
    return name.strip()[:1].upper()


@register.filter
def dialled(phone: str) -> str:
    """A telephone number as a `tel:` address takes it."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


@register.simple_tag
def weibo_address(article: Article) -> str:
    query = urlencode({"url": article.permalink, "title": article.headline})
    return f"https://service.weibo.com/share/share.php?{query}"


@register.simple_tag
def mail_address(article: Article) -> str:
    """A mail about the article, addressed to nobody yet."""
    body = f"{article.headline}\r\n\r\n{article.permalink}"
    return f"mailto:?subject={quote(article.headline)}&body={quote(body)}"


@register.simple_tag
def page_address(address: str, number: int) -> str:
    """The address of one page of a list; the first page is the list itself."""
    if number == 1:
        return address
    return f"{address}{'&' if '?' in address else '?'}page={number}"


@register.filter
def numbers_around(page: Page) -> Iterator[int | None]:
    """Numbers of the first, the last and the nearest pages; None where some are left out."""
    around = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return (number if isinstance(number, int) else None for number in around)


def _time(moment: date | datetime, shown: str, attributes: str = "") -> SafeString:
    return format_html(
        '<time datetime="{}"{}>{}</time>', _machine(moment), SafeString(attributes), shown
    )


def _machine(moment: date | datetime) -> str:
    """The moment as HTML's `datetime` takes it, to the minute, with the site's offset."""
    if isinstance(moment, datetime):
        return timezone.localtime(moment).isoformat(timespec="minutes")
    return moment.isoformat()


@register.simple_tag
def article_time(moment: datetime) -> SafeString:
    """Day and hour on the article itself: 2025年1月28日 下午7:58."""
    return _time(moment, dates.full(moment))


@register.simple_tag
def card_time(moment: datetime) -> SafeString:
    """The day on a card; a script counts the hours or days since then up to a week."""
    return _time(moment, _year_apart(moment), " data-relative")


def _year_apart(moment: datetime) -> SafeString:
    """The day; narrow cards leave out the year if it is the current one (class `hm`)."""
    year = timezone.localtime(moment).year
    before, found, after = re.split(rf"(\s?{year}年?)", dates.day(moment), maxsplit=1)
    if year != timezone.localtime().year:
        return SafeString(dates.day(moment))
    return format_html('{}<span class="hm">{}</span>{}', before, found, after)


@register.simple_tag
def hour(moment: datetime) -> SafeString:
    """The hour in the margin of a river; a script marks what is less than an hour old."""
    return _time(moment, dates.hour(moment), ' class="river__hour" data-fresh')


@register.simple_tag
def brief_time(moment: datetime) -> SafeString:
    """The hour of today's articles, the day of older ones."""
    today = timezone.localdate() == timezone.localdate(moment)
    return _time(moment, dates.hour(moment) if today else dates.short_day(moment))


@register.simple_tag
def day_heading(day: date) -> SafeString:
    """今天 · 11月24日"""
    names = {0: _("Today"), 1: _("Yesterday")}
    name = names.get((timezone.localdate() - day).days)
    shown = _time(day, dates.month_day(day))
    return format_html("{} · {}", name, shown) if name else shown


@register.simple_tag
def today() -> SafeString:
    """The date in the masthead: 2026年11月24日　星期二"""
    now = timezone.localdate()
    return format_html("{}　{}", _time(now, dates.day(now)), dates.weekday(now))
