"""The publishing gate over HTTP: who is held up, by what, and who may pass all the same."""

import pytest
from django.test import Client
from django.urls import reverse

from articles import checks, workflow
from articles.models import Article, DeskSettings, JournalEntry
from articles.workflow import DeskState, desk_state
from portal.roles import AUTHOR, CHIEF, EDITOR, MODERATOR
from tests.articles.desk import ADD, address, desk_of, edited, fresh, published, save, typed
from tests.factories import in_an_hour, make_author, make_content, make_draft, make_picture

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


@pytest.fixture
def chief(db) -> Client:
    return desk_of(CHIEF)


def unsigned(**content):
    return make_draft(author_ids=(), **content)


def checked(client, article=None, **changes):
    """What the script would ask: the list for a form with these changes."""
    path = address(article, "checks") if article else reverse("admin:articles_article_checks_new")
    return client.post(path, typed(article, **changes))


# Publishing from the form


def test_a_failing_check_sends_the_form_back_with_everything_typed(editor):
    article = unsigned()
    sent = typed(article, headline="改过的标题", publish_at="2099-01-01T08:00", _move="publish")
    response = editor.post(address(article), sent)
    form = response.context["form"]
    assert response.status_code == 200
    assert form.errors == {"authors": ["还没有署名，请填写作者。"]}
    assert form["headline"].value() == "改过的标题"
    assert form["publish_at"].value() == "2099-01-01T08:00"
    assert "data-refused" in response.content.decode()
    assert fresh(article).state == Article.State.UNPUBLISHED
    assert article.revisions.count() == 1


def test_a_new_article_is_held_up_as_well_and_begun_by_the_next_press(editor):
    sent = typed(authors="", tags="新词", _move="publish")
    assert "authors" in editor.post(ADD, sent).context["form"].errors
    assert not Article.objects.exists()
    assert editor.post(ADD, sent | {"authors": make_author().name}).status_code == 302
    assert Article.objects.get().is_published


@pytest.mark.parametrize("move", ["publish", "schedule"])
def test_every_way_to_readers_leads_through_the_gate(editor, move):
    article = make_draft(cover_id=make_picture(alt="").pk)
    sent = typed(article, cover=article.cover_id, publish_at="2099-01-01T08:00", _move=move)
    assert set(editor.post(address(article), sent).context["form"].errors) == {"cover"}
    assert desk_state(fresh(article)) == DeskState.DRAFT


@pytest.mark.parametrize("move", ["save", "submit"])
def test_what_stays_at_the_desk_passes(author, move):
    article = make_draft(by=author.user, author_ids=(), responsible_editor="")
    assert save(author, article, move).latest_revision is not None


def test_approving_needs_no_check(editor):
    article = unsigned()
    workflow.submit(article.latest_revision, by=None)
    assert desk_state(save(editor, article, "approve")) == DeskState.APPROVED


def test_advice_holds_nobody_up(editor):
    article = save(editor, make_draft(), "publish", headline="长" * 31, body="<p>甲,乙</p>")
    assert article.is_published


def test_the_desk_chooses_what_blocks(editor):
    DeskSettings.objects.create(pk=1, blocking_checks=["punctuation"])
    assert save(editor, unsigned(), "publish").is_published
    article = make_draft()
    sent = typed(article, body="<p>甲,乙</p>", _move="publish")
    assert set(editor.post(address(article), sent).context["form"].errors) == {"body"}


def test_commands_are_not_held_up_and_what_is_due_is_not_asked_again(editor):
    assert workflow.publish(unsigned().latest_revision, by=None).is_published
    article = published()
    change = edited(article, headline="到点换上")
    change.change = change.Change.UPDATE
    change.save()
    workflow.publish(change, by=editor.user, at=in_an_hour())
    DeskSettings.objects.create(pk=1, blocking_checks=["headline_length"])
    type(change).objects.filter(pk=change.pk).update(headline="长" * 40)
    assert workflow.publish_due(in_an_hour()) == 1


