"""An embargo is a wall: nothing makes an article public before it, by whatever way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, JournalEntry
from articles.workflow import DeskState, Embargoed, PublishedEarlier, desk_state
from tests.articles.desk import address, edited, fresh, published, save, typed
from tests.factories import an_hour_ago, in_an_hour, make_draft

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


def embargoed(until=None, **content):
    return workflow.place(make_draft(**content), by=None, embargo_until=until or in_an_hour())


def as_typed(at):
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize("at", [None, timezone.now(), an_hour_ago()])
def test_nothing_is_published_before_its_embargo_ends(at):
    article = embargoed()
    with pytest.raises(Embargoed) as refused:
        workflow.publish(article.latest_revision, by=None, at=at)
    assert refused.value.until == article.embargo_until
    assert desk_state(fresh(article)) == DeskState.DRAFT


def test_it_may_be_scheduled_for_the_very_minute_and_goes_out_then(time_machine):
    article = embargoed()
    row = workflow.publish(article.latest_revision, by=None, at=article.embargo_until)
    assert row not in Article.objects.published()
    time_machine.move_to(article.embargo_until)
    assert row in Article.objects.published()


def test_a_scheduled_article_is_not_published_sooner_than_its_embargo():
    article = embargoed()
    row = workflow.publish(article.latest_revision, by=None, at=in_an_hour() + timedelta(hours=1))
    with pytest.raises(Embargoed):
        workflow.publish(row.latest_revision, by=None)


def test_an_embargo_cannot_end_after_the_publication_that_is_settled():
    scheduled = workflow.publish(make_draft().latest_revision, by=None, at=in_an_hour())
    later = scheduled.published_at + timedelta(minutes=1)
    for article in (scheduled, published()):
        with pytest.raises(PublishedEarlier):
            workflow.place(article, by=None, embargo_until=later)
    assert workflow.place(scheduled, by=None, embargo_until=scheduled.published_at)


def test_a_text_that_comes_back_after_an_embargo_is_dated_no_earlier(time_machine):
    article = workflow.withdraw(published(), by=None)
    workflow.place(article, by=None, embargo_until=in_an_hour())
    with pytest.raises(Embargoed):
        workflow.publish(article.latest_revision, by=None)
    time_machine.move_to(in_an_hour() + timedelta(minutes=1))
    row = workflow.publish(article.latest_revision, by=None)
    assert row.published_at == row.embargo_until


def test_the_page_says_it_in_words_beside_the_field(editor):
    article = make_draft()
    until = in_an_hour()
    at = until - timedelta(minutes=30)
    now = typed(article, embargo_until=as_typed(until), _move="publish")
    planned = typed(
        article, embargo_until=as_typed(until), publish_at=as_typed(at), _move="schedule"
    )
    for sent, field in ((now, "embargo_until"), (planned, "publish_at")):
        errors = editor.post(address(article), sent).context["form"].errors
        assert f"{timezone.localtime(until):%Y-%m-%d %H:%M}" in str(errors[field])
        assert "Asia/Shanghai" in str(errors[field])
    assert not Article.objects.published().exists()


def test_lifting_the_embargo_and_publishing_is_one_press(editor):
    article = embargoed()
    article = save(editor, article, "publish", embargo_until="")
    assert article.is_published
    assert article.embargo_until is None


def test_moving_a_schedule_and_its_embargo_is_one_press(editor):
    article = workflow.publish(make_draft().latest_revision, by=None, at=in_an_hour())
    at = in_an_hour() + timedelta(hours=2)
    article = save(editor, article, "schedule", publish_at=as_typed(at), embargo_until=as_typed(at))
    assert article.published_at == article.embargo_until > in_an_hour()
    back = in_an_hour() + timedelta(hours=1)
    article = save(
        editor, article, "schedule", publish_at=as_typed(back), embargo_until=as_typed(back)
    )
    assert article.published_at == article.embargo_until < at


def test_a_bulk_action_stops_at_the_wall_and_says_so(editor):
    article = embargoed(headline="还不能发")
    sent = {"action": "publish", "_selected_action": [article.pk]}
    page = editor.post(LIST, sent, follow=True).content.decode()
    assert "还不能发" in page
    assert f"{timezone.localtime(article.embargo_until):%Y-%m-%d %H:%M}" in page
    assert not Article.objects.published().exists()


def test_editors_alone_set_it_and_the_journal_keeps_it(author, editor):
    article = make_draft(by=author.user)
    save(author, article, embargo_until=as_typed(in_an_hour()))
    assert fresh(article).embargo_until is None
    save(editor, article, embargo_until=as_typed(in_an_hour()))
    entry = JournalEntry.objects.get(action="article.place")
    assert entry.data["embargo_until"] == fresh(article).embargo_until.isoformat()
    page = author.get(address(article)).content.decode()
    assert f"解禁时间 {timezone.localtime(fresh(article).embargo_until):%m-%d %H:%M}" in page


def test_a_change_that_is_due_finds_no_way_round(time_machine):
    article = published()
    workflow.publish(edited(article, headline="新标题"), by=None, at=in_an_hour())
    later = in_an_hour() + timedelta(hours=1)
    # No page lets this through, and the database does not either: state it past both.
    Article.objects.filter(pk=article.pk).update(published_at=later, embargo_until=later)
    time_machine.move_to(in_an_hour() + timedelta(minutes=1))
    assert workflow.publish_due() == 0
    assert fresh(article).headline != "新标题"
