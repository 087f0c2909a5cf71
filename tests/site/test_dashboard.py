"""The dashboard: what needs this person now, and nothing they may not see."""

import pytest

from articles import workflow
from articles.models import SiteProfile
from comments.models import Comment
from portal.roles import AUTHOR, CHIEF, EDITOR, MODERATOR
from tests.articles.desk import desk_of
from tests.factories import an_hour_ago, in_an_hour, make_comment, make_draft

pytestmark = pytest.mark.django_db


def panels(client):
    return {panel.name: panel for panel in client.get("/admin/").context["panels"]}


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (AUTHOR, ["sent-back", "drafts"]),
        (EDITOR, ["review", "sent-back", "drafts", "scheduled", "today"]),
        (MODERATOR, ["comments"]),
        (CHIEF, ["review", "comments", "sent-back", "drafts", "scheduled", "today"]),
    ],
)
def test_each_role_sees_its_panels_in_its_order(role, names):
    assert list(panels(desk_of(role))) == names


def test_panels_hold_what_waits():
    chief = desk_of(CHIEF)
    draft, reviewed, sent_back = (make_draft(by=chief.user) for _ in range(3))
    for article in (reviewed, sent_back):
        workflow.submit(article.latest_revision, by=None)
    workflow.request_changes(sent_back.latest_revision, by=None, reason="")
    scheduled = workflow.publish(make_draft().latest_revision, by=None, at=in_an_hour())
    public = workflow.publish(make_draft().latest_revision, by=None)
    comment = make_comment(article=public, state=Comment.State.PENDING)
    shown = {name: [row.text for row in panel.rows] for name, panel in panels(chief).items()}
    assert shown == {
        "review": [reviewed.headline],
        "comments": [comment.body],
        "sent-back": [sent_back.headline],
        "drafts": [draft.headline],
        "scheduled": [scheduled.headline],
        "today": [public.headline],
    }


def test_zero_is_written_out():
    assert "没有待审稿件" in desk_of(EDITOR).get("/admin/").content.decode()


def test_a_panel_shows_five_and_says_how_many_there_are():
    author = desk_of(AUTHOR)
    for _ in range(7):
        make_draft(by=author.user)
    drafts = panels(author)["drafts"]
    assert (drafts.total, len(drafts.rows)) == (7, 5)


def test_an_author_sees_nothing_of_others():
    make_draft(headline="别人的稿子")
    assert "别人的稿子" not in desk_of(AUTHOR).get("/admin/").content.decode()


def test_each_panel_is_one_query(django_assert_max_num_queries):
    chief = desk_of(CHIEF)
    for _ in range(6):
        article = make_draft(by=chief.user)
        workflow.publish(article.latest_revision, by=None, at=an_hour_ago())
        make_draft(by=chief.user)
    # Session, account, two for rights, profile twice, last periodic work, and six panels.
    with django_assert_max_num_queries(13):
        chief.get("/admin/")


def test_example_values_in_the_profile_are_a_warning_to_the_chief():
    chief, editor = desk_of(CHIEF), desk_of(EDITOR)
    assert "示例内容" not in chief.get("/admin/").content.decode()
    SiteProfile.objects.create(pk=1, phone="400-800-8888")
    html = chief.get("/admin/").content.decode()
    assert "示例内容" in html
    assert "/admin/articles/siteprofile/1/change/" in html
    assert "示例内容" not in editor.get("/admin/").content.decode()


# The language


def test_the_desk_speaks_the_chosen_language_and_the_site_its_own():
    editor = desk_of(EDITOR)
    assert "写新稿" in editor.get("/admin/").content.decode()
    response = editor.post("/admin/language/", {"language": "en", "next": "/admin/articles/tag/"})
    assert response.url == "/admin/articles/tag/"
    assert "New article" in editor.get("/admin/").content.decode()
    assert "首页" in editor.get("/").content.decode()
    assert response.cookies["admin_language"]["path"] == "/admin/"


@pytest.mark.parametrize("data", [{}, {"language": "tlh"}, {"next": "https://example.com/"}])
def test_choosing_nonsense_leads_home_and_changes_nothing(data):
    response = desk_of(EDITOR).post("/admin/language/", data)
    assert response.url == "/admin/"
    assert "admin_language" not in response.cookies
