"""Choosing articles into a list: searched for, put in order, taken out again."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article
from articles.permalinks import is_id

FOUND = 12
SHORT = "headline", "state", "published_at", "expires_at"


def find(words: str) -> list[Article]:
    """The newest articles that are published or scheduled and whose headline has all the words.

    A number also means the article with this id.
    """
    wanted = Q()
    for word in words.replace("\0", "").split()[:5]:  # no column holds NUL
        wanted &= Q(headline__icontains=word)
    if is_id(words.strip()):
        wanted |= Q(pk=int(words))
    if not wanted:
        return []
    ready = Article.objects.filter(state=Article.State.PUBLISHED)
    return list(ready.filter(wanted).only(*SHORT).newest_first()[:FOUND])


def note_of(article: Article) -> str:
    """What stands beside a headline: since or from when readers have it, or that they have not."""
    if article.is_published or article.is_scheduled:
        when = timezone.localtime(article.published_at)
        stamp = f"{when:%Y-%m-%d %H:%M}"
        return _("from %(when)s") % {"when": stamp} if article.is_scheduled else stamp
    return _("readers do not see it now")


class ArticlePicks(forms.Widget):
    """Chosen articles as a list to put in order, and a field that finds more.

    Works as a plain form: numbers give the order, boxes take out, and words typed into the field
    bring the form back with what was found. js/admin/pick.js and arrange.js spare the round trip.
    """

    use_fieldset = True

    def __init__(self, *, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.address = ""  # of the search; the form's admin knows it

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        value = value if isinstance(value, dict) else {"ids": list(value or ())}
        ids, words = value["ids"], value.get("words", "")
        known = Article.objects.only(*SHORT).in_bulk(ids)
        found = [one for one in find(words) if one.pk not in ids] if words else []
        context = {
            "name": name,
            "rows": [(known[pk], note_of(known[pk])) for pk in ids if pk in known],
            "seen": ",".join(map(str, value.get("seen", ids))),
            "words": words,
            "found": [(one, note_of(one)) for one in found],
            "limit": self.limit,
            "address": self.address,
        }
        return render_to_string("admin/articles/_picks.html", {"widget": context})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, Any]:
        """Ids in the order of their numbers, what was ticked last; the words; what was seen."""
        rows = [text for text in data.getlist(f"{name}_row") if is_id(text)]
        out = set(data.getlist(f"{name}_remove"))
        places = {text: _number(data.get(f"{name}_place_{text}")) for text in rows}
        posted = data.getlist(f"{name}_place")  # of lines that a script has added
        for text, number in zip([t for t in rows if places[t] is None], posted, strict=False):
            places[text] = _number(number)
        kept = [text for text in rows if text not in out]
        kept.sort(key=lambda text: (places[text] is None, places[text] or 0))
        ticked = [text for text in data.getlist(f"{name}_add") if is_id(text)]
        seen = data.get(f"{name}_seen", "").split(",")
        return {
            "ids": [int(text) for text in dict.fromkeys([*kept, *ticked])],
            "words": "" if ticked else data.get(f"{name}_find", "").strip()[:100],
            "seen": [int(text) for text in seen if is_id(text)],
        }

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}_seen" not in data

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""


class PicksField(forms.Field):
    """Ids of articles that exist, in order; `seen` of the value are those before the change."""

    def __init__(self, *, limit: int, **given: Any) -> None:
        super().__init__(required=False, widget=ArticlePicks(limit=limit), **given)
        self.limit = limit

    def clean(self, value: dict[str, Any]) -> list[int]:
        if value["words"]:
            text = gettext_lazy("Tick below what belongs here, then save.")
            raise ValidationError(text if find(value["words"]) else _nothing(value["words"]))
        if len(value["ids"]) > self.limit:
            text = gettext_lazy("There is room for %(limit)d at most.")
            raise ValidationError(text, params={"limit": self.limit})
        known = set(_existing(value["ids"]))
        return [pk for pk in value["ids"] if pk in known]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data["words"]) or list(initial or ()) != data["ids"]


def _existing(ids: Iterable[int]) -> Iterable[int]:
    return Article.objects.filter(pk__in=list(ids)).values_list("pk", flat=True)


def _nothing(words: str) -> str:
    return _("No article that is published or scheduled is called “%(words)s”.") % {"words": words}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
