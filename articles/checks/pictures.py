"""Pictures that say nothing to those who cannot see them, or are not there any more."""

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.checks.registry import Finding, check
from articles.checks.subject import Subject
from articles.html import Element


@check("cover_alt", _("alternative text of the cover"), "cover")
def cover_alt(subject: Subject) -> Iterator[Finding]:
    cover = subject.pictures.get(subject.content.cover_id or 0)
    if cover is None:
        return
    if not cover.is_described:
        yield Finding(gettext("The cover has no alternative text: say what it shows."))
    elif cover.alt and _same(cover.alt, subject.content.headline):
        yield Finding(
            gettext("The cover’s alternative text repeats the headline: say what it shows.")
        )


@check("picture_alt", _("alternative text of pictures in the text"), "body")
def picture_alt(subject: Subject) -> Iterator[Finding]:
    """An empty description in the text was chosen on purpose: such a picture is decorative."""
    silent = sum(1 for image in _images(subject) if _is_silent(subject, image))
    if silent:
        yield Finding(
            ngettext(
                "%(count)d picture in the text has no alternative text.",
                "%(count)d pictures in the text have no alternative text.",
                silent,
            )
            % {"count": silent}
        )


@check("picture_gone", _("pictures that are gone"), "body")
def picture_gone(subject: Subject) -> Iterator[Finding]:
    if (cover := subject.content.cover_id) and cover not in subject.pictures:
        yield Finding(gettext("The cover is not in the library any more."), field="cover")
    ids = (int(one.attrs["data-picture"]) for one in _images(subject) if _is_ours(one))
    gone = len({pk for pk in ids if pk not in subject.pictures})
    if gone:
        yield Finding(
            ngettext(
                "%(count)d picture of the text is not in the library any more.",
                "%(count)d pictures of the text are not in the library any more.",
                gone,
            )
            % {"count": gone}
        )


def _images(subject: Subject) -> list[Element]:
    return [one for one in subject.elements if one.tag == "img"]


def _is_ours(image: Element) -> bool:
    return image.attrs.get("data-picture", "").isdigit()


def _is_silent(subject: Subject, image: Element) -> bool:
    if "alt" in image.attrs:
        return False
    if not _is_ours(image):
        return True
    picture = subject.pictures.get(int(image.attrs["data-picture"]))
    return picture is not None and not picture.is_described


def _same(one: str, other: str) -> bool:
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()
