"""What writers are told about a text that was cleaned: what went, and what became of its pictures.

The editor asks for it at each paste; a save without scripts asks for all of it at once.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from articles import remote_pictures
from articles.fetching import Network, Reason
from articles.html import Removed, clean_body, removed_from
from articles.html.report import Kind
from articles.models import User
from articles.remote_pictures import Copy, host_of

KINDS: dict[Kind, Any] = {
    Kind.HIDDEN: ngettext_lazy("%(count)d hidden passage", "%(count)d hidden passages", "count"),
    Kind.PICTURE: ngettext_lazy(
        "%(count)d picture that nobody else can load",
        "%(count)d pictures that nobody else can load",
        "count",
    ),
    Kind.TRACKER: ngettext_lazy("%(count)d tracking pixel", "%(count)d tracking pixels", "count"),
    Kind.SCRIPT: ngettext_lazy("%(count)d script", "%(count)d scripts", "count"),
    Kind.FRAME: ngettext_lazy("%(count)d foreign frame", "%(count)d foreign frames", "count"),
    Kind.MEDIA: ngettext_lazy(
        "%(count)d player, drawing or form", "%(count)d players, drawings or forms", "count"
    ),
    Kind.LINK: ngettext_lazy(
        "%(count)d unsafe link address", "%(count)d unsafe link addresses", "count"
    ),
    Kind.SHEET: ngettext_lazy("%(count)d style sheet", "%(count)d style sheets", "count"),
    Kind.STYLE: ngettext_lazy("%(count)d style", "%(count)d styles", "count"),
    Kind.CLASS: ngettext_lazy("%(count)d style class", "%(count)d style classes", "count"),
    Kind.ATTRIBUTE: ngettext_lazy(
        "%(count)d other attribute", "%(count)d other attributes", "count"
    ),
    Kind.TAG: ngettext_lazy("%(count)d needless tag", "%(count)d needless tags", "count"),
    Kind.COMMENT: ngettext_lazy("%(count)d comment", "%(count)d comments", "count"),
    Kind.EMPTY: ngettext_lazy("%(count)d empty paragraph", "%(count)d empty paragraphs", "count"),
}

REASONS: dict[str, Any] = {
    Reason.ADDRESS: gettext_lazy("the address cannot be used"),
    Reason.NOT_PUBLIC: gettext_lazy("the address is not on the public internet"),
    Reason.UNKNOWN_HOST: gettext_lazy("there is no such site"),
    Reason.UNREACHABLE: gettext_lazy("the site cannot be reached"),
    Reason.CERTIFICATE: gettext_lazy("the site's certificate is not valid"),
    Reason.REFUSED: gettext_lazy("the site refuses to give it to others"),
    Reason.MISSING: gettext_lazy("the site has no such picture any more"),
    Reason.FAULT: gettext_lazy("the site made a mistake"),
    Reason.REDIRECTS: gettext_lazy("the site sends from one address to the next"),
    Reason.TOO_LARGE: gettext_lazy("the file is larger than 20 MB"),
    Reason.TOO_SLOW: gettext_lazy("it took too long"),
    "too_many": gettext_lazy("these are too many pictures at once"),
    "too_often": gettext_lazy("you have copied very many pictures: wait an hour"),
}


@dataclass(frozen=True)
class Tidied:
    """A body as it is kept, and what a person is to know about it, in sentences."""

    body: str
    removed: str
    failures: list[str]
    copied: int

    @property
    def is_news(self) -> bool:
        return bool(self.removed or self.failures or self.copied)


def tidy(html: str, *, by: User, network: Network | None = None) -> Tidied:
    """Clean a text and copy its remote pictures, as far as this person may add any.

    Slow, and never within a transaction: it asks other people's servers.
    """
    removed = removed_from(html)
    # An empty line that somebody left at the end is no news.
    del removed[Kind.EMPTY]
    body = clean_body(html)
    if not by.has_perm("articles.add_picture"):
        return Tidied(body, told(removed), [], 0)
    taken = remote_pictures.take_in(body, by=by, label=label, network=network)
    failures = [failure(copy) for copy in taken.copies if not copy.picture]
    return Tidied(taken.body, told(removed), failures, len(taken.copies) - len(failures))


def told(removed: Removed) -> str:
    """What was removed, in one sentence; empty if nothing was."""
    if not removed:
        return ""
    parts = [
        str(words % {"count": removed[kind]}) for kind, words in KINDS.items() if removed[kind]
    ]
    return _("Removed: %(parts)s.") % {"parts": _(", ").join(parts)}


def failure(copy: Copy) -> str:
    """Why a picture was not copied, in one sentence."""
    why = copy.said or REASONS[copy.why]
    return _("A picture on %(host)s was not copied: %(why)s") % {
        "host": host_of(copy.address),
        "why": why,
    }


def label(alt: str, host: str) -> str:
    """The words of the link that stands where a picture could not be copied, in the site's
    language: readers may come to see them.
    """
    with translation.override(settings.LANGUAGE_CODE):
        text = _("Picture on %(host)s: %(alt)s") if alt else _("Picture on %(host)s")
        return text % {"host": host, "alt": alt}
