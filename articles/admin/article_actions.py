"""What can be done to many articles at once; bulk.py does it one by one."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import filing, workflow
from articles.admin.bulk import Bulk, action_of
from articles.form_fields import CategoryField, NamesField, PersonField
from articles.forms import ReasonForm
from articles.models import Article, Tag, User

Asked = dict[str, Any]


class WhereForm(forms.Form):
    """The category that the articles go to."""

    category = CategoryField(label=_("category"), empty_label=None)


class TagsForm(forms.Form):
    """The tags that the articles get or lose."""

    tags = NamesField(
        Tag.objects.all(),
        label=_("tags"),
        help_text=_("Separated by commas or 、. A new word becomes a new tag."),
        widget=forms.TextInput(attrs={"data-suggest": "tags"}),
    )

    def __init__(self, data: Any, user: User, *, makes_new: bool = False) -> None:
        super().__init__(data)
        self.user = user
        field: Any = self.fields["tags"]
        field.required = True
        field.accepts_new = makes_new and user.has_perm("articles.add_tag")
        if not field.accepts_new:
            field.help_text = ""

    def clean_tags(self) -> list[Tag]:
        """The tags; those that do not exist yet are begun."""
        names = self.cleaned_data["tags"]
        return [
            one if isinstance(one, Tag) else filing.make_tag(one, by=self.user) for one in names
        ]


class WhoForm(forms.Form):
    """Whose turn it is; nobody's, if left empty."""

    person = PersonField(label=_("assigned to"), required=False, empty_label=_("nobody"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        people: Any = self.fields["person"]
        people.offer()


def publish(article: Article, by: User, asked: Asked) -> str:
    # An article that was never saved by the desk gets its first revision.
    text = article.latest_revision or workflow.save_revision(
        article, workflow.content_of(article), by=by
    )
    workflow.publish(text, by=by)
    return ""


def withdraw(article: Article, by: User, asked: Asked) -> str:
    workflow.withdraw(article, by=by, reason=asked["reason"])
    return ""


def move(article: Article, by: User, asked: Asked) -> str:
    return _revised(article, by, category_id=asked["category"].pk)


def add_tags(article: Article, by: User, asked: Asked) -> str:
    before = workflow.content_of(article).tag_ids
    after = dict.fromkeys([*before, *(tag.pk for tag in asked["tags"])])
    return _revised(article, by, tag_ids=tuple(after))


def remove_tags(article: Article, by: User, asked: Asked) -> str:
    lost = {tag.pk for tag in asked["tags"]}
    before = workflow.content_of(article).tag_ids
    return _revised(article, by, tag_ids=tuple(pk for pk in before if pk not in lost))


def assign(article: Article, by: User, asked: Asked) -> str:
    workflow.assign(article, by=by, to=asked["person"])
    return ""


def trash(article: Article, by: User, asked: Asked) -> str:
    workflow.trash(article, by=by)
    return ""


def untrash(article: Article, by: User, asked: Asked) -> str:
    workflow.untrash(article, by=by)
    return ""


def _revised(article: Article, by: User, **changes: Any) -> str:
    waits = workflow.revise(article, by=by, **changes)
    return gettext("Saved; readers see it when it is published.") if waits else ""


def _placing(label: Any, name: str, **placement: bool) -> Bulk:
    def verb(article: Article, by: User, asked: Asked) -> str:
        workflow.place(article, by=by, **placement)
        return ""

    return Bulk(name, label, "publish", verb)


BULKS = (
    Bulk("publish", _("Publish"), "publish", publish),
    Bulk(
        "withdraw",
        _("Withdraw…"),
        "publish",
        withdraw,
        lambda data, user: ReasonForm(data),
        _("Readers will not find these articles any more; their addresses say that they are gone."),
    ),
    Bulk("assign", _("Assign…"), "review", assign, lambda data, user: WhoForm(data)),
    Bulk("move", _("Move to a category…"), "change", move, lambda data, user: WhereForm(data)),
    Bulk(
        "add_tags",
        _("Add tags…"),
        "change",
        add_tags,
        lambda data, user: TagsForm(data, user, makes_new=True),
    ),
    Bulk("remove_tags", _("Remove tags…"), "change", remove_tags, TagsForm),
    _placing(_("Feature"), "feature", is_featured=True),
    _placing(_("Unfeature"), "unfeature", is_featured=False),
    _placing(_("Pin"), "pin", is_pinned=True),
    _placing(_("Unpin"), "unpin", is_pinned=False),
    Bulk("trash", _("Move to the trash"), "change", trash),
    Bulk("untrash", _("Take out of the trash"), "change", untrash, is_for_trash=True),
)
ACTIONS = tuple(action_of(bulk) for bulk in BULKS)
FOR_TRASH = frozenset(bulk.name for bulk in BULKS if bulk.is_for_trash)
