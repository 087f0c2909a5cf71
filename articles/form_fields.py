"""Fields of the desk's forms: names in a line, categories in their tree, colleagues, times."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from articles import filing
from articles.models import Category, MergedInto, User


class LocalDateTimeInput(forms.DateTimeInput):
    """The browser's own field for date and time, in the site's zone."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class NamesField(forms.CharField):
    """Rows by their names in one line, in order: ``林见川、沈知白``.

    A name that several rows share is written as the slug. Cleans to a list of rows and, where
    `accepts_new`, of plain strings for names that do not exist yet.
    """

    def __init__(self, rows: QuerySet, *, accepts_new: bool = False, **given: Any) -> None:
        super().__init__(required=False, **given)
        self.rows = rows
        self.accepts_new = accepts_new

    def written(self, ids: Sequence[int]) -> str:
        """The line that stands for these rows; what is gone is left out."""
        if not ids:
            return ""
        names = self.rows.filter(pk__in=ids).order_by().values("name")
        found = {row.pk: row for row in self.rows.filter(Q(pk__in=ids) | Q(name__in=names))}
        shared = Counter(row.name for row in found.values())
        listed = [found[pk] for pk in ids if pk in found]
        return "、".join(row.slug if shared[row.name] > 1 else row.name for row in listed)

    def clean(self, value: Any) -> list[Any]:
        names = filing.split_names(super().clean(value))
        if not names:
            return []
        longest = self.rows.model._meta.get_field("name").max_length
        meant = filing.named(self.rows, names)
        chosen: list[Any] = []
        for name in names:
            if len(meant[name]) > 1:
                slugs = "、".join(row.slug for row in meant[name])
                raise ValidationError(
                    _("“%(name)s” is the name of several. Write one of these instead: %(slugs)s"),
                    params={"name": name, "slugs": slugs},
                )
            if not meant[name] and not self.accepts_new:
                raise ValidationError(_("There is no “%(name)s”."), params={"name": name})
            if len(name) > longest:
                raise ValidationError(_("“%(name)s” is too long."), params={"name": name})
            chosen += meant[name] or [name]
        return list(dict.fromkeys(chosen))


class CategoryField(forms.ModelChoiceField):
    """Categories in the desk's order, children set in under their parents."""

    def __init__(self, **given: Any) -> None:
        super().__init__(Category.objects.in_tree_order(), **given)

    def label_from_instance(self, category: Category) -> str:
        return f"　{category.name}" if category.parent_id else category.name

    def to_python(self, value: Any) -> Category | None:
        """What was merged while the form was open is what it has become."""
        try:
            return super().to_python(value)
        except ValidationError:
            if str(value).isdecimal():
                merged = MergedInto.objects.filter(kind=MergedInto.Kind.CATEGORY, old_id=value)
                offered: Any = self.queryset
                if became := offered.filter(pk__in=merged.values("new_id")).first():
                    return became
            raise


def writers(*, also: int | None = None) -> QuerySet[User]:
    """Colleagues who may work on articles, and the account `also`, by name."""
    able = User.objects.with_perm(
        "articles.change_article", backend="django.contrib.auth.backends.ModelBackend"
    )
    people = Q(pk__in=able.order_by().values("pk"), is_staff=True) | Q(pk=also)
    return User.objects.filter(people).order_by("last_name", "first_name", "username")


class PersonField(forms.ModelChoiceField):
    """A colleague who works on articles, by the name that the newsroom calls them."""

    def __init__(self, **given: Any) -> None:
        super().__init__(User.objects.none(), **given)

    def offer(self, *, also: int | None = None) -> None:
        """Offer whoever may write; `also` stays offered, whatever became of that account."""
        self.queryset = writers(also=also)

    def label_from_instance(self, person: User) -> str:
        return person.display_name
