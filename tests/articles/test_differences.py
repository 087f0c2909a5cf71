"""What counts as changed between two texts, and what it costs to find out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.differences import Op, blocks_of, differences_of, runs_of, size_of, tokens_of
from articles.differences.words import Effort, compared
from articles.html import clean_body

TEXTS = st.text(alphabet="的一是，。 \nab<&é가", max_size=60)
INLINE = st.builds(
    "{}{}{}".format, *[st.sampled_from(["", "<b>渔</b>", "a b", "网，", "<br>"])] * 3
)
BLOCKS = st.builds(
    "<{0}>{1}</{0}>".format, st.sampled_from(["p", "h2", "blockquote", "li", "pre"]), INLINE
)
BODIES = st.lists(
    BLOCKS | st.sampled_from(["<hr>", '<figure><img data-picture="7" alt="船"></figure>']),
    max_size=8,
).map("".join)


def read(runs):
    """The runs as (sign, text): + for what came, - for what went."""
    signs = {Op.ADDED: "+", Op.REMOVED: "-", Op.SAME: "="}
    return [(signs[run.op], run.text) for run in runs]


def without(op, runs):
    return "".join(run.text for run in runs if run.op is not op)


# Properties.


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS)
def test_what_was_not_removed_is_the_new_text_and_what_was_not_added_the_old(old, new):
    runs = runs_of(old, new)
    assert without(Op.REMOVED, runs) == new
    assert without(Op.ADDED, runs) == old


@settings(max_examples=100, deadline=None)
@given(BODIES, BODIES)
def test_the_same_holds_for_bodies_block_by_block(old, new):
    old, new = clean_body(old), clean_body(new)
    changes = differences_of(old, new)
    for body, side, gone in ((old, "old", Op.ADDED), (new, "new", Op.REMOVED)):
        listed = [getattr(one, side) for one in changes if getattr(one, side)]
        assert listed == blocks_of(body)
        texts = [without(gone, one.runs) for one in changes if getattr(one, side)]
        assert texts == [block.text for block in listed]


@settings(max_examples=50, deadline=None)
@given(BODIES)
def test_a_body_does_not_differ_from_itself(body):
    body = clean_body(body)
    assert all(change.op == "same" for change in differences_of(body, body))
    size = size_of([], body, [], body)
    assert (size.added, size.removed, size.share) == (0, 0, 0)


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_tokens_put_together_are_the_text_again(text):
    assert "".join(token.text for token in tokens_of(text)) == text


# What people see.


def test_latin_is_compared_by_the_word():
    assert read(runs_of("He bought two books", "He bought three books")) == [
        ("=", "He bought "), ("-", "two"), ("+", "three"), ("=", " books"),
    ]  # fmt: skip


def test_chinese_is_compared_by_the_character():
    assert read(runs_of("去年增长三成。", "今年增长三成。")) == [
        ("-", "去"), ("+", "今"), ("=", "年增长三成。"),
    ]  # fmt: skip


def test_a_lone_character_between_two_changes_is_no_landmark():
    assert read(runs_of("甲乙的丙丁", "天地的玄黄")) == [("-", "甲乙的丙丁"), ("+", "天地的玄黄")]


def figure(pk, *, alt="", caption=""):
    told = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img data-picture="{pk}" alt="{alt}">{told}</figure>'


def only(changes):
    [change] = [one for one in changes if one.op != "same"]
    return change


def test_one_changed_paragraph_among_many_is_found():
    paragraphs = [f"<p>第{number}段文字。</p>" for number in range(9)]
    body = "".join(paragraphs)
    paragraphs[4] = "<p>第4段文章。</p>"
    change = only(differences_of(body, "".join(paragraphs)))
    assert read(change.runs) == [("=", "第4段文"), ("-", "字"), ("+", "章"), ("=", "。")]


def test_a_paragraph_that_became_a_heading_is_seen_though_its_words_stay():
    change = only(differences_of("<p>退潮之后</p>", "<h2>退潮之后</h2>"))
    assert change.is_reshaped
    assert (change.old.shape, change.new.shape) == (("p",), ("h2",))
    assert read(change.runs) == [("=", "退潮之后")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<p><a href="https://a.example/">链接</a></p>', '<p><a href="https://b.example/">链接</a></p>'),
        ("<p>要紧的话</p>", "<p><strong>要紧的话</strong></p>"),
        ("<p>一行</p>", '<p class="align-center">一行</p>'),
        ("<ul><li>甲</li></ul>", "<ol><li>甲</li></ol>"),
        (figure(1, alt="船"), figure(1, alt="网")),
        (figure(1), figure(2)),
        (figure(1, caption="晨"), figure(1, caption="暮")),
        ("<table><tr><td>一</td><td>二</td></tr></table>", "<table><tr><td>一二</td></tr></table>"),
    ],
    ids=["link", "mark", "setting", "list", "alt", "picture", "caption", "table"],
)  # fmt: skip
def test_what_is_not_in_the_words_is_seen_as_well(old, new):
    assert any(change.op != "same" for change in differences_of(old, new))


def test_a_new_paragraph_moves_none_of_the_others():
    changes = differences_of(
        "<p>甲乙丙</p><p>丁戊己</p>", "<p>甲乙丙</p><p>天地人</p><p>丁戊己</p>"
    )
    assert [change.op for change in changes] == ["same", "added", "same"]


def test_the_size_counts_characters_and_no_blanks():
    size = size_of(["旧题"], "<p>一二三四五 六七八</p>", ["新题"], "<p>一二三四五 六七</p>")
    assert (size.added, size.removed, size.before) == (1, 2, 10)
    assert size.share == 20


# Cost.

HAN = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过"


def long_text(count, seed=7):
    """Chinese-like text, the same each time, with commas."""
    signs = []
    for number in range(count):
        seed = (seed * 1103515245 + 12345) % 2**31
        common = (seed >> 8) % len(HAN) * ((seed >> 20) % len(HAN)) // len(HAN)
        signs.append("，" if number % 13 == 12 else HAN[common])
    return "".join(signs)


def paragraphs(text, length):
    return "".join(f"<p>{text[at : at + length]}</p>" for at in range(0, len(text), length))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (paragraphs(long_text(20_000), 20_000), paragraphs(long_text(20_000, 8), 20_000)),
        (paragraphs(long_text(20_000), 200), paragraphs(long_text(20_000)[99:], 200)),
        (paragraphs("啊哦啊" * 6666, 450), paragraphs("啊哦" * 10_000, 450)),
        (paragraphs("啊" * 20_000, 2), paragraphs("啊哦" * 10_000, 2)),
    ],
    ids=["one paragraph rewritten", "all paragraphs shifted", "few signs", "tiny paragraphs"],
)
def test_twenty_thousand_characters_are_compared_however_much_they_repeat_themselves(old, new):
    changes = differences_of(old, new)
    for body, side, gone in ((old, "old", Op.ADDED), (new, "new", Op.REMOVED)):
        told = "".join(without(gone, one.runs) for one in changes if getattr(one, side))
        assert told == "".join(block.text for block in blocks_of(body))


def test_beyond_the_effort_the_old_stands_beside_the_new_as_a_whole():
    tired = Effort()
    tired.left = 0
    old, new = tokens_of("头，一二三四，尾"), tokens_of("头，一五三六，尾")
    assert read(compared(old, new, tired)) == [
        ("=", "头，一"), ("-", "二三四"), ("+", "五三六"), ("=", "，尾"),
    ]  # fmt: skip
