"""What the desk publishes, and what readers get by it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.freshness import versions
from articles.models import (
    Article,
    ArticleRevision,
    JournalEntry,
    SearchDocument,
)
from articles.workflow import (
    DeskState,
    NotReadyToPublish,
    desk_state,
    waiting_state,
)
from tests.articles.desk import edited, fresh, published
from tests.factories import (
    in_an_hour,
    make_author,
    make_category,
    make_draft,
    make_picture,
    make_tag,
)

pytestmark = pytest.mark.django_db

State = ArticleRevision.State


def test_publishing_copies_everything_to_the_live_row():
    parent = make_category()
    category = make_category(parent=parent)
    tags, authors = [make_tag(), make_tag()], [make_author(), make_author()]
    cover, inside = make_picture(), make_picture()
    article = make_draft(
        headline="潮汐电站并网，一年发电三亿度",
        body=f'<p>{"海" * 900}。</p><figure><img data-picture="{inside.pk}"></figure>',
        category_id=category.pk,
        tag_ids=tuple(tag.pk for tag in tags),
        author_ids=tuple(author.pk for author in reversed(authors)),
        cover_id=cover.pk,
    )
    row = workflow.publish(article.latest_revision, by=None)
    assert row in Article.objects.published()
    assert row.live_revision == row.latest_revision
    assert 'class="ph"' in row.headline_html
    assert row.teaser.startswith("海")
    assert row.reading_minutes == 3
    assert row.ordered_authors == list(reversed(authors))
    assert {link.picture_id for link in row.article_pictures.all()} == {cover.pk, inside.pk}
    assert SearchDocument.objects.filter(pk=row.pk).exists()
    shown_by = [f"article:{row.pk}", "front", f"category:{category.pk}", f"category:{parent.pk}"]
    shown_by += [f"tag:{tag.pk}" for tag in tags] + [f"author:{one.pk}" for one in authors]
    assert all(versions(*shown_by).values())


def test_moving_to_another_category_tells_the_old_one_too():
    old, new = make_category(), make_category()
    article = published(category_id=old.pk)
    before = versions(f"category:{old.pk}")
    workflow.publish(edited(article, category_id=new.pk), by=None)
    assert versions(f"category:{old.pk}") != before
    assert versions(f"category:{new.pk}")[f"category:{new.pk}"] > 0


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ({"headline": "  "}, "headline"),
        ({"body": "<p> &nbsp;</p>"}, "body"),
        ({"category_id": None}, "category"),
        ({"origin": "reprinted"}, "source_name"),
    ],
)
def test_what_readers_need_must_be_there(content, missing):
    article = make_draft(**content)
    with pytest.raises(NotReadyToPublish) as refusal:
        workflow.publish(article.latest_revision, by=None)
    assert refusal.value.missing == (missing,)
    assert article not in Article.objects.published()


def test_a_relation_that_is_gone_is_named_and_nothing_is_published():
    article = published()
    revision = edited(article, tag_ids=(make_tag().pk,), author_ids=(10**9,))
    with pytest.raises(NotReadyToPublish) as refusal:
        workflow.publish(revision, by=None)
    assert refusal.value.gone == ("authors",)
    assert fresh(article).live_revision != revision


def test_a_correction_keeps_the_first_date_and_says_when_it_was_made():
    article = published()
    first = fresh(article).published_at
    assert fresh(article).updated_at is None
    workflow.publish(edited(article, body="<p>更正。</p>"), by=None)
    row = fresh(article)
    assert row.published_at == first
    assert row.updated_at > first


def test_filing_anew_is_no_update_of_the_text():
    article = published()
    workflow.publish(edited(article, tag_ids=(make_tag().pk,)), by=None)
    assert fresh(article).updated_at is None


def test_a_scheduled_article_appears_by_itself():
    article = make_draft()
    row = workflow.publish(article.latest_revision, by=None, at=in_an_hour())
    assert desk_state(row) == DeskState.SCHEDULED
    assert not row.was_public
    assert row not in Article.objects.published()
    assert row in Article.objects.published(at=in_an_hour() + timedelta(minutes=1))


def test_a_schedule_can_be_moved_and_cancelled():
    article = make_draft()
    workflow.publish(article.latest_revision, by=None, at=in_an_hour())
    later = in_an_hour() + timedelta(hours=3)
    row = workflow.publish(fresh(article).latest_revision, by=None, at=later)
    assert (row.published_at, row.first_published_at) == (later, later)
    row = workflow.unschedule(row, by=None)
    assert desk_state(row) == DeskState.APPROVED
    assert (row.published_at, row.first_published_at) == (None, None)


def test_a_change_scheduled_on_a_public_article_waits_for_its_time(time_machine):
    article = published(headline="旧")
    revision = edited(article, headline="新")
    workflow.publish(revision, by=None, at=in_an_hour())
    row = fresh(article)
    assert (row.headline, waiting_state(row)) == ("旧", DeskState.SCHEDULED)
    assert workflow.publish_due() == 0
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert workflow.publish_due() == 1
    assert workflow.publish_due() == 0
    assert fresh(article).headline == "新"


def test_a_draft_begun_on_top_of_a_scheduled_change_does_not_stop_it(time_machine):
    article = published(headline="旧")
    workflow.publish(edited(article, headline="定时"), by=None, at=in_an_hour())
    edited(article, headline="还没写完")
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert workflow.publish_due() == 1
    assert fresh(article).headline == "定时"
    assert fresh(article).has_changes_waiting


def test_publishing_a_newer_text_drops_the_older_scheduled_one(time_machine):
    article = published(headline="旧")
    workflow.publish(edited(article, headline="定时"), by=None, at=in_an_hour())
    workflow.publish(edited(article, headline="抢先"), by=None)
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert workflow.publish_due() == 0
    assert fresh(article).headline == "抢先"


def test_a_due_change_that_is_not_ready_any_more_is_unscheduled_and_noted(time_machine):
    article = published()
    tag = make_tag()
    workflow.publish(edited(article, tag_ids=(tag.pk,)), by=None, at=in_an_hour())
    tag.delete()
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert workflow.publish_due() == 0
    assert JournalEntry.objects.get(action="article.unschedule").note == "tags"
    assert workflow.publish_due() == 0


def test_imports_may_date_an_article_in_the_past():
    article = make_draft()
    long_ago = timezone.now() - timedelta(days=3000)
    row = workflow.publish(article.latest_revision, by=None, at=long_ago)
    assert (row.published_at, row.first_published_at) == (long_ago, long_ago)
    assert row.updated_at is None
