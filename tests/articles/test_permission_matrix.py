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
)
from tests.factories import in_an_hour, make_draft, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.once("sqlite")]

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


def bring_to(state: DeskState, article: Article) -> None:
    """Take a draft to this state by the moves that lead there."""
    revision = article.latest_revision
    if state in (DeskState.IN_REVIEW, DeskState.SENT_BACK, DeskState.APPROVED):
        workflow.submit(revision, by=None)
    if state in (DeskState.PUBLISHED, DeskState.WITHDRAWN, DeskState.RETRACTED):
        workflow.publish(revision, by=None)
    match state:
        case DeskState.SENT_BACK:
            workflow.request_changes(revision, by=None, reason="")
        case DeskState.APPROVED:
            workflow.approve(revision, by=None)
        case DeskState.SCHEDULED:
            workflow.publish(revision, by=None, at=in_an_hour())
        case DeskState.WITHDRAWN:
            workflow.withdraw(article, by=None)
        case DeskState.RETRACTED:
            workflow.retract(article, by=None, reason="失实")
        case DeskState.ARCHIVED:
            workflow.archive(article, by=None)
        case DeskState.TRASHED:
            workflow.trash(article, by=None)


def in_states(creator, states=tuple(DeskState)) -> dict[DeskState, Article]:
    """An article of this person in each of the states."""
    articles = {state: make_draft() for state in states}
    Article.objects.filter(pk__in=[one.pk for one in articles.values()]).update(created_by=creator)
    for state, article in articles.items():
        bring_to(state, article)
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
    states = tuple(DeskState) if (role, is_own) in IN_EVERY_STATE else TELLING
    articles = in_states(client.user if is_own else make_user(), states)
    wrong = [
        (name, "POST" if view.sends else "GET", state.value, f"{status} instead of {expected}")
        for name, views in VIEWS.items()
        for view in views
        for state, article in articles.items()
        if (status := ask(client, name, view, article))
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
@pytest.mark.parametrize("role", [EDITOR, AUTHOR])
def test_the_buttons_are_the_moves_and_a_forged_one_is_refused(role, is_own):
    if role == AUTHOR and not is_own:
        return  # finds no page with buttons: see above
    client = signed_in(role)
    articles = in_states(client.user if is_own else make_user())
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
    article = in_states(editor.user, [state])[state]
    offered = OFFERED[state][1].split()
    for move in set(EVER["editor"]) - set(offered) - {"withdraw", "retract", "untrash"}:
        with transaction.atomic():
            sent = typed(article, headline="来迟一步", note="?") | {"_move": move}
            response = editor.post(address(article), sent, follow=True)
            levels = {message.level_tag for message in response.context["messages"]}
            assert "error" in levels, (state, move)
            assert ArticleRevision.objects.filter(article=article, headline="来迟一步").exists()
            transaction.set_rollback(True)
