"""Autosave: what is typed survives a dead tab, and is nobody else's business."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import autosaves, workflow
from articles.models import Article, Autosave
from portal.periodic import tick
from portal.roles import AUTHOR, MODERATOR
from tests.articles.desk import address, desk_of, fresh, published, save, typed
from tests.factories import make_author, make_draft
from tests.page import find, page, text

pytestmark = pytest.mark.django_db

BEGIN = "/admin/articles/article/autosave/"
TOKEN = "/admin/articles/article/token/"


def autosaved(client, article, **changes):
    return client.post(address(article, "autosave"), typed(article, **changes))


def offers(response) -> list[str]:
    return [text(one) for one in find(page(response), class_="saving__bar", data_offer="server")]


def test_what_is_typed_is_kept_and_the_time_is_said(author):
    article = make_draft(by=author.user)
    response = autosaved(author, article, headline="写到一半", source_url="https://half")
    assert response.json()["said"].startswith("已自动保存 ")
    kept = Autosave.objects.get()
    assert (kept.user, kept.base) == (author.user, article.latest_revision)
    assert (kept.values["headline"], kept.values["source_url"]) == ("写到一半", "https://half")


def test_it_touches_neither_revisions_nor_state_nor_journal(editor):
    article = published(headline="读者看到的")
    workflow.submit(article.latest_revision, by=None) if not article.is_published else None
    before = Article.objects.filter(pk=article.pk).values().get()
    steps = len(editor.get(address(article)).context["steps"])
    autosaved(editor, article, headline="没存的")
    assert Article.objects.filter(pk=article.pk).values().get() == before
    assert article.revisions.count() == 1
    assert len(editor.get(address(article)).context["steps"]) == steps


def test_there_is_one_for_each_person_and_article(author, editor):
    article = make_draft(by=author.user)
    for headline in ("一", "二"):
        autosaved(author, article, headline=headline)
    autosaved(editor, article, headline="编辑的")
    kept = Autosave.objects.order_by("pk").values_list("user", "values__headline")
    assert list(kept) == [(author.user.pk, "二"), (editor.user.pk, "编辑的")]


def test_the_form_offers_it_and_shows_it_when_asked(author):
    article = make_draft(by=author.user, headline="存过的")
    autosaved(author, article, headline="没存的", tags="还没有的标签")
    response = author.get(address(article))
    assert response.context["form"]["headline"].value() == "存过的"
    assert len(offers(response)) == 1
    response = author.get(address(article) + "?autosave=1")
    form = response.context["form"]
    assert (form["headline"].value(), form["tags"].value()) == ("没存的", "还没有的标签")
    assert form["base"].value() == article.latest_revision_id
    assert offers(response) == []
    article = save(author, article, headline="没存的", tags="还没有的标签")
    assert [tag.name for tag in article.tags.all()] == ["还没有的标签"]


def test_a_box_that_was_unticked_stays_so(author):
    article = make_draft(by=author.user, indent_first_line=True)
    autosaved(author, article, headline="改")
    form = author.get(address(article) + "?autosave=1").context["form"]
    assert not form["indent_first_line"].value()


def test_only_its_writer_is_offered_it(author, editor):
    article = make_draft(by=author.user)
    autosaved(author, article, headline="我的")
    assert offers(editor.get(address(article))) == []
    form = editor.get(address(article) + "?autosave=1").context["form"]
    assert form["headline"].value() != "我的"


def test_what_says_nothing_new_is_not_offered(author):
    article = make_draft(by=author.user)
    autosaved(author, article)
    assert offers(author.get(address(article))) == []


def test_saving_by_hand_forgets_it(author):
    article = make_draft(by=author.user)
    autosaved(author, article, headline="改")
    save(author, article, headline="改好")
    assert not Autosave.objects.exists()


def test_a_refused_form_keeps_it(author):
    article = make_draft(by=author.user)
    autosaved(author, article, headline="改", authors="查无此人")
    response = author.post(address(article), typed(article, authors="查无此人"))
    assert response.status_code == 200
    assert Autosave.objects.exists()


def test_discarding_forgets_it_and_shows_what_is_saved(author):
    article = make_draft(by=author.user, headline="存过的")
    autosaved(author, article, headline="不要了")
    response = author.post(address(article, "discard"), follow=True)
    assert response.context["form"]["headline"].value() == "存过的"
    assert not Autosave.objects.exists()
    assert (
        author.post(address(article, "discard"), headers={"accept": "application/json"}).json()
        == {}
    )


def test_restored_on_top_of_a_newer_text_it_is_merged(author, editor):
    article = make_draft(by=author.user, body="<p>甲</p><p>乙</p>")
    autosaved(author, article, body="<p>甲</p><p>乙，我改的</p>")
    save(editor, article, body="<p>甲，编辑改的</p><p>乙</p>")
    response = author.get(address(article) + "?autosave=1")
    sent = typed(article, body=response.context["form"]["body"].value())
    sent["base"] = response.context["form"]["base"].value()
    author.post(address(article), sent | {"_move": "save"})
    assert fresh(article).body == "<p>甲，编辑改的</p><p>乙，我改的</p>"


# A new article.


def test_the_first_words_of_a_new_article_begin_a_draft(author):
    make_author(name="林见川", user=author.user)
    response = author.post(BEGIN, typed(headline="新 稿", seo_title="半", begun_as="abc"))
    article = Article.objects.get()
    answer = response.json()
    assert answer["addresses"]["change"] == address(article)
    assert answer["base"] == article.latest_revision_id
    assert (article.headline, article.created_by) == ("新 稿", author.user)
    assert [one.name for one in article.ordered_authors] == ["林见川"]
    assert Autosave.objects.get().values["seo_title"] == "半"


def test_an_empty_page_begins_nothing(author):
    response = author.post(BEGIN, typed(headline=" ", body="<p> </p>", begun_as="abc"))
    assert response.json() == {"said": ""}
    assert not Article.objects.exists()


def test_a_page_whose_answer_got_lost_begins_one_article(author):
    for headline in ("新", "新稿"):
        author.post(BEGIN, typed(headline=headline, begun_as="abc"))
    assert Article.objects.count() == 1
    assert Autosave.objects.get().values["headline"] == "新稿"


def test_a_headline_that_no_column_holds_is_kept_whole(author):
    author.post(BEGIN, typed(headline="长" * 300, begun_as="abc"))
    assert Article.objects.get().headline == "长" * 200
    assert Autosave.objects.get().values["headline"] == "长" * 300


# Bounds and bad input.


def test_too_much_is_refused_in_words(author):
    article = make_draft(by=author.user)
    response = autosaved(author, article, body="长" * (autosaves.MAX_CHARS + 1))
    assert response.status_code == 413
    assert "按钮" in response.json()["error"]


def test_only_the_fields_of_the_form_are_kept(author):
    article = make_draft(by=author.user)
    autosaved(author, article, csrfmiddlewaretoken="x", state="published", base="nonsense")
    assert {"csrfmiddlewaretoken", "state", "base"}.isdisjoint(Autosave.objects.get().values)
    assert Autosave.objects.get().base is None


def test_characters_that_no_column_holds_are_left_out(author):
    article = make_draft(by=author.user)
    assert autosaved(author, article, headline="零\x00").status_code == 200
    assert Autosave.objects.get().values["headline"] == "零"


def test_what_was_typed_is_cleaned_before_the_editor_sees_it(author):
    article = make_draft(by=author.user)
    autosaved(author, article, body='<p onclick="x()">文</p><script>alert(1)</script>')
    response = author.get(address(article) + "?autosave=1")
    assert "alert(1)" not in response.content.decode()
    assert "onclick" not in response.content.decode()


def test_tick_forgets_what_nobody_has_come_back_for(author):
    article = make_draft(by=author.user)
    autosaved(author, article, headline="旧")
    tick(timezone.now() + autosaves.KEPT - timedelta(hours=1))
    assert Autosave.objects.exists()
    tick(timezone.now() + autosaves.KEPT + timedelta(hours=1))
    assert not Autosave.objects.exists()


# Who may.


@pytest.mark.parametrize("name", ["autosave", "discard", "presence", "left"])
def test_an_article_of_others_does_not_exist_for_an_author(author, name):
    article = make_draft()
    assert author.post(address(article, name), typed(article)).status_code == 404
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("name", ["autosave", "discard", "presence", "left"])
def test_looking_is_no_writing(author, name):
    article = make_draft(by=author.user)
    response = author.get(address(article, name))
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")


def test_a_moderator_autosaves_nothing(db):
    moderator, article = desk_of(MODERATOR), make_draft()
    assert moderator.post(address(article, "autosave"), typed(article)).status_code == 403
    assert moderator.post(BEGIN, typed()).status_code == 403


def test_a_request_without_the_token_is_refused(db):
    author = desk_of(AUTHOR)
    article = make_draft(by=author.user)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(author.user)
    assert strict.post(address(article, "autosave"), typed(article)).status_code == 403


# Signed out meanwhile.


def test_a_signed_out_page_is_told_so_and_goes_on_with_a_new_token(db):
    user = desk_of(AUTHOR).user
    user.set_password("quiet-river-42")
    user.save()
    article = make_draft(by=user)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    token = client.get(TOKEN).json()["token"]
    client.logout()
    sent = typed(article, headline="改", csrfmiddlewaretoken=token)
    client.get("/admin/login/")
    assert client.get(TOKEN).status_code == 302
    login = client.get("/admin/login/").context["csrf_token"]
    client.post(
        "/admin/login/",
        {
            "username": user.username,
            "password": "quiet-river-42",
            "csrfmiddlewaretoken": str(login),
        },
    )
    assert client.post(address(article, "autosave"), sent).status_code == 403
    answer = client.get(TOKEN).json()
    assert answer["user"] == user.pk
    sent["csrfmiddlewaretoken"] = answer["token"]
    assert client.post(address(article, "autosave"), sent).status_code == 200
    assert json.loads(client.post(address(article, "presence"), sent).content)["others"] == []
