"""Who else is at an article: said to those who may write in it, and to nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import presence
from articles.models import EditingSession
from portal.periodic import tick
from portal.roles import EDITOR, MODERATOR
from tests.articles.desk import address, desk_of, fresh, save, typed
from tests.factories import make_draft
from tests.page import find, page, text

pytestmark = pytest.mark.django_db


def pinged(client, article, **sent):
    return client.post(address(article, "presence"), sent).json()


def shown_others(client, article) -> str:
    return text(find(page(client.get(address(article))), data_others=True)[0])


def test_each_hears_of_the_other_and_since_when(author, editor):
    article = make_draft(by=author.user)
    assert pinged(author, article)["others"] == []
    since = timezone.localtime(EditingSession.objects.get().opened_at)
    sentence = f"{author.user.display_name} 也在编辑，自 {since:%H:%M} 起"
    assert pinged(editor, article)["others"] == [sentence]
    assert shown_others(editor, article) == sentence


def test_a_page_without_scripts_is_told_and_tells_nobody(author, editor):
    article = make_draft(by=author.user)
    editor.get(address(article))
    assert not EditingSession.objects.exists()
    assert shown_others(author, article) == ""


def test_who_goes_on_has_been_there_since_the_beginning(author, editor):
    article = make_draft(by=author.user)
    now = timezone.now()
    for seconds in (0, 30, 60):
        presence.seen(article, author.user, now + timedelta(seconds=seconds))
    (visit,) = presence.others_at(article, editor.user, now + timedelta(seconds=60))
    assert visit.opened_at == now


def test_who_is_silent_is_gone_and_begins_anew(author, editor):
    article = make_draft(by=author.user)
    now = timezone.now()
    presence.seen(article, author.user, now)
    later = now + presence.GONE_AFTER
    assert not presence.others_at(article, editor.user, later)
    presence.seen(article, author.user, later)
    (visit,) = presence.others_at(article, editor.user, later)
    assert visit.opened_at == later


def test_who_leaves_is_gone_at_once(author, editor):
    article = make_draft(by=author.user)
    pinged(author, article)
    assert author.post(address(article, "left")).status_code == 204
    assert pinged(editor, article)["others"] == []


def test_typing_is_being_there(author, editor):
    article = make_draft(by=author.user)
    author.post(address(article, "autosave"), typed(article, headline="改"))
    assert len(pinged(editor, article)["others"]) == 1


def test_a_newer_text_is_announced_to_the_older_page(author, editor):
    article = make_draft(by=author.user)
    base = article.latest_revision_id
    assert pinged(author, article, base=base)["newer"] == ""
    save(editor, article, headline="编辑改的")
    news = pinged(author, article, base=base)["newer"]
    assert news.startswith(editor.user.display_name)
    assert pinged(author, article, base=fresh(article).latest_revision_id)["newer"] == ""


@pytest.mark.parametrize("base", ["", "x", "9" * 30, "-1"])
def test_a_base_that_is_none_breaks_nothing(author, base):
    article = make_draft(by=author.user)
    assert author.post(address(article, "presence"), {"base": base}).status_code == 200


def test_a_reviewer_is_at_articles_of_others_and_an_author_is_not(author):
    article = make_draft()
    assert desk_of(EDITOR).post(address(article, "presence")).status_code == 200
    assert author.post(address(article, "presence")).status_code == 404
    assert desk_of(MODERATOR).post(address(article, "presence")).status_code == 403
    assert EditingSession.objects.count() == 1


def test_tick_clears_away_who_left_without_a_word(author):
    article = make_draft(by=author.user)
    pinged(author, article)
    tick(timezone.now())
    assert EditingSession.objects.exists()
    tick(timezone.now() + presence.GONE_AFTER + timedelta(seconds=1))
    assert not EditingSession.objects.exists()
