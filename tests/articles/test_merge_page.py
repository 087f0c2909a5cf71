"""Two people save one article: what can be merged is, and for the rest somebody chooses."""

from dataclasses import asdict

import pytest

from articles import workflow
from articles.content import ArticleContent
from articles.models import Article, ArticleRevision, JournalEntry
from articles.workflow import DeskState, desk_state
from portal.roles import AUTHOR, EDITOR, MODERATOR
from tests.articles.desk import address, desk_of, fresh, published, save, typed
from tests.factories import make_content, make_draft, make_tag
from tests.page import find, page, text

pytestmark = pytest.mark.django_db

KIND = ArticleRevision.Kind
BASE = "<p>甲</p><p>乙</p><p>丙</p>"
MINE = "<p>甲，我改的</p><p>乙</p><p>丙</p>"
THEIRS = "<p>甲，你改的</p><p>乙</p><p>丙</p>"


def post(client, article, sent, move="save"):
    return client.post(address(article), sent | {"_move": move})


def both_save(mine, theirs, *, article=None, move="save", typing=None, **changes):
    """`theirs` saves `changes` while `mine` is `typing` on the open page; then `mine` sends it."""
    article = article or make_draft(body=BASE)
    sent = typed(article, **typing or {})
    save(theirs, article, **changes)
    return article, post(mine, article, sent, move)


def a_clash(mine, theirs, *, fields=None, **given):
    """An article with a text of `mine` that lies aside, and the address of its merge page."""
    typing = {"body": MINE} | (fields or {})
    article, response = both_save(mine, theirs, typing=typing, body=THEIRS, **given)
    return fresh(article), response.url


def told(client) -> str:
    """The messages on the next page."""
    return " ".join(str(one) for one in client.get("/admin/").context["messages"])


def choose(client, url, article, **choices):
    sent = {f"choice-{key.replace('_', '-', 1)}": one for key, one in choices.items()}
    return client.post(url, {"theirs": fresh(article).latest_revision_id} | sent)


@pytest.fixture
def colleague(db):
    return desk_of(EDITOR)


# Merged by themselves.


def test_changes_to_different_fields_and_paragraphs_merge_and_are_said(editor, colleague):
    article, response = both_save(
        editor, colleague, typing={"body": MINE, "excerpt": "我的摘要"}, subheadline="你的副题"
    )
    assert response.url == address(article)
    article = fresh(article)
    assert (article.body, article.excerpt) == (MINE, "我的摘要")
    assert article.subheadline == "你的副题"
    assert article.latest_revision.kind == KIND.MERGE
    assert f"已与 {colleague.user.display_name} " in told(editor)
    entry = JournalEntry.objects.get(action="article.merge")
    assert (entry.by, entry.data["revision"]) == (editor.user, article.latest_revision_id)
    assert entry.data["fields"] == ["body", "excerpt"]


def test_new_tags_of_both_are_there(editor, colleague):
    article = make_draft(body=BASE, tag_ids=(make_tag(name="旧").pk,))
    both_save(editor, colleague, article=article, typing={"tags": "旧、我的"}, tags="旧、你的")
    assert {tag.name for tag in fresh(article).tags.all()} == {"旧", "我的", "你的"}


def test_a_merged_text_is_saved_but_not_published_unread(editor, colleague):
    article, _response = both_save(
        editor, colleague, typing={"body": MINE}, move="publish", excerpt="新摘要"
    )
    article = fresh(article)
    assert (article.state, article.body) == (Article.State.UNPUBLISHED, MINE)
    assert "通读" in told(editor)
    assert save(editor, article, "publish").is_published


def test_a_time_and_a_reason_are_not_typed_twice(editor, colleague):
    article = make_draft(body=BASE)
    sent = typed(article, body=MINE, publish_at="2036-01-02T03:04")
    save(colleague, article, excerpt="新摘要")
    response = post(editor, article, sent, "schedule")
    form = editor.get(response.url).context["form"]
    assert form["publish_at"].value() == "2036-01-02T03:04"
    assert (form["body"].value(), form["excerpt"].value()) == (MINE, "新摘要")
    assert form["base"].value() == fresh(article).latest_revision_id


def test_what_is_word_for_word_before_ones_eyes_may_be_published(editor, colleague):
    """A double press, or a colleague who typed the same: there is nothing unread in it."""
    article, _response = both_save(
        editor, colleague, typing={"body": MINE}, move="publish", body=MINE
    )
    assert fresh(article).is_published
    assert article.revisions.count() == 2


