"""Comments keep their threads, states and dates; addresses stay locked away."""

from datetime import UTC, datetime

import pytest

from articles.counters import totals
from comments.models import Comment, Correspondent
from tests.site.wordpress.exports import comment, export, item, write
from tests.site.wordpress.running import import_parts, numbers, run

pytestmark = pytest.mark.django_db


def imported(tmp_path, **given) -> Comment:
    import_parts(tmp_path, item(1, comments=[comment(5, **given)]))
    return Comment.objects.get()


@pytest.mark.parametrize(
    ("approved", "state"),
    [
        ("1", Comment.State.APPROVED),
        ("0", Comment.State.PENDING),
        ("spam", Comment.State.SPAM),
        ("trash", Comment.State.TRASH),
        ("post-trashed", Comment.State.TRASH),
        ("", Comment.State.PENDING),
        ("surprise", Comment.State.PENDING),
    ],
)
def test_every_state_is_kept_and_the_unknown_waits(tmp_path, approved, state):
    assert imported(tmp_path, approved=approved).state == state


def test_text_name_date_site_and_network_are_kept(tmp_path):
    found = imported(
        tmp_path,
        author="小<b>明",
        content="一\n\n<b>二</b> & 三",
        url="https://ming.example/",
        address="203.0.113.77",
    )
    assert found.body == "一\n\n二 & 三"
    assert found.created_at == datetime(2025, 1, 29, tzinfo=UTC)
    assert found.url == "https://ming.example/"
    assert found.network == "203.0.113.0/24"
    assert found.decided_at == found.created_at


@pytest.mark.parametrize(
    ("address", "network"),
    [("2001:db8:1:2::3", "2001:db8:1::/48"), ("", ""), ("unknown", ""), ("1.2.3", "")],
)
def test_of_the_network_only_a_prefix_is_kept(tmp_path, address, network):
    assert imported(tmp_path, address=address).network == network


def test_the_mail_address_is_locked_and_on_no_page(tmp_path, client):
    import_parts(tmp_path, item(1, comments=[comment(email="Reader@Mail.example")]))
    assert Correspondent.objects.get().address == "Reader@Mail.example"
    assert "mail.example" not in client.get("/article/1.html").content.decode().casefold()


def test_one_writer_is_one_correspondent(tmp_path):
    comments = [comment(email="a@mail.example"), comment(email="A@mail.example")]
    import_parts(tmp_path, item(1, comments=comments))
    assert Correspondent.objects.count() == 1


@pytest.mark.parametrize("email", ["", "nobody", "a@b@c", "x" * 300 + "@mail.example"])
def test_what_is_no_mail_address_is_left_out(tmp_path, email):
    assert imported(tmp_path, email=email).correspondent is None


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://", "x" * 400, "http://[bad"])
def test_what_is_no_web_address_is_left_out(tmp_path, url):
    assert imported(tmp_path, url=url).url == ""


def test_threads_are_kept_in_whatever_order_the_file_has_them(tmp_path):
    comments = [
        comment(3, content="丙", parent=2, date_gmt="2025-01-03 00:00:00"),
        comment(2, content="乙", parent=1, date_gmt="2025-01-02 00:00:00"),
        comment(1, content="甲", date_gmt="2025-01-01 00:00:00"),
    ]
    import_parts(tmp_path, item(1, comments=comments))
    found = {row.body: row for row in Comment.objects.all()}
    assert found["丙"].parent == found["乙"]
    assert found["乙"].parent == found["甲"]
    assert found["丙"].root == found["甲"]
    assert [found[body].depth for body in "甲乙丙"] == [0, 1, 2]


def test_answers_to_nothing_and_circles_begin_threads(tmp_path):
    comments = [comment(1, parent=99), comment(2, parent=3), comment(3, parent=2)]
    report = import_parts(tmp_path, item(1, comments=comments))
    assert report["comments"] == numbers(created=3)
    assert Comment.objects.filter(parent=None).count() >= 2


def test_pingbacks_are_kept_apart_and_not_counted(tmp_path):
    comments = [comment(1), comment(2, kind="pingback"), comment(3, kind="trackback")]
    import_parts(tmp_path, item(1, comments=comments))
    assert Comment.objects.of_readers().count() == 1
    assert Comment.objects.count() == 3
    assert totals([1])[1].comments == 1


def test_the_number_under_an_article_counts_the_approved(tmp_path):
    comments = [comment(), comment(), comment(approved="0"), comment(approved="spam")]
    import_parts(tmp_path, item(1, comments=comments))
    assert totals([1])[1].comments == 2


def test_other_kinds_of_comments_are_named_and_skipped(tmp_path):
    report = import_parts(tmp_path, item(1, comments=[comment(kind="order_note")]))
    assert report["comments"] == numbers(skipped=1)
    assert any("order_note" in warning for warning in report["warnings"])


def test_comments_on_pages_are_reported_as_skipped(tmp_path):
    report = import_parts(tmp_path, item(1, kind="page", comments=[comment(), comment()]))
    assert report["comments"] == numbers(skipped=2)
    assert len(report["warnings"]) == 1


def test_a_later_export_adds_only_the_new_ones_to_their_threads(tmp_path):
    run(write(tmp_path, export(item(1, comments=[comment(1, content="甲")]))))
    later = [comment(1, content="甲"), comment(2, content="乙", parent=1)]
    report = run(write(tmp_path, export(item(1, comments=later))))
    assert report["comments"] == numbers(created=1, skipped=1)
    assert Comment.objects.get(body="乙").parent == Comment.objects.get(body="甲")


def test_what_moderators_decided_stays_decided(tmp_path):
    path = write(tmp_path, export(item(1, comments=[comment(1, approved="1")])))
    run(path)
    Comment.objects.update(state=Comment.State.SPAM)
    run(path)
    assert Comment.objects.get().state == Comment.State.SPAM