def test_whoever_may_publish_is_the_responsible_editor_unless_one_is_named(editor, author):
    editor.user.last_name, editor.user.first_name = "沈", "知白"
    editor.user.save()
    for page in (ADD, address(make_draft(responsible_editor=""))):
        form = editor.get(page).context["form"]
        assert form["responsible_editor"].value() == "沈知白"
    form = editor.get(address(make_draft(responsible_editor="于存真"))).context["form"]
    assert form["responsible_editor"].value() == "于存真"
    form = editor.get(address(published(responsible_editor=""))).context["form"]
    assert not form["responsible_editor"].value()
    assert not author.get(ADD).context["form"]["responsible_editor"].value()


# Letting something through


def test_a_reason_and_the_permission_let_it_through_and_the_journal_keeps_both(chief):
    article = unsigned(responsible_editor="")
    article = save(chief, article, "publish", override_reason=" 突发，先发后补 ")
    assert article.is_published
    entry = JournalEntry.objects.get(action="article.override")
    assert (entry.by, entry.note) == (chief.user, "突发，先发后补")
    assert entry.data["checks"] == ["author", "responsible_editor"]
    assert "未过检查" in chief.get(address(article)).content.decode()


def test_a_reason_of_nothing_but_spaces_is_none(chief):
    article = unsigned()
    sent = typed(article, override_reason="  ", _move="publish")
    assert "authors" in chief.post(address(article), sent).context["form"].errors


def test_without_the_permission_a_reason_is_worth_nothing(editor):
    article = unsigned()
    assert "override_reason" not in editor.get(address(article)).context["form"].fields
    sent = typed(article, override_reason="我说行", _move="publish")
    assert "authors" in editor.post(address(article), sent).context["form"].errors
    with pytest.raises(workflow.NotAllowed):
        workflow.publish(article.latest_revision, by=editor.user, override="我说行")
    assert not JournalEntry.objects.filter(action="article.override").exists()


def test_no_reason_replaces_what_readers_cannot_do_without(chief):
    article = make_draft(category_id=None)
    sent = typed(article, override_reason="急", _move="publish")
    assert set(chief.post(address(article), sent).context["form"].errors) == {"category"}


def test_a_reason_that_was_not_needed_is_not_noted(chief):
    save(chief, make_draft(), "publish", override_reason="以防万一")
    assert not JournalEntry.objects.filter(action="article.override").exists()


# In bulk


def test_bulk_publishing_goes_through_the_gate_row_by_row(editor):
    good, bad = make_draft(headline="可以发"), unsigned(headline="缺署名")
    response = editor.post(
        LIST, {"action": "publish", "_selected_action": [good.pk, bad.pk]}, follow=True
    )
    assert fresh(good).is_published
    assert not fresh(bad).is_published
    said = response.content.decode()
    assert "缺署名" in said
    assert "还没有署名" in said


# The desk's own choice

RULES = "/admin/articles/desksettings/1/change/"


def test_the_chief_editor_ticks_what_blocks_and_lists_what_is_watched(chief):
    page = chief.get(RULES).content.decode()
    assert page.count('name="blocking_checks"') == len(checks.choices())
    assert "封面的替代文字" in page
    sent = {"blocking_checks": ["copy", "author"], "watch_words": " 甲 \n\n乙\n甲"}
    assert chief.post(RULES, sent).status_code == 302
    rules = DeskSettings.load()
    assert rules.blocking_checks == ["copy", "author"]
    assert rules.watch_words == "甲\n乙"


@pytest.mark.parametrize(
    "wrong",
    [
        {"blocking_checks": ["headline"]},
        {"watch_words": "\n".join(map(str, range(5001)))},
        {"watch_words": "词" * 41},
    ],
    ids=["mandatory anyway", "too many words", "too long a word"],
)
def test_rules_that_cannot_be_kept_are_refused(chief, wrong):
    assert chief.post(RULES, wrong).context["errors"]
    assert not DeskSettings.objects.exists()


# The panel


