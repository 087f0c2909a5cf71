"""Four eyes: where the newsroom says so, nobody lets through what they wrote."""

import pytest

from articles import workflow
from articles.models import Article, DeskSettings, JournalEntry
from articles.workflow import DeskState, OwnWork, desk_state
from portal.roles import CHIEF, EDITOR
from tests.articles.desk import ADD, address, buttons, desk_of, edited, fresh, published, typed
from tests.factories import make_author, make_content, make_draft, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def four_eyes(db):
    DeskSettings.objects.create(pk=1, four_eyes=True)


def begun(user):
    return make_draft(by=user)


def signed(user):
    return make_draft(author_ids=(make_author(user=user).pk,))


def changed(user):
    article = make_draft()
    workflow.save_revision(article, make_content(), by=user)
    return fresh(article)


OWN = pytest.mark.parametrize("own", [begun, signed, changed])


@OWN
def test_without_the_rule_editors_publish_what_they_wrote(own):
    editor = make_staff(EDITOR)
    assert workflow.publish(own(editor).latest_revision, by=editor).is_published


@OWN
@pytest.mark.usefixtures("four_eyes")
def test_under_it_they_approve_and_publish_nothing_of_their_own(own):
    editor = make_staff(EDITOR)
    article = own(editor)
    workflow.submit(article.latest_revision, by=None)
    for verb in (workflow.approve, workflow.publish):
        with pytest.raises(OwnWork):
            verb(fresh(article).latest_revision, by=editor)
    workflow.approve(fresh(article).latest_revision, by=make_staff(EDITOR))
    assert desk_state(fresh(article)) == DeskState.APPROVED


@OWN
@pytest.mark.usefixtures("four_eyes")
def test_who_may_publish_own_work_is_not_bound(own):
    chief = make_staff(CHIEF)
    assert workflow.publish(own(chief).latest_revision, by=chief).is_published


@pytest.mark.usefixtures("four_eyes")
def test_what_readers_know_already_counts_no_more():
    editor = make_staff(EDITOR)
    article = changed(editor)
    workflow.publish(article.latest_revision, by=make_staff(EDITOR))
    revision = edited(article, headline="别人改的标题")
    revision.change = "update"
    revision.save()
    assert workflow.publish(revision, by=editor).headline == "别人改的标题"


@pytest.mark.usefixtures("four_eyes")
def test_the_page_offers_no_such_button_and_answers_a_forged_one_in_words():
    editor = desk_of(EDITOR)
    article = begun(editor.user)
    offered = buttons(editor.get(address(article)))
    assert not {"publish", "schedule", "approve"} & set(offered)
    assert "publish" not in buttons(editor.get(ADD))
    page = editor.post(address(article), typed(article, _move="publish"), follow=True)
    assert "由别人" in page.content.decode()
    assert not Article.objects.published().exists()


def test_the_rule_is_set_by_chief_editors_and_journalled(editor):
    chief = desk_of(CHIEF)
    rules = "/admin/articles/desksettings/1/change/"
    sent = {"four_eyes": "on", "watch_words": "", "revision_days": ""}
    assert editor.post(rules, sent).status_code == 403
    assert chief.get("/admin/articles/desksettings/", follow=True).status_code == 200
    chief.post(rules, sent)
    assert DeskSettings.load().four_eyes
    assert JournalEntry.objects.get(action="desksettings.change").by == chief.user


def test_an_edit_after_approval_needs_approval_again(author, editor):
    article = make_draft(by=author.user)
    workflow.submit(article.latest_revision, by=author.user)
    workflow.approve(article.latest_revision, by=editor.user)
    workflow.save_revision(article, make_content(headline="批准后又改"), by=author.user)
    assert desk_state(fresh(article)) == DeskState.DRAFT
    assert "publish" not in buttons(author.get(address(article)))


def test_without_the_permission_nothing_of_ones_own_goes_live(author):
    article = published()
    Article.objects.filter(pk=article.pk).update(created_by=author.user)
    workflow.save_revision(article, make_content(headline="作者的更正"), by=author.user)
    workflow.submit(fresh(article).latest_revision, by=author.user)
    assert fresh(article).headline == article.headline
    with pytest.raises(workflow.NotAllowed):
        workflow.publish(fresh(article).latest_revision, by=author.user)
