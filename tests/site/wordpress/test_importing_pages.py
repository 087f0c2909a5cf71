"""Pages become standing pages."""

import pytest

from portal.models import StandingPage
from tests.site.wordpress.exports import export, item, write
from tests.site.wordpress.running import import_parts, numbers, run

pytestmark = pytest.mark.django_db


def page(id, slug, **given):
    return item(id, kind="page", slug=slug, **given)


def test_a_page_is_read_at_its_new_address(tmp_path, client):
    report = import_parts(tmp_path, page(2, "about", title="关于<b>我们</b>", content="甲\n\n乙"))
    assert report["pages"] == numbers(created=1)
    answer = client.get("/page/about/")
    assert answer.status_code == 200
    assert "关于我们" in answer.content.decode()


def test_pages_hang_under_each_other_whatever_their_order(tmp_path):
    import_parts(
        tmp_path,
        page(3, "third", parent=2),
        page(2, "second", parent=1),
        page(1, "first"),
    )
    third = StandingPage.objects.get(slug="third")
    assert third.parent.slug == "second"
    assert third.parent.parent.slug == "first"


def test_circles_of_pages_are_cut_and_missing_parents_named(tmp_path):
    report = import_parts(
        tmp_path, page(1, "a", parent=2), page(2, "b", parent=1), page(3, "c", parent=99)
    )
    assert StandingPage.objects.filter(parent=None).count() == 2
    assert len(report["warnings"]) == 1


@pytest.mark.parametrize(
    ("given", "is_published"),
    [
        ({"status": "publish"}, True),
        ({"status": "draft"}, False),
        ({"status": "private"}, False),
        ({"status": "pending"}, False),
        ({"status": "publish", "password": "x"}, False),
    ],
)
def test_only_published_pages_are_published(tmp_path, given, is_published):
    import_parts(tmp_path, page(1, "a", **given))
    assert StandingPage.objects.get().is_published is is_published


def test_pages_of_equal_slugs_under_different_parents_are_told_apart(tmp_path):
    StandingPage.objects.create(title="我们的", slug="about")
    import_parts(tmp_path, page(1, "about"), page(2, "about", parent=1))
    assert set(StandingPage.objects.values_list("slug", flat=True)) == {
        "about",
        "about-2",
        "about-3",
    }


def test_a_page_that_changed_there_is_updated_and_one_that_changed_here_is_not(tmp_path):
    run(write(tmp_path, export(page(1, "a", content="旧"), page(2, "b", content="旧"))))
    StandingPage.objects.filter(slug="b").update(body="<p>我们改过</p>")
    report = run(write(tmp_path, export(page(1, "a", content="新"), page(2, "b", content="新"))))
    assert report["pages"] == numbers(updated=1, skipped=1)
    assert StandingPage.objects.get(slug="a").body == "<p>新</p>"
    assert StandingPage.objects.get(slug="b").body == "<p>我们改过</p>"
