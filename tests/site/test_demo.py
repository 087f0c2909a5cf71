"""`manage.py demo`: a living site where nothing was, and nothing where somebody works."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import counters, search_terms
from articles.models import Article, ArticleRevision, SiteProfile, User, ViewBucket
from articles.workflow import DeskState, desk_state
from comments.models import Comment
from portal.demo.accounts import ACCOUNTS
from portal.demo.build import FIRST_ID, SiteHasArticles, build, is_wanted
from portal.demo.reading import load
from portal.models import StandingPage
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def part_of_the_demo():
    """Some of the stories with all that they need: drawing every picture takes too long here."""
    site = load()
    by_key = {story.key: story for story in site.articles}
    wanted = [
        "hillbus",
        *site.topics[0].articles,
        *(s.key for s in site.articles if s.state != "published"),
    ]
    for key in wanted:
        wanted += [link for link in by_key[key].links_in_body if link not in wanted]
    stories = tuple(story for story in site.articles if story.key in wanted)
    needed = {"hillbus", *(key for story in stories for key in story.pictures_in_body)}
    return replace(
        site,
        articles=stories,
        authors=tuple(replace(author, avatar=None) for author in site.authors),
        comments=tuple(one for one in site.comments if one.article in wanted),
        pictures=tuple(one for one in site.pictures if one.key in needed),
    )


@pytest.fixture
def demo():
    site = part_of_the_demo()
    build("secret words", site)
    return site


def test_every_state_of_the_desk_is_there(demo):
    states = {desk_state(article) for article in Article.objects.all()}
    assert states >= {
        DeskState.PUBLISHED,
        DeskState.DRAFT,
        DeskState.IN_REVIEW,
        DeskState.SCHEDULED,
        DeskState.WITHDRAWN,
    }


def test_ids_rise_with_time_from_900001(demo):
    ids = list(Article.objects.order_by("published_at").values_list("pk", flat=True))
    assert min(ids) == FIRST_ID
    public = Article.objects.published().order_by("published_at", "pk")
    assert list(public) == sorted(public, key=lambda article: article.pk)


def test_every_number_is_proved_by_its_rows(demo):
    assert counters.recount(check=True) == []
    assert sum(
        t.views for t in counters.totals(Article.objects.values_list("pk", flat=True)).values()
    )


def test_the_desk_has_plans_curves_and_searches(demo):
    assert Article.objects.filter(planned_for__gt=timezone.now()).exists()
    assert ViewBucket.objects.exists()
    day = timezone.localdate()
    assert search_terms.asked_for(day, day, limit=9, only_missed=True)


def test_comments_are_in_several_states_and_threads(demo):
    assert Comment.objects.approved().exists()
    assert Comment.objects.exclude(parent=None).exists()
    assert Comment.objects.filter(by_user__isnull=False).exists()


def test_times_lie_in_the_past_as_on_a_site_that_has_grown(demo):
    for revision in ArticleRevision.objects.filter(article__in=Article.objects.published()):
        assert revision.created_at <= timezone.now() - timedelta(minutes=10)
    assert Article.objects.get(pk=FIRST_ID).created_at < timezone.now() - timedelta(days=1)


def test_the_accounts_take_the_password_and_have_their_roles(demo):
    for account in ACCOUNTS:
        user = User.objects.get(username=account.username)
        assert user.check_password("secret words")
        assert [group.name for group in user.groups.all()] == list(filter(None, [account.role]))
    assert User.objects.filter(is_superuser=True).count() == 1


def test_the_pages_work(demo, client):
    assert SiteProfile.load().name == "明川"
    assert StandingPage.objects.in_footer().count() == len(demo.pages)
    for topic in demo.topics:
        words = client.get(f"/topic/{topic.key}/").content.decode()
        assert "5 篇" in words
    assert client.get("/").status_code == 200
    for article in Article.objects.published():
        assert client.get(article.get_absolute_url()).status_code == 200


def test_a_second_run_adds_nothing(demo):
    count = Article.objects.count()
    assert not is_wanted()
    with pytest.raises(SiteHasArticles):
        build("other", demo)
    assert Article.objects.count() == count


def test_the_command_leaves_a_site_with_articles_alone_and_says_where_it_is():
    make_article()
    out = StringIO()
    call_command("demo", stdout=out)
    assert Article.objects.count() == 1
    assert not User.objects.exists()
    assert "没有添加演示内容" in out.getvalue()
    assert "/admin/" in out.getvalue()
    assert "密码" not in out.getvalue()


def test_the_command_says_the_password_only_while_it_is_the_password(demo, settings):
    settings.ENV = replace(settings.ENV, demo_password="secret words")
    out = StringIO()
    call_command("demo", stdout=out)
    assert "secret words" in out.getvalue()
    settings.ENV = replace(settings.ENV, demo_password="another one")
    out = StringIO()
    call_command("demo", stdout=out)
    assert "another one" not in out.getvalue()
