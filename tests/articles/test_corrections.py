"""A text that readers know is not changed silently: the desk says what the change is to them."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from articles import corrections, search, workflow
from articles.models import Article, ArticleRevision, Correction, JournalEntry
from portal.roles import EDITOR
from tests.articles.desk import address, edited, fresh, published, save, typed
from tests.factories import (
    in_an_hour,
    make_article,
    make_comment,
    make_draft,
    make_staff,
    make_tag,
)
from tests.page import attribute, find, page, text

pytestmark = pytest.mark.django_db

LONG = "<p>" + "退潮之后，滩涂上的人们开始修补渔网。" * 20 + "</p>"
OTHER = LONG.replace("渔网", "木船")


@pytest.fixture
def article(db):
    return published(headline="退潮之后", body=LONG)


def corrected(article, kind="correction", note="人数应为三百人。", by=None, **changes):
    """The article with a change of this kind, published."""
    revision = edited(article, **({"body": OTHER} | changes))
    corrections.name_change(revision, kind, note)
    return workflow.publish(revision, by=by)


def update(client, article, **changes):
    """Press the button that publishes the writing page."""
    return client.post(address(article), typed(article, **changes) | {"_move": "publish"})


# Asking.


def test_a_changed_public_text_is_not_published_without_a_word_about_it(editor, article):
    response = update(editor, article, body=OTHER)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["change"]
    assert "请说明" in response.content.decode()
    assert fresh(article).body == LONG


@pytest.mark.parametrize("field", ["headline", "subheadline"])
def test_the_lines_over_the_text_count_as_text(editor, article, field):
    assert "change" in update(editor, article, **{field: "别的"}).context["form"].errors


def test_nothing_is_asked_where_readers_know_nothing(editor):
    draft = make_draft()
    assert "change" not in editor.get(address(draft)).context["form"].fields
    assert save(editor, draft, "publish", body=OTHER).state == Article.State.PUBLISHED
    assert not Correction.objects.exists()


def test_nothing_is_asked_where_the_text_stays(editor, article):
    assert save(editor, article, "publish", tags=make_tag().name).article_tags.exists()
    assert not Correction.objects.exists()


def test_nothing_is_chosen_beforehand(editor, article):
    root = page(editor.get(address(article)))
    radios = [
        one for one in find(root, "input", type="radio") if attribute(one, "name") == "change"
    ]
    assert [attribute(one, "value") for one in radios] == ["typo", "update", "correction"]
    assert not any(dict(one.attributes).get("checked") for one in radios)


def test_a_correction_needs_a_note(editor, article):
    response = update(editor, article, body=OTHER, change="correction")
    assert list(response.context["form"].errors) == ["change_note"]


def test_a_draft_may_leave_it_open(editor, article):
    save(editor, article, "save", body=OTHER, change="correction")
    latest = fresh(article).latest_revision
    assert (latest.body, latest.change) == (OTHER, "")


def test_a_small_change_looks_like_a_typo_and_is_asked_about_all_the_same(editor, article):
    response = update(editor, article, body=LONG.replace("退潮", "涨潮", 1))
    assert "可能是笔误" in response.content.decode()
    assert "可能是笔误" not in update(editor, article, body=OTHER).content.decode()


def test_the_workflow_refuses_a_person_and_lets_commands_pass(article):
    revision = edited(article, body=OTHER)
    with pytest.raises(workflow.ChangeNotNamed):
        workflow.publish(revision, by=make_staff(EDITOR))
    with pytest.raises(workflow.ChangeNotNamed):
        workflow.publish(revision, by=make_staff(EDITOR), at=in_an_hour())
    workflow.publish(revision, by=None)
    told = Correction.objects.get()
    assert (told.kind, told.note, told.made_by) == ("update", "", None)


# Going live.


@pytest.mark.parametrize("kind", ["typo", "update", "correction"])
def test_what_was_said_becomes_a_row_and_only_substance_moves_the_time(editor, article, kind):
    row = save(editor, article, "publish", body=OTHER, change=kind, change_note="说明")
    told = Correction.objects.get(article=article)
    assert (told.kind, told.note, told.made_by, told.revision) == (
        kind,
        "说明",
        editor.user,
        row.live_revision,
    )
    assert row.was_updated == (kind != "typo")
    assert row.has_corrections == (kind != "typo")


def test_a_scheduled_change_carries_what_was_said(editor, article):
    later = timezone.localtime(in_an_hour()).strftime("%Y-%m-%dT%H:%M")
    given = {"body": OTHER, "change": "correction", "change_note": "地名有误。"}
    save(editor, article, "schedule", publish_at=later, **given)
    assert not Correction.objects.exists()
    workflow.publish_due(timezone.now() + timedelta(hours=2))
    told = Correction.objects.get()
    assert (told.kind, told.note, told.made_by) == ("correction", "地名有误。", editor.user)


def test_what_a_writer_proposed_is_kept_for_whoever_publishes(editor, article):
    save(editor, article, "submit", body=OTHER, change="correction", change_note="数字有误。")
    form = editor.get(address(article)).context["form"]
    assert (form["change"].value(), form["change_note"].value()) == ("correction", "数字有误。")
    save(editor, article, "publish", change="correction", change_note="数字有误。")
    assert Correction.objects.get().note == "数字有误。"


def test_what_was_said_of_the_last_change_is_not_said_of_the_next(editor, article):
    save(editor, article, "publish", body=OTHER, change="correction", change_note="数字有误。")
    form = editor.get(address(article)).context["form"]
    assert not form["change"].value()
    assert "change" in update(editor, article, body=LONG).context["form"].errors


def test_what_was_said_of_a_text_that_went_live_is_not_said_anew(editor, article):
    row = corrected(article)
    save(editor, row, "publish", change="typo")
    assert fresh(row.live_revision).change == "correction"
    assert Correction.objects.count() == 1


def test_publishing_the_same_text_again_puts_nothing_on_record(article):
    row = corrected(article)
    workflow.withdraw(row, by=None)
    workflow.publish(fresh(row).latest_revision, by=None)
    assert Correction.objects.count() == 1


def test_a_text_changed_while_it_was_withdrawn_is_asked_about(editor, article):
    workflow.withdraw(article, by=None)
    save(editor, article, "save", body=OTHER)
    assert "change" in update(editor, article).context["form"].errors


def test_the_journal_notes_the_kind_and_the_share(article):
    corrected(article, kind="typo", note="")
    entry = JournalEntry.objects.filter(action="article.publish").first()
    assert entry.data["change"] == "typo"
    assert entry.data["share"] == 11  # two characters of eighteen, all through


def test_chiefs_see_a_typo_that_changed_too_much(editor, article):
    corrected(article, kind="typo", note="")
    assert editor.get(address(article, "history")).context["versions"][0].is_doubtful
    assert "全文改动 11%" in editor.get(address(article, "history")).content.decode()
    corrected(article, kind="update", note="", body=LONG)
    assert not editor.get(address(article, "history")).context["versions"][0].is_doubtful


@pytest.mark.parametrize("kind", ["correction", "retraction"])
def test_the_database_wants_a_note(article, kind):
    with pytest.raises(IntegrityError):
        Correction.objects.create(article=article, kind=kind)


# Readers.


def test_readers_find_the_dated_list_on_the_article(client, article):
    corrected(article, note="<b>人数</b>应为三百人。")
    html = client.get(article.get_absolute_url()).content.decode()
    assert "更正" in html
    assert "&lt;b&gt;人数&lt;/b&gt;应为三百人。" in html
    assert 'href="#corrections"' in html
    assert 'id="corrections"' in html


@pytest.mark.parametrize(("kind", "note"), [("typo", "说明"), ("update", "")])
def test_readers_are_not_told_of_typos_nor_of_updates_without_a_word(client, article, kind, note):
    corrected(article, kind=kind, note=note)
    assert 'id="corrections"' not in client.get(article.get_absolute_url()).content.decode()


def json_ld(client, article):
    root = page(client.get(article.get_absolute_url()))
    [data] = find(root, "script", type="application/ld+json")
    return json.loads(text(data))


def test_machines_find_the_correction(client, article):
    Article.objects.update(published_at=timezone.now() - timedelta(hours=1))
    told = json_ld(client, article)
    assert told["headline"] == "退潮之后"
    assert told["dateModified"] == told["datePublished"]
    assert "correction" not in told
    corrected(article, note="应为</script>三百人。")
    told = json_ld(client, article)
    [correction] = told["correction"]
    assert correction["@type"] == "CorrectionComment"
    assert correction["text"] == "应为</script>三百人。"
    assert told["dateModified"] > told["datePublished"]


@pytest.mark.parametrize("form", ["feed/", "feed/atom/", "feed.json"])
def test_feeds_say_it(client, article, form):
    corrected(article, note="人数应为三百人。")
    words = client.get(f"/{form}").content.decode()
    assert "更正" in words
    assert "人数应为三百人。" in words


def test_a_feeds_entry_is_updated_by_substance_alone(client, article):
    def times():
        [item] = client.get("/feed.json").json()["items"]
        return item["date_published"], item["date_modified"]

    Article.objects.update(published_at=timezone.now() - timedelta(hours=1))
    corrected(article, kind="typo", note="")
    assert len(set(times())) == 1
    corrected(article, kind="correction", body=LONG)
    assert len(set(times())) == 2


def test_the_corrections_page_lists_errors_owned_up_to_newest_first(client, article):
    corrected(article, note="第一处。")
    corrected(article, kind="update", note="不列。", body=LONG)
    corrected(article, note="第二处。")
    html = client.get("/corrections/").content.decode()
    assert html.index("第二处。") < html.index("第一处。")
    assert "不列。" not in html
    assert article.get_absolute_url() in html
    assert "/corrections/" in client.get("/").content.decode()


def test_what_is_not_public_has_no_corrections_either(client, article):
    corrected(article, note="看不见的。")
    workflow.withdraw(fresh(article), by=None)
    assert "看不见的。" not in client.get("/corrections/").content.decode()


def test_the_corrections_page_has_pages_of_twenty_and_a_bounded_cost(
    client, article, django_assert_max_num_queries
):
    assert client.get("/corrections/").status_code == 200
    for number in range(25):
        Correction.objects.create(article=article, kind="correction", note=f"第{number}处")
    for address_, count in {"/corrections/": 20, "/corrections/?page=2": 5}.items():
        with django_assert_max_num_queries(5):
            assert len(client.get(address_).context["listed"]) == count
    assert client.get("/corrections/?page=3").status_code == 404


# Retraction.


@pytest.fixture
def retracted(article):
    search.index(article)
    make_comment(article=article, body="读者的话")
    row = workflow.retract(article, by=make_staff(EDITOR), reason="采访对象身份系伪造。")
    edited(row, headline="后来的标题")
    return fresh(row)


def test_a_retracted_article_leaves_a_notice_with_its_reason(client, retracted):
    response = client.get(retracted.get_absolute_url())
    assert response.status_code == 410
    html = response.content.decode()
    for words in ("退潮之后", "采访对象身份系伪造。", "撤稿"):
        assert words in html
    for words in ("修补渔网", "后来的标题", "读者的话"):
        assert words not in html
    assert 'name="robots" content="noindex"' in html
    assert "public" in response.headers["Cache-Control"]


def test_a_retracted_article_answers_the_same_everywhere(client, retracted):
    for path in (f"/article/{retracted.pk}", f"/article/{retracted.pk}/comments/"):
        response = client.get(path)
        assert response.status_code == 410
        assert "修补渔网" not in response.content.decode()
    posted = client.post(f"/article/{retracted.pk}/comments/", {"name": "a", "body": "b"})
    assert posted.status_code in (404, 410)


def test_a_retracted_article_leaves_every_list(client, retracted):
    make_article(category=retracted.category)
    paths = ("/", retracted.category.get_absolute_url(), "/feed/", "/feed.json", "/archive/")
    for path in (*paths, "/sitemap-articles-1.xml", "/search/?q=退潮之后"):
        html = client.get(path).content.decode()
        assert f"/article/{retracted.pk}.html" not in html, path
        assert "渔网" not in html


def test_the_corrections_page_says_what_was_retracted(client, retracted):
    html = client.get("/corrections/").content.decode()
    assert "采访对象身份系伪造。" in html
    assert "退潮之后" in html
    assert "后来的标题" not in html


def test_a_retracted_article_without_a_reason_still_answers(client, article):
    workflow.retract(article, by=None)
    assert client.get(article.get_absolute_url()).status_code == 410


def test_a_correction_survives_its_revision_and_its_maker(article):
    person = make_staff(EDITOR)
    row = corrected(article, by=person)
    person.delete()
    Article.objects.update(live_revision=None, latest_revision=None)
    ArticleRevision.objects.all().delete()
    told = Correction.objects.get(article=row)
    assert (told.revision, told.made_by) == (None, None)
