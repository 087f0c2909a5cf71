"""Who gets in where: each role, on own and others' articles, at every view of the admin."""

import pytest
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.models import Article, JournalEntry
from portal.roles import AUTHOR, CHIEF, EDITOR, MODERATOR
from tests.articles.desk import desk_of
from tests.factories import (
    make_author,
    make_category,
    make_content,
    make_draft,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db

ALL = (CHIEF, EDITOR, AUTHOR, MODERATOR)


def answer(client, method, path, data=None):
    """The status that matters: a redirect to the login page or away counts as refused."""
    response = getattr(client, method)(path, data or {})
    if response.status_code == 302 and "/login/" in response.url:
        return 403
    return response.status_code


# Views of one article: role, whose article, and what GET answers.
ONE = [
    *((role, whose, view, 200) for role in (CHIEF, EDITOR) for whose in ("own", "other")
      for view in ("change", "history", "preview")),
    *((role, whose, "delete", 403) for role in (CHIEF, EDITOR) for whose in ("own", "other")),
    *((AUTHOR, "own", view, 200) for view in ("change", "history", "preview")),
    (AUTHOR, "own", "delete", 403),
    *((AUTHOR, "other", view, 404) for view in ("change", "history", "preview", "delete")),
    *((MODERATOR, whose, view, 403) for whose in ("own", "other")
      for view in ("change", "history", "preview", "delete")),
]  # fmt: skip


@pytest.mark.parametrize(("role", "whose", "view", "status"), ONE)
def test_views_of_one_article(role, whose, view, status):
    client = desk_of(role)
    article = make_draft()
    if whose == "own":
        Article.objects.filter(pk=article.pk).update(created_by=client.user)
    path = reverse(f"admin:articles_article_{view}", args=[article.pk])
    assert answer(client, "get", path) == status


@pytest.mark.parametrize("role", [AUTHOR, MODERATOR])
@pytest.mark.parametrize("view", ["change", "delete", "restore"])
def test_nobody_writes_on_an_article_that_is_not_theirs(role, view):
    client, article = desk_of(role), make_draft()
    first = article.latest_revision
    workflow.save_revision(article, make_content(), by=None)
    path = reverse(f"admin:articles_article_{view}", args=[article.pk])
    data = {"headline": "偷改", "revision": first.pk, "reason": "?", "_move": "save"}
    assert answer(client, "post", path, data) in (403, 404)
    assert article.revisions.count() == 2
    assert Article.objects.count() == 1


@pytest.mark.parametrize("role", [AUTHOR, MODERATOR])
def test_a_revision_of_another_is_not_shown_through_an_own_article(role):
    client = desk_of(role)
    own, other = make_draft(), make_draft(headline="别人的稿子")
    Article.objects.filter(pk=own.pk).update(created_by=client.user)
    path = reverse("admin:articles_article_preview", args=[own.pk])
    assert answer(client, "get", path, {"revision": other.latest_revision.pk}) in (403, 404)


LISTS = {
    "articles_article": (CHIEF, EDITOR, AUTHOR),
    "articles_author": (CHIEF, EDITOR, AUTHOR),
    "articles_category": (CHIEF, EDITOR),
    "articles_tag": (CHIEF, EDITOR, AUTHOR),
    "articles_picture": (CHIEF, EDITOR, AUTHOR),
    "articles_journalentry": (CHIEF, EDITOR),
    "articles_outgoingmail": (CHIEF,),
    "articles_redirect": (CHIEF,),
    "articles_siteprofile": (CHIEF,),
    "articles_desksettings": (CHIEF,),
    "articles_topic": (CHIEF, EDITOR),
    "articles_user": (CHIEF,),
    "auth_group": (),
    "comments_comment": (CHIEF, MODERATOR),
    "portal_frontedition": (CHIEF, EDITOR),
    "portal_menuitem": (CHIEF,),
    "portal_standingpage": (CHIEF,),
}
ADDABLE = LISTS | {
    "articles_author": (CHIEF, EDITOR),
    "articles_journalentry": (),
    "articles_outgoingmail": (),
    "articles_siteprofile": (),
    "articles_desksettings": (),
    "comments_comment": (),
}


def test_every_registered_model_has_its_row_in_the_matrix():
    registered = {f"{model._meta.app_label}_{model._meta.model_name}" for model in site._registry}
    assert registered == set(LISTS)


@pytest.mark.parametrize("role", ALL)
@pytest.mark.parametrize("name", LISTS)
def test_lists(role, name):
    status = answer(desk_of(role), "get", reverse(f"admin:{name}_changelist"))
    assert (status in (200, 302)) == (role in LISTS[name])


@pytest.mark.parametrize("role", ALL)
@pytest.mark.parametrize("name", ADDABLE)
def test_adding(role, name):
    status = answer(desk_of(role), "get", reverse(f"admin:{name}_add"))
    # Uploading has a page of its own, to which the picture library's “add” leads.
    assert (status in (200, 302)) == (role in ADDABLE[name])


@pytest.mark.parametrize("role", ALL)
@pytest.mark.parametrize(
    ("field", "allowed"),
    [
        ("tags", (CHIEF, EDITOR, AUTHOR)),
        ("authors", (CHIEF, EDITOR, AUTHOR)),
        ("category", (CHIEF, EDITOR)),
        ("created_by", (CHIEF,)),
        ("latest_revision", ()),
    ],
)
def test_completion_tells_nothing_that_a_list_would_not(role, field, allowed):
    query = {"app_label": "articles", "model_name": "article", "field_name": field, "term": ""}
    status = answer(desk_of(role), "get", "/admin/autocomplete/", query)
    assert (status == 200) == (role in allowed)


def test_completion_of_articles_offers_an_author_the_own_ones():
    client = desk_of(AUTHOR)
    own, _other = make_draft(by=client.user, headline="我的稿"), make_draft(headline="别人的稿")
    query = {"app_label": "articles", "model_name": "articletag", "field_name": "article"}
    response = client.get("/admin/autocomplete/", query | {"term": "稿"})
    assert [row["id"] for row in response.json()["results"]] == [str(own.pk)]


@pytest.mark.parametrize("role", [AUTHOR, EDITOR, MODERATOR])
@pytest.mark.parametrize("name", ["articles_category", "articles_tag", "articles_author"])
def test_reference_data_is_changed_and_deleted_by_editors_alone(role, name):
    thing = {"category": make_category, "tag": make_tag, "author": make_author}[
        name.removeprefix("articles_")
    ]()
    client = desk_of(role)
    for view in ("change", "delete"):
        path = reverse(f"admin:{name}_{view}", args=[thing.pk])
        status = answer(client, "post", path, {"name": "改", "slug": "changed"})
        assert (status in (200, 302)) == (role == EDITOR)
    assert (type(thing).objects.filter(name=thing.name).count() == 0) == (role == EDITOR)


@pytest.mark.parametrize("role", ALL)
def test_the_journal_is_written_by_no_hand(role):
    make_draft()
    entry = JournalEntry.objects.first()
    client = desk_of(role)
    for view in ("change", "delete"):
        path = reverse(f"admin:articles_journalentry_{view}", args=[entry.pk])
        assert answer(client, "post", path, {"note": "改", "post": "yes"}) in (302, 403, 404)
    entry.refresh_from_db()
    assert entry.note == ""


@pytest.mark.parametrize("path", ["", "articles/article/", "articles/article/add/", "language/"])
def test_readers_see_nothing_of_the_desk(path, client):
    assert "/login/" in client.get(f"/admin/{path}").url


def test_a_staff_member_without_a_role_sees_an_empty_desk():
    client = Client()
    client.force_login(make_user())
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/articles/article/").status_code == 403