def test_who_changed_nothing_gets_the_newer_text_and_adds_no_revision(editor, colleague):
    article, _response = both_save(editor, colleague, body=THEIRS)
    assert fresh(article).body == THEIRS
    assert article.revisions.count() == 2


def test_readers_keep_their_text_when_drafts_on_top_of_it_merge(editor, colleague):
    article = published(body=BASE)
    both_save(editor, colleague, article=article, typing={"body": MINE}, excerpt="新摘要")
    article = fresh(article)
    assert (article.body, article.excerpt) == (BASE, "")
    assert (article.latest_revision.body, article.latest_revision.get("excerpt")) == (
        MINE,
        "新摘要",
    )


def test_the_editor_whom_the_page_suggests_stands_in_nobodys_way(editor, colleague):
    article = make_draft(body=BASE, responsible_editor="")
    names = [one.user.display_name for one in (editor, colleague)]
    typing = {"body": MINE, "responsible_editor": names[0]}
    both_save(editor, colleague, article=article, typing=typing, responsible_editor=names[1])
    article = fresh(article)
    assert (article.body, article.responsible_editor) == (MINE, names[1])


# A page to choose on.


@pytest.mark.parametrize("move", ["save", "submit", "publish"])
def test_a_clash_moves_nothing_and_keeps_both_texts(editor, colleague, move):
    article, url = a_clash(editor, colleague, move=move)
    aside = article.revisions.get(kind=KIND.ASIDE)
    assert url == f"/admin/articles/article/{article.pk}/merge/{aside.pk}/"
    assert (article.body, aside.body) == (THEIRS, MINE)
    assert desk_state(article) == DeskState.DRAFT
    shown = text(page(editor.get(url)))
    assert "我改的" in shown
    assert "你改的" in shown


@pytest.mark.parametrize(
    ("choice", "body"),
    [
        ("mine", MINE),
        ("theirs", THEIRS),
        ("both", "<p>甲，你改的</p><p>甲，我改的</p><p>乙</p><p>丙</p>"),
    ],
)
def test_the_choice_is_saved_as_a_merge_and_recorded(editor, colleague, choice, body):
    article, url = a_clash(editor, colleague)
    theirs, aside = article.latest_revision, article.revisions.get(kind=KIND.ASIDE)
    assert choose(editor, url, article, body_0=choice).url == address(article)
    article = fresh(article)
    merged = article.latest_revision
    assert (merged.body, merged.kind, merged.base) == (body, KIND.MERGE, theirs)
    entry = JournalEntry.objects.get(action="article.merge")
    assert entry.data["choices"] == {"body-0": choice}
    assert (entry.data["aside"], entry.data["theirs"]) == (aside.pk, theirs.pk)
    assert article.revisions.filter(pk=aside.pk, body=MINE).exists()


def test_without_a_choice_nothing_is_saved(editor, colleague):
    article, url = a_clash(editor, colleague)
    response = choose(editor, url, article)
    assert response.status_code == 200
    assert response.context["form"].errors["choice-body-0"] == ["请选择这里用哪一份。"]
    assert fresh(article).latest_revision_id == article.latest_revision_id


def test_words_can_be_worded_anew(editor, colleague):
    article, response = both_save(
        editor, colleague, typing={"headline": "我的标题"}, headline="你的标题"
    )
    form = editor.get(response.url).context["form"]
    assert form["own-headline"].value() == "你的标题 我的标题"
    sent = {"choice-headline": "own", "own-headline": "一起想的标题"}
    editor.post(response.url, {"theirs": fresh(article).latest_revision_id} | sent)
    assert fresh(article).headline == "一起想的标题"


def test_the_text_can_be_written_anew_as_a_whole(editor, colleague):
    article, url = a_clash(editor, colleague)
    form = editor.get(url).context["form"]
    assert form["body"].value() == "<p>甲，你改的</p><p>甲，我改的</p><p>乙</p><p>丙</p>"
    sent = {"own_body": "on", "body": "<p onclick='x()'>甲，一起改的</p>"}
    editor.post(url, {"theirs": fresh(article).latest_revision_id} | sent)
    assert fresh(article).body == "<p>甲，一起改的</p>"
    assert JournalEntry.objects.get(action="article.merge").data["choices"] == {"body-0": "own"}


