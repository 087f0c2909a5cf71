"""Any order of views, likes, roll-ups and recounts: the numbers agree with a plain model."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from articles import counters
from articles.counters.buckets import bucket_of
from articles.models import Article, ArticleCounter, DailySalt, View, ViewDay
from tests.factories import make_article

START = datetime(2026, 3, 1, 0, 0, tzinfo=UTC)
WHICH = st.integers(0, 2)
VISITORS = st.sampled_from([f"{n:032x}" for n in range(4)])
MINUTES = st.integers(0, 90)


class Counting(RuleBasedStateMachine):
    """Time only moves forward; late views fall into buckets that cannot be rolled up yet."""

    @initialize(imported=st.integers(0, 1000))
    def publish(self, imported):
        Article.objects.all().delete()
        self.articles = [make_article() for _ in range(3)]
        self.base = imported
        ArticleCounter.objects.update(views_base=imported, likes_base=imported)
        self.now = START
        self.seen, self.loads, self.likes = set(), [0, 0, 0], set()

    @rule(minutes=MINUTES)
    def wait(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule(which=WHICH, visitor=VISITORS)
    def view(self, which, visitor):
        counters.record_view(self.articles[which], visitor=visitor, at=self.now)
        self.seen.add((which, visitor, bucket_of(self.now)))
        self.loads[which] += 1

    @rule(which=WHICH, visitor=VISITORS, liked=st.sampled_from([None, True, False]))
    def like(self, which, visitor, liked):
        wish = (which, visitor) not in self.likes if liked is None else liked
        assert counters.toggle_like(self.articles[which], visitor=visitor, liked=liked) is wish
        (self.likes.add if wish else self.likes.discard)((which, visitor))

    @rule()
    def roll_up(self):
        counters.roll_up(self.now)

    @rule(which=WHICH, column=st.sampled_from(counters.proof.COLUMNS), wrong=st.integers(0, 9))
    def lose_a_number_and_recount(self, which, column, wrong):
        counter = ArticleCounter.objects.filter(article=self.articles[which])
        right = counter.values_list(column, flat=True).get()
        counter.update(**{column: wrong})
        lost = counters.recount(check=True)
        assert [(d.column, d.stored, d.counted) for d in lost] == (
            [] if wrong == right else [(column, wrong, right)]
        )
        assert counters.recount() == lost

    @invariant()
    def numbers_agree(self):
        if not hasattr(self, "articles"):
            return
        found = counters.totals(article.pk for article in self.articles)
        for which, article in enumerate(self.articles):
            views = sum(1 for key in self.seen if key[0] == which)
            likes = sum(1 for key in self.likes if key[0] == which)
            assert found[article.pk] == counters.Totals(
                self.base + views, self.base + self.loads[which], self.base + likes, 0
            )
        assert counters.recount(check=True) == []

    def teardown(self):
        assert not DailySalt.objects.exists(), "a view is recorded without looking at the salt"
        assert ViewDay.objects.count() + View.objects.count() <= len(self.seen)


@pytest.mark.django_db
def test_the_numbers_agree_with_a_model_after_any_history():
    run_state_machine_as_test(
        Counting,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
            derandomize=True,
        ),
    )
