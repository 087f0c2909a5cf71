"""Old drafts go when the desk has set a time for them; what anybody needs stays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles import retention, workflow
from articles.models import ArticleRevision, Autosave, DeskSettings
from portal.periodic import tick
from tests.articles.desk import edited, fresh, published
from tests.factories import in_an_hour, make_content, make_draft, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_month(db):
    DeskSettings.objects.create(pk=1, revision_days=30)


def aged(*revisions, days=31):
    """Let revisions be as old as this."""
    then = timezone.now() - timedelta(days=days)
    keys = [one.pk for one in revisions]
    ArticleRevision.objects.filter(pk__in=keys).update(created_at=then)


def all_aged(article, days=31):
    aged(*article.revisions.all(), days=days)


def left(article):
    return list(article.revisions.order_by("pk").values_list("headline", flat=True))


def drafted(*headlines, **content):
    """A draft with a revision for each headline."""
    article = make_draft(headline=headlines[0], **content)
    for headline in headlines[1:]:
        edited(article, headline=headline)
    return article


def test_old_drafts_go_and_the_newest_text_and_its_base_stay(a_month):
    article = drafted("一", "二", "三", "四")
    all_aged(article)
    assert retention.forget_old_revisions() == 2
    assert left(article) == ["三", "四"]
    assert fresh(article).latest_revision.headline == "四"


def test_young_drafts_stay(a_month):
    article = drafted("一", "二", "三", "四")
    all_aged(article, days=29)
    assert retention.forget_old_revisions() == 0


@pytest.mark.parametrize("days", [None, 10_000])
def test_without_a_time_or_before_it_all_stay(days):
    DeskSettings.objects.create(pk=1, revision_days=days)
    article = drafted("一", "二", "三", "四")
    all_aged(article, days=3000)
    assert retention.forget_old_revisions() == 0
    assert len(left(article)) == 4


def test_what_was_published_stays_for_ever(a_month):
    article = drafted("稿", "首发")
    workflow.publish(fresh(article).latest_revision, by=None)
    edited(article, headline="改稿")
    second = edited(article, headline="更新")
    workflow.publish(second, by=None)
    all_aged(article, days=3000)
    retention.forget_old_revisions()
    assert left(article) == ["首发", "更新"]


def test_what_is_scheduled_stays_though_newer_drafts_lie_on_top(a_month):
    article = published(headline="线上")
    workflow.publish(edited(article, headline="排期"), by=None, at=in_an_hour())
    for headline in ("一", "二", "三"):
        edited(article, headline=headline)
    all_aged(article)
    retention.forget_old_revisions()
    assert left(article) == ["线上", "排期", "二", "三"]


@pytest.mark.parametrize("state", ["in_review", "approved"])
def test_what_somebody_waits_for_stays(a_month, state):
    article = drafted("一", "二", "三", "四")
    article.revisions.filter(headline="一").update(state=state)
    all_aged(article)
    retention.forget_old_revisions()
    assert left(article) == ["一", "三", "四"]


def test_a_text_kept_aside_and_its_base_stay_while_nothing_is_decided(a_month):
    article = drafted("一", "二")
    base = fresh(article).latest_revision
    edited(article, headline="三")
    workflow.save_revision(article, make_content(headline="旁"), by=None, base=base)
    edited(article, headline="四")
    edited(article, headline="五")
    all_aged(article)
    retention.forget_old_revisions()
    assert left(article) == ["二", "旁", "四", "五"]
    workflow.publish(fresh(article).latest_revision, by=None)
    retention.forget_old_revisions()
    assert left(article) == ["五"]


def test_what_an_unsaved_text_is_based_on_stays(a_month):
    article = drafted("一", "二", "三", "四")
    first = article.revisions.get(headline="一")
    Autosave.objects.create(article=article, user=make_user(), base=first, saved_at=timezone.now())
    all_aged(article)
    retention.forget_old_revisions()
    assert left(article) == ["一", "三", "四"]


def test_many_are_deleted_in_bounded_batches(a_month, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(retention, "BATCH", 3)
    monkeypatch.setattr(retention, "MOST_BATCHES", 2)
    article = drafted(*map(str, range(12)))
    all_aged(article)
    with django_assert_max_num_queries(30):
        assert retention.forget_old_revisions() == 6
    assert retention.forget_old_revisions() == 4
    assert left(article) == ["10", "11"]


def test_the_oldest_are_found_along_their_index_and_nothing_is_sorted(db):
    found = retention.forgettable(timezone.now()).order_by("created_at").values_list("pk")[:200]
    if connection.vendor == "sqlite":  # PostgreSQL rightly reads a table of no rows as it lies
        plan = found.explain()
        assert "USING INDEX revision_unpublished" in plan
        assert "TEMP B-TREE" not in plan


def test_tick_does_it_and_says_so(a_month):
    article = drafted("一", "二", "三", "四")
    all_aged(article)
    report = tick()
    assert report.revisions_forgotten == 2
    assert "2" in str(report)
    assert len(left(article)) == 2