def test_a_value_of_one_side_only_is_merged_along(editor, colleague):
    article, url = a_clash(editor, colleague, fields={"excerpt": "我的摘要"}, subheadline="你的")
    choose(editor, url, article, body_0="theirs")
    article = fresh(article)
    assert (article.excerpt, article.subheadline, article.body) == ("我的摘要", "你的", THEIRS)


def test_a_third_text_that_came_meanwhile_is_merged_too(editor, colleague):
    article, url = a_clash(editor, colleague)
    seen = article.latest_revision_id
    save(colleague, article, body=THEIRS.replace("丙", "丙，又改"))
    editor.post(url, {"theirs": seen, "choice-body-0": "mine"})
    assert fresh(article).body == MINE.replace("丙", "丙，又改")


def test_if_that_clashes_again_it_is_asked_again(editor, colleague):
    article, url = a_clash(editor, colleague)
    seen = article.latest_revision_id
    third = "<p>甲，第三稿</p><p>乙</p><p>丙</p>"
    save(colleague, article, body=third)
    again = editor.post(url, {"theirs": seen, "choice-body-0": "mine"})
    assert again.url != url
    assert fresh(article).body == third
    assert editor.get(url).url == address(article)  # decided: its outcome lies aside now
    choose(editor, again.url, article, body_0="both")
    assert fresh(article).body == "<p>甲，第三稿</p><p>甲，我改的</p><p>乙</p><p>丙</p>"


def test_what_was_merged_once_is_not_merged_again(editor, colleague):
    article, url = a_clash(editor, colleague)
    choose(editor, url, article, body_0="mine")
    count = article.revisions.count()
    assert choose(editor, url, article, body_0="theirs").url == address(article)
    assert article.revisions.count() == count


def test_a_text_that_lies_aside_is_offered_on_the_writing_page_until_it_is_merged(
    editor, colleague
):
    article, url = a_clash(editor, colleague)

    def offered(client):
        return find(page(client.get(address(article))), "a", href=url)

    assert offered(editor)
    assert not offered(colleague)
    choose(editor, url, article, body_0="mine")
    assert not offered(editor)


def test_a_base_that_nobody_knows_any_more_overwrites_nothing(editor):
    article = make_draft(body=BASE)
    response = post(editor, article, typed(article, body=MINE, base=""))
    assert "/merge/" in response.url
    assert fresh(article).body == BASE


def test_fields_of_every_kind_can_clash(editor, colleague):
    """Nothing on the page depends on what the field holds."""
    article = make_draft(body=BASE)
    mine = make_content(
        headline="我", origin="reprinted", source_name="甲报", indent_first_line=True
    )
    base = article.latest_revision
    save(colleague, article, headline="你", origin="contributed", source_name="乙报", category="")
    saved = workflow.save_merged(
        fresh(article), ArticleContent(**asdict(mine)), by=editor.user, base=base
    )
    response = editor.get(f"/admin/articles/article/{article.pk}/merge/{saved.revision.pk}/")
    fields = {question.label for question in response.context["questions"]}
    assert fields == {"标题", "来源", "栏目", "来源类型"} or len(fields) == 4


# Who may.


def test_an_author_merges_the_own_article_and_sees_no_others(db):
    author, editor = desk_of(AUTHOR), desk_of(EDITOR)
    article, url = a_clash(author, editor, article=make_draft(by=author.user, body=BASE))
    assert desk_of(AUTHOR).get(url).status_code == 404
    assert desk_of(MODERATOR).get(url).status_code == 403
    assert editor.get(url).status_code == 200
    choose(author, url, article, body_0="mine")
    assert fresh(article).body == MINE


@pytest.mark.parametrize("theirs", ["", "x", "9" * 30, "0"])
def test_nonsense_is_no_revision(editor, colleague, theirs):
    article, url = a_clash(editor, colleague)
    response = editor.post(url, {"theirs": theirs, "choice-body-0": "mine"})
    assert response.status_code == 404
    other = make_draft().latest_revision_id
    assert editor.post(url, {"theirs": other, "choice-body-0": "mine"}).status_code == 404
    assert editor.get(f"{address(article)[:-7]}merge/{other}/").status_code == 404


def test_the_pages_take_few_queries(editor, colleague, django_assert_max_num_queries):
    article, url = a_clash(editor, colleague)
    with django_assert_max_num_queries(25):
        editor.get(url)
    with django_assert_max_num_queries(25):
        editor.get(address(article))