def test_the_panel_shows_the_latest_text_without_scripts(editor):
    html = editor.get(address(unsigned(body="<p>甲,乙</p>"))).content.decode()
    assert "1 项必须处理，1 项建议" in html
    assert "还没有署名" in html
    assert 'href="#id_authors"' in html
    assert "检查全部通过" in editor.get(address(make_draft())).content.decode()


def test_the_script_is_told_of_what_is_not_saved_yet(editor):
    article = make_draft()
    response = checked(editor, article, headline="", authors="", body="<p>甲,乙</p>")
    html = response.content.decode()
    assert 'data-summary="2 项必须处理，1 项建议"' in html
    assert "data-overridable" not in html  # without a headline no reason helps
    assert "data-overridable" in checked(editor, article, authors="").content.decode()
    assert article.revisions.count() == 1


def test_a_new_article_is_checked_before_it_is_saved(author):
    assert "缺标题" in checked(author, headline="").content.decode()
    assert not Article.objects.exists()


def test_a_field_that_cannot_be_read_stays_as_it_was(editor):
    article = make_draft()
    html = checked(editor, article, authors="查无此人", category="99999").content.decode()
    assert "没有署名" not in html
    assert "没有选栏目" not in html


def test_the_repair_answers_with_the_fields_and_saves_nothing(editor):
    article = make_draft()
    sent = {"headline": "今天,我们", "excerpt": "好(的)吗", "body": "<p>甲,<b>乙</b>:丙</p>"}
    response = checked(editor, article, repair="punctuation", **sent)
    assert response.json() == {
        "headline": "今天，我们",
        "excerpt": "好（的）吗",
        "body": "<p>甲，<strong>乙</strong>：丙</p>",
    }
    assert article.revisions.count() == 1


def test_what_was_typed_cannot_break_out_of_the_panel(editor):
    DeskSettings.objects.create(pk=1, watch_words="<img src=x onerror=alert(1)>")
    html = checked(
        editor, headline='"><script>alert(1)</script>', body="<p>imgsrcxonerroralert1</p>"
    )
    assert "<script" not in html.content.decode()
    assert "<img" not in html.content.decode()


@pytest.mark.parametrize(
    ("role", "own", "others", "new"),
    [(AUTHOR, 200, 404, 200), (EDITOR, 200, 200, 200), (MODERATOR, 403, 403, 403)],
)
def test_who_may_edit_may_check(role, own, others, new):
    client = desk_of(role)
    mine = make_draft(author_ids=(make_author(user=client.user).pk,))
    for article, status in ((mine, own), (make_draft(), others)):
        assert checked(client, article).status_code == status
    assert checked(client).status_code == new


def test_checking_is_for_people_of_the_desk_and_for_posts(client, editor):
    article = make_draft()
    assert checked(client, article).status_code == 302
    for path in (address(article, "checks"), reverse("admin:articles_article_checks_new")):
        assert editor.get(path).status_code == 405


def test_the_checks_take_four_queries_whatever_is_in_the_text(django_assert_max_num_queries):
    """Settings, pictures, links, copies."""
    text = "清晨五点，潮水退到第三根木桩以外，记录员打开了本子，数到一百一十七只黑脸琵鹭。" * 2
    other = published(body=f"<p>{text}去年同期只有八十八只，多出来的从哪里来，没有人说得清。</p>")
    picture, editor = make_picture(), desk_of(EDITOR).user
    content = make_content(
        cover_id=picture.pk,
        body=f'{other.body}<figure><img data-picture="{picture.pk}"></figure>'
        f'<p><a href="{other.get_absolute_url()}">前文</a><a href="/tag/none/">别处</a></p>',
    )
    assert editor.has_perm("articles.change_others_article")
    with django_assert_max_num_queries(4):
        found = checks.findings(checks.Subject(content, editor))
    assert {one.name for one in found} == {"links", "copy"}


def test_a_question_of_the_script_takes_few_queries(editor, django_assert_max_num_queries):
    article = make_draft(cover_id=make_picture().pk)
    with django_assert_max_num_queries(20):
        checked(editor, article, cover=article.cover_id)
