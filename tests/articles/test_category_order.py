"""Categories lie in the order, and below the parents, that the desk gives them."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from articles import arranging, freshness
from articles.models import Category, JournalEntry
from portal.roles import AUTHOR, MODERATOR
from tests.articles.desk import desk_of, fresh
from tests.factories import make_article, make_category
from tests.page import find, page, text
from tests.threads import at_once

pytestmark = pytest.mark.django_db
PAGE = "/admin/articles/category/arrange/"


def tree():
    return [
        (one.name, one.parent.name if one.parent else "")
        for one in Category.objects.in_tree_order()
    ]


def typed(**changes):
    """What the page posts as it is now, with some fields typed anew."""
    rows = list(Category.objects.in_tree_order())
    sent = {"was": arranging.seen(rows), "row": [row.pk for row in rows]}
    for row in rows:
        siblings = [one.pk for one in rows if one.parent_id == row.parent_id]
        sent[f"place_{row.pk}"] = siblings.index(row.pk) + 1
        sent[f"parent_{row.pk}"] = row.parent_id or ""
    return sent | changes


@pytest.fixture
def four():
    a, b = make_category(name="甲", position=0), make_category(name="乙", position=1)
    c = make_category(name="丙", position=2)
    d = make_category(name="丁", position=0, parent=a)
    return SimpleNamespace(a=a, b=b, c=c, d=d)


def test_a_number_typed_puts_a_category_in_the_place_of_another(editor, four):
    editor.post(PAGE, typed(**{f"place_{four.c.pk}": 1}))
    assert [name for name, parent in tree() if not parent] == ["丙", "甲", "乙"]
    editor.post(PAGE, typed(**{f"place_{four.c.pk}": 3}))
    assert [name for name, parent in tree() if not parent] == ["甲", "乙", "丙"]


def test_readers_see_the_new_order(editor, four):
    for category in vars(four).values():
        make_article(category=category)
    editor.post(PAGE, typed(**{f"place_{four.c.pk}": 1}))
    nav = find(page(Client().get("/")), "nav", class_="nav")[0]
    assert re.findall("[甲乙丙]", text(nav)) == ["丙", "甲", "乙"]


def test_a_category_moves_below_another_and_back(editor, four):
    editor.post(PAGE, typed(**{f"parent_{four.c.pk}": four.a.pk, f"place_{four.c.pk}": 1}))
    assert tree() == [("甲", ""), ("丙", "甲"), ("丁", "甲"), ("乙", "")]
    editor.post(PAGE, typed(**{f"parent_{four.c.pk}": "", f"place_{four.c.pk}": 1}))
    assert tree() == [("丙", ""), ("甲", ""), ("丁", "甲"), ("乙", "")]


@pytest.mark.parametrize(
    ("who", "below"),
    [("a", "b"), ("c", "d"), ("a", "a"), ("c", "nothing")],
    ids=["one with children", "below a child", "below itself", "below nothing"],
)
def test_nothing_comes_to_lie_three_deep(editor, four, who, below):
    ids = {name: one.pk for name, one in vars(four).items()} | {"nothing": 987654}
    before = tree()
    response = editor.post(PAGE, typed(**{f"parent_{ids[who]}": ids[below]}), follow=True)
    assert "最多两级" in response.content.decode()
    assert tree() == before


def test_of_two_who_arrange_at_once_the_second_is_told(editor, four):
    seen = typed(**{f"place_{four.b.pk}": 3})
    editor.post(PAGE, typed(**{f"place_{four.c.pk}": 1}))
    response = editor.post(PAGE, seen, follow=True)
    assert "这期间同事改动了列表" in response.content.decode()
    assert [name for name, parent in tree() if not parent] == ["丙", "甲", "乙"]


def test_the_order_is_journalled_and_told_to_the_pages(editor, four):
    before = freshness.versions("front", "site", f"category:{four.a.pk}")
    editor.post(PAGE, typed(**{f"parent_{four.c.pk}": four.a.pk}))
    assert JournalEntry.objects.get(action="category.move").data == {"parent": four.a.pk}
    assert JournalEntry.objects.filter(action="category.arrange", by=editor.user).exists()
    after = freshness.versions(*before)
    assert all(after[key] > before[key] for key in before)


def test_saving_the_same_order_writes_nothing(editor, four):
    editor.post(PAGE, typed())
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("role", [AUTHOR, MODERATOR])
def test_whoever_may_not_change_categories_may_not_arrange_them(role, four):
    client = desk_of(role)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, typed()).status_code == 403


@pytest.mark.parametrize("sent", [{}, {"row": ["x", "-1"]}, {"row": ["9" * 40], "was": "x"}])
def test_nonsense_is_refused(editor, four, sent):
    assert editor.post(PAGE, sent).status_code in (302, 400)
    assert len(tree()) == 4


def test_a_new_category_stands_last_among_its_siblings(editor, four):
    form = {"name": "戊", "slug": "", "parent": four.a.pk, "description": ""}
    assert editor.post(reverse("admin:articles_category_add"), form).status_code == 302
    assert tree()[:3] == [("甲", ""), ("丁", "甲"), ("戊", "甲")]


def test_the_lists_count_articles_in_one_query(editor, django_assert_max_num_queries):
    for _ in range(12):
        make_article(category=make_category())
    for name in ("category", "tag"):
        with django_assert_max_num_queries(12):
            response = editor.get(f"/admin/articles/{name}/")
        assert response.status_code == 200
    assert fresh(Category.objects.first()).articles.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_arrange_at_the_same_moment_one_wins():
    rows = [make_category(position=place) for place in range(3)]
    was = arranging.seen(rows)

    def act(first):
        numbers = {row.pk: 1 if row.pk == first else 2 for row in rows}
        parents = dict.fromkeys(numbers)
        try:
            return arranging.arrange_categories(numbers, parents, was=was, by=None) > 0
        except arranging.ArrangedMeanwhile:
            return False

    won = at_once(act, [rows[1].pk, rows[2].pk] * 2, threads=4)
    assert won.count(True) == 1
