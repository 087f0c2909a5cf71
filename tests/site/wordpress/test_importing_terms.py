"""Categories, tags and authors of an export."""

import pytest
from django.contrib.auth import get_user_model

from articles.models import Author, Category, Tag
from tests.factories import make_author, make_category, make_tag
from tests.site.wordpress.exports import author, category, export, item, tag, write
from tests.site.wordpress.running import import_parts, numbers, run

pytestmark = pytest.mark.django_db


def tree() -> dict[str, str]:
    """Slugs of the categories, each with that of its parent."""
    rows = Category.objects.select_related("parent")
    return {row.slug: row.parent.slug if row.parent else "" for row in rows}


def test_categories_come_before_their_children_in_whatever_order_they_stand(tmp_path):
    import_parts(tmp_path, category("china", "国内", parent="news"), category("news", "新闻"))
    assert tree() == {"news": "", "china": "news"}


def test_the_oldest_exports_name_parents_by_name(tmp_path):
    import_parts(tmp_path, category("news", "新闻"), category("china", "国内", parent="新闻"))
    assert tree()["china"] == "news"


def test_what_is_nested_deeper_than_two_hangs_under_the_topmost(tmp_path):
    report = import_parts(
        tmp_path,
        category("a", "甲"),
        category("b", "乙", parent="a"),
        category("c", "丙", parent="b"),
        category("d", "丁", parent="c"),
    )
    assert tree() == {"a": "", "b": "a", "c": "a", "d": "a"}
    assert any("丙" in warning and "丁" in warning for warning in report["warnings"])


def test_what_is_written_most_comes_first_and_ours_before(tmp_path):
    make_category(slug="ours", position=3)
    much, little = [("category", "much", "多")], [("category", "little", "少")]
    import_parts(
        tmp_path,
        category("little"),
        category("none"),
        category("much"),
        *(item(terms=terms) for terms in (little, much, much)),
    )
    ordered = Category.objects.top_level().order_by("position")
    assert [found.slug for found in ordered] == ["ours", "much", "little", "none"]


def test_circles_and_missing_parents_do_not_matter(tmp_path):
    import_parts(
        tmp_path,
        category("a", parent="b"),
        category("b", parent="a"),
        category("c", parent="c"),
        category("d", parent="nowhere"),
    )
    assert set(tree()) == {"a", "b", "c", "d"}
    assert all(parent == "" or tree()[parent] == "" for parent in tree().values())


def test_a_category_of_ours_with_the_same_slug_is_used(tmp_path):
    ours = make_category(slug="china", name="中国")
    report = import_parts(tmp_path, category("china", "国内"), category("beijing", parent="china"))
    assert report["categories"] == numbers(created=1, skipped=1)
    assert Category.objects.get(slug="beijing").parent == ours


def test_a_child_of_our_own_child_hangs_under_our_top(tmp_path):
    top = make_category(slug="top")
    make_category(slug="china", parent=top)
    import_parts(tmp_path, category("china"), category("beijing", parent="china"))
    assert Category.objects.get(slug="beijing").parent == top


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("%e5%9b%bd%e5%86%85", "国内"),
        ("%E5%9B%BD%E5%86%85", "国内"),
        ("Big-News", "big-news"),
        ("a--b_c", "a-b_c"),
        ("a/b?c", "a-b-c"),
        ("%e5%9b%bd%e5%86", "国"),
        ("", "名字"),
        ("x" * 200, "x" * 100),
    ],
)
def test_slugs_are_readable_and_keep_their_addresses(tmp_path, written, slug):
    import_parts(tmp_path, category(written, "名字"), tag(written, "名字"))
    assert Category.objects.get().slug == slug
    assert Tag.objects.get().slug == slug


def test_terms_that_only_posts_name_are_made(tmp_path):
    terms = [("category", "china", "国内"), ("post_tag", "ai", "AI")]
    report = import_parts(tmp_path, item(terms=terms))
    assert report["categories"] == report["tags"] == numbers(created=1)


def test_descriptions_lose_their_markup(tmp_path):
    import_parts(tmp_path, category("a", description="<p>说<b>明</b></p>"), tag("t", "<i>签</i>"))
    assert Category.objects.get().description == "说明"
    assert Tag.objects.get().name == "签"


def test_what_people_deleted_here_does_not_come_back(tmp_path):
    path = write(tmp_path, export(category("a"), tag("t"), author("x"), item(1, status="draft")))
    run(path)
    Category.objects.filter(slug="a").delete()
    Tag.objects.all().delete()
    report = run(path)
    assert report["categories"]["created"] == report["tags"]["created"] == 0
    assert not Tag.objects.exists()


def test_a_tag_of_ours_with_the_same_slug_is_used(tmp_path):
    make_tag(slug="ai", name="人工智能")
    report = import_parts(tmp_path, tag("ai", "AI"))
    assert report["tags"] == numbers(skipped=1)


def test_authors_are_bylines_and_never_accounts(tmp_path):
    report = import_parts(tmp_path, author("zhang", "张三"), author("li", "李四"))
    assert report["authors"] == numbers(created=2)
    assert dict(Author.objects.values_list("slug", "name")) == {"zhang": "张三", "li": "李四"}
    assert not get_user_model().objects.exists()


def test_an_author_of_ours_of_the_same_name_is_used(tmp_path):
    make_author(slug="zhang", name="张三")
    assert import_parts(tmp_path, author("zhang", "张三"))["authors"] == numbers(skipped=1)


def test_an_author_of_ours_with_only_the_same_slug_is_somebody_else(tmp_path):
    make_author(slug="zhang", name="张大")
    import_parts(tmp_path, author("zhang", "张三"))
    assert Author.objects.get(name="张三").slug == "zhang-2"


@pytest.mark.parametrize(
    ("login", "name"), [("zhang@mail.example", ""), ("z", "zhang@mail.example")]
)
def test_no_mail_address_becomes_a_byline(tmp_path, login, name):
    import_parts(tmp_path, author(login, name))
    found = Author.objects.get()
    assert "mail" not in found.name + found.slug
    assert "@" not in found.name
