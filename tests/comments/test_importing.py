"""Comments of another system keep their dates, states and threads."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.models import FreshnessVersion
from comments.importing import ImportedComment, import_comments
from comments.models import Comment, Correspondent
from comments.proof import recount
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

START = datetime(2019, 5, 1, 8, 30, tzinfo=UTC)


def row(key, article, **given):
    values = {
        "name": f"读者{key}",
        "body": f"评论{key}",
        "created_at": START + timedelta(minutes=int(key)),
        "state": Comment.State.APPROVED,
    }
    return ImportedComment(key=key, article_id=article.pk, **values | given)


def test_everything_that_was_said_is_kept():
    article = make_article()
    ids = import_comments(
        [
            row(
                "1",
                article,
                name="张三",
                address="Zhang@example.com",
                url="https://example.org/",
                body='说得好。<br />\n见 <a href="https://example.org/x">这里</a>',
                state=Comment.State.PENDING,
            )
        ]
    )
    comment = Comment.objects.get(pk=ids["1"])
    assert (comment.name, comment.url) == ("张三", "https://example.org/")
    assert comment.body == "说得好。\n见 这里 https://example.org/x"
    assert (comment.state, comment.created_at) == ("pending", START + timedelta(minutes=1))
    assert comment.correspondent.address == "Zhang@example.com"


def test_answers_hang_below_what_they_answer_in_whatever_order_they_come():
    article = make_article()
    ids = import_comments(
        [
            row("3", article, parent_key="2"),
            row("2", article, parent_key="1"),
            row("1", article),
            row("9", article, parent_key="3"),
            row("10", article, parent_key="9"),
        ]
    )
    places = {c.pk: (c.parent_id, c.root_id, c.depth) for c in Comment.objects.all()}
    assert places[ids["1"]] == (None, None, 0)
    assert places[ids["2"]] == (ids["1"], ids["1"], 1)
    assert places[ids["3"]] == (ids["2"], ids["1"], 2)
    assert places[ids["9"]] == (ids["3"], ids["1"], 3)
    assert places[ids["10"]] == (ids["9"], ids["1"], 3)
    assert list(places) == sorted(places, reverse=True)
    assert [ids[key] for key in ("1", "2", "3", "9", "10")] == sorted(places)


def test_an_answer_to_a_comment_of_an_earlier_import_finds_it():
    reply = make_comment(parent=make_comment())
    ids = import_comments([row("1", reply.article, parent_id=reply.pk)])
    comment = Comment.objects.get(pk=ids["1"])
    assert (comment.parent, comment.root, comment.depth) == (reply, reply.root, 2)


def test_an_answer_that_cannot_hang_stands_at_the_top():
    article, other = make_article(), make_article()
    ids = import_comments(
        [
            row("1", other),
            row("2", article, parent_key="1"),
            row("3", article, parent_key="77"),
            row("4", article, parent_key="4"),
            row("5", article, parent_id=10**9),
        ]
    )
    assert not Comment.objects.filter(pk__in=ids.values()).exclude(parent=None).exists()


def test_a_circle_of_answers_is_cut_once():
    article = make_article()
    import_comments(
        [
            row("1", article, parent_key="3"),
            row("2", article, parent_key="1"),
            row("3", article, parent_key="2"),
        ]
    )
    assert sorted(Comment.objects.values_list("depth", flat=True)) == [0, 1, 2]
    assert Comment.objects.filter(root=None).count() == 1


def test_a_chain_of_a_thousand_answers_is_threaded():
    article = make_article()
    chain = [row(str(n), article, parent_key=str(n - 1)) for n in range(1, 1001)]
    ids = import_comments(chain)
    assert Comment.objects.filter(root=ids["1"]).count() == 999


def test_one_address_is_one_correspondent_however_often_it_comes():
    article = make_article()
    make_comment(email="a@example.com")
    import_comments(
        [
            row("1", article, address="A@example.com"),
            row("2", article, address="b@example.com "),
            row("3", article, address="B@EXAMPLE.com"),
            row("4", article),
        ]
    )
    assert sorted(c.address for c in Correspondent.objects.all()) == [
        "a@example.com",
        "b@example.com",
    ]


def test_numbers_and_pages_follow():
    article = make_article()
    import_comments(
        [
            row("1", article),
            row("2", article, state=Comment.State.SPAM),
            row("3", article, kind=Comment.Kind.PINGBACK),
        ]
    )
    article.counter.refresh_from_db()
    assert article.counter.comments == 1
    assert recount(check=True) == []
    assert FreshnessVersion.objects.filter(key=f"article:{article.pk}").exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"name": ""}, {"name": "匿名"}),
        ({"name": "长" * 300}, {"name": "长" * 100}),
        ({"url": "javascript:alert(1)"}, {"url": ""}),
        ({"url": f"https://example.org/{'a' * 400}"}, {"url": ""}),
        ({"body": "<img src=x>"}, {"body": "…"}),
        ({"body": "a\x00b", "name": "甲\x00"}, {"body": "ab", "name": "甲"}),
    ],
)
def test_what_does_not_fit_is_mended(given, kept):
    ids = import_comments([row("1", make_article(), **given)])
    comment = Comment.objects.get(pk=ids["1"])
    assert {name: getattr(comment, name) for name in kept} == kept


def test_a_thousand_comments_take_few_queries(django_assert_max_num_queries):
    article = make_article()
    rows = [
        row(str(n), article, address=f"r{n}@example.com", parent_key=str(n // 2))
        for n in range(1, 1001)
    ]
    with django_assert_max_num_queries(40):
        import_comments(rows)
