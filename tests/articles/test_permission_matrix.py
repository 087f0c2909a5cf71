"""Role × own or another's × state × every view of the articles' desk, over HTTP."""

import pytest
from django.contrib.admin import site
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from articles import workflow
from articles.models import Article, ArticleRevision
from articles.workflow import DeskState, desk_state
from portal.roles import AUTHOR, EDITOR
from tests.articles.desk import address, buttons, desk_of, fresh, typed
from tests.articles.matrix import (
    EDITORS,
    EVER,
    EVERYBODY,
    NO_ROLE,
    OFFERED,
    PAGES,
    SIGNED_OUT,
    TELLING,
    VIEWS,
    WRITERS,
)
from tests.factories import in_an_hour, make_draft, make_user

pytestmark = pytest.mark.django_db

PREFIX = "articles_article_"
IN_EVERY_STATE = ((EDITOR, False), (AUTHOR, True))


def patterns() -> list[URLPattern]:
    return site._registry[Article].get_urls()


def names(*, of_one: bool) -> set[str]:
    """Ends of the names of all addresses; the one without a name leads to another one."""
    return {
        pattern.name.removeprefix(PREFIX)
        for pattern in patterns()
        if pattern.name and bool(pattern.pattern.converters) == of_one
    }


def test_every_address_of_the_desk_has_its_row_in_the_matrix():
    assert names(of_one=True) == set(VIEWS)
    assert names(of_one=False) == set(PAGES)


def signed_in(role: str) -> Client:
    if role in (SIGNED_OUT, NO_ROLE):
        client = Client()
        client.user = make_user()
        if role == NO_ROLE:
            client.force_login(client.user)
        return client
    return desk_of(role)


def in_every_state(creator) -> dict[DeskState, Article]:
    """An article of this person in each state of the desk."""
    articles = {state: make_draft(by=None) for state in DeskState}
    Article.objects.filter(pk__in=[one.pk for one in articles.values()]).update(created_by=creator)
    for state in ("in_review", "sent_back", "approved"):
        workflow.submit(articles[state].latest_revision, by=None)
    workflow.request_changes(articles[DeskState.SENT_BACK].latest_revision, by=None, reason="")
    workflow.approve(articles[DeskState.APPROVED].latest_revision, by=None)
    for state in ("published", "withdrawn", "retracted"):
        workflow.publish(articles[state].latest_revision, by=None)
    workflow.publish(articles[DeskState.SCHEDULED].latest_revision, by=None, at=in_an_hour())
    workflow.withdraw(articles[DeskState.WITHDRAWN], by=None)
    workflow.retract(articles[DeskState.RETRACTED], by=None, reason="失实")
    workflow.archive(articles[DeskState.ARCHIVED], by=None)
    workflow.trash(articles[DeskState.TRASHED], by=None)
    articles = {state: fresh(article) for state, article in articles.items()}
    assert [desk_state(article) for article in articles.values()] == list(articles)
    return articles


def ask(client: Client, name: str, view, article: Article) -> int:
    path = reverse(f"admin:{PREFIX}{name}", args=view.args(article))
    if view.sends is None:
        return client.get(path, view.query).status_code
    with transaction.atomic():  # the next view finds the article where this one found it
        status = client.post(path, view.sends(article)).status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("is_own", [True, False], ids=["own", "another's"])
@pytest.mark.parametrize("role", EVERYBODY)
def test_views_of_one_article(role, is_own):
    client = signed_in(role)
    articles = in_every_state(client.user if is_own else make_user())
    looked_at = tuple(DeskState) if (role, is_own) in IN_EVERY_STATE else TELLING
    wrong = [
        (name, "POST" if view.sends else "GET", state.value, f"{status} instead of {expected}")
        for name, views in VIEWS.items()
        for view in views
        for state, article in articles.items()
        if state in looked_at
        and (status := ask(client, name, view, article))
        != (expected := view.expected(role, is_own, state))
    ]
    assert not wrong


@pytest.mark.parametrize("role", EVERYBODY)
def test_views_of_no_one_article(role):
    client = signed_in(role)
    for name, (allowed, sent, *opened) in PAGES.items():
        path = reverse(f"admin:{PREFIX}{name}")
        status = (client.get(path) if sent is None else client.post(path, sent)).status_code
        closed = 302 if role == SIGNED_OUT else 403
        expected = (opened or [200])[0] if role in allowed else closed
        assert status == expected, name


@pytest.mark.parametrize("is_own", [True, False], ids=["own", "another's"])
@pytest.mark.parametrize("role", sorted(WRITERS))
def test_the_buttons_are_the_moves_and_a_forged_one_is_refused(role, is_own):
    if role == AUTHOR and not is_own:
        return  # finds no page with buttons: see above
    client = signed_in(role)
    articles = in_every_state(client.user if is_own else make_user())
    ever = EVER["editor" if role in EDITORS else "author"]
    for state, (authors, editors) in OFFERED.items():
        article = articles[state]
        offered = buttons(client.get(address(article)))
        assert sorted(offered) == sorted((editors if role in EDITORS else authors).split()), state
        revisions = article.revisions.count()
        for move in {*workflow.MOVES, "schedule", "delete", ""} - set(ever):
            sent = typed(article, headline="偷改", note="?") | {"_move": move}
            assert client.post(address(article), sent).status_code == 403, (state, move)
        assert desk_state(fresh(article)) == state
        assert article.revisions.count() == revisions


@pytest.mark.parametrize("state", list(OFFERED))
def test_a_move_that_is_not_open_now_is_refused_in_words_and_keeps_the_text(editor, state):
    article = in_every_state(editor.user)[state]
    offered = OFFERED[state][1].split()
    for move in set(EVER["editor"]) - set(offered) - {"withdraw", "retract", "untrash"}:
        with transaction.atomic():
            sent = typed(article, headline="来迟一步", note="?") | {"_move": move}
            response = editor.post(address(article), sent, follow=True)
            levels = {message.level_tag for message in response.context["messages"]}
            assert "error" in levels, (state, move)
            assert ArticleRevision.objects.filter(article=article, headline="来迟一步").exists()
            transaction.set_rollback(True)
