"""Two texts that began from the same one: nothing that somebody typed disappears unasked."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.merging import Choice, Clash, Merge, merge, split

WORDS = ["退潮之后", "屋顶光伏", "社区食堂", "夜班司机", "县城书店", "早间要闻"]


def body(*paragraphs: str) -> str:
    return "".join(f"<p>{text}</p>" for text in paragraphs)


def text(*paragraphs: str, **fields: Any) -> dict[str, Any]:
    return {"headline": "标题", "category_id": 1, "tag_ids": (), "body": body(*paragraphs)} | fields


def settled(merged: Merge, **answers: Any) -> dict[str, Any]:
    return merged.settled(answers)


# Rules, by example.


def test_changes_to_different_fields_merge_by_themselves():
    merged = merge(text("一"), text("一", headline="改"), text("一", category_id=None))
    assert settled(merged) == text("一", headline="改", category_id=None)


def test_changes_to_neighbouring_paragraphs_merge_by_themselves():
    merged = merge(text("甲", "乙"), text("甲改", "乙"), text("甲", "乙改"))
    assert settled(merged)["body"] == body("甲改", "乙改")


def test_a_paragraph_added_and_another_deleted():
    merged = merge(text("甲", "乙", "丙"), text("甲", "新", "乙", "丙"), text("甲", "乙"))
    assert settled(merged)["body"] == body("甲", "新", "乙")


def test_the_same_paragraph_changed_twice_is_a_clash_with_all_three_texts():
    merged = merge(text("甲", "乙"), text("甲一", "乙"), text("甲二", "乙"))
    (clash,) = merged.clashes
    assert clash == Clash("body-0", "body", split(body("甲")), ("<p>甲一</p>",), ("<p>甲二</p>",))
    both = {clash.key: clash.chosen(Choice.BOTH)}
    assert merged.settled(both)["body"] == body("甲二", "甲一", "乙")


def test_changed_here_and_deleted_there_is_a_clash():
    merged = merge(text("甲", "乙"), text("甲改", "乙"), text("乙"))
    assert [(one.mine, one.theirs) for one in merged.clashes] == [(("<p>甲改</p>",), ())]


def test_two_paragraphs_at_the_same_place_are_a_clash():
    merged = merge(text("甲"), text("甲", "我"), text("甲", "你"))
    (clash,) = merged.clashes
    assert (clash.base, clash.mine, clash.theirs) == ((), ("<p>我</p>",), ("<p>你</p>",))


def test_what_both_have_added_alike_stands_once():
    merged = merge(text("甲"), text("甲", "同", "我"), text("甲", "同"))
    assert settled(merged)["body"] == body("甲", "同", "我")


def test_what_both_have_added_alike_stands_outside_their_clash():
    merged = merge(text("甲"), text("甲", "头", "我", "尾"), text("甲", "头", "你", "尾"))
    (clash,) = merged.clashes
    assert (clash.mine, clash.theirs) == (("<p>我</p>",), ("<p>你</p>",))
    assert merged.settled({clash.key: clash.mine})["body"] == body("甲", "头", "我", "尾")


def test_the_same_field_changed_twice_is_a_clash_and_alike_is_none():
    merged = merge(text("一"), text("一", headline="我"), text("一", headline="你"))
    assert [(one.key, one.mine, one.theirs) for one in merged.clashes] == [("headline", "我", "你")]
    assert not merge(text("一"), text("一", headline="同"), text("一", headline="同")).clashes


def test_an_emptied_relation_is_a_value_like_others():
    merged = merge(text("一"), text("一", category_id=None), text("一", category_id=2))
    assert [one.mine for one in merged.clashes] == [None]


def test_lists_take_what_is_added_and_leave_what_is_removed():
    sides = [text("一", tag_ids=ids) for ids in ((1, 2), (1, 2, 3), (2, 4))]
    assert set(settled(merge(*sides))["tag_ids"]) == {2, 3, 4}


def test_an_order_that_one_side_has_changed_stands():
    sides = [text("一", tag_ids=ids) for ids in ((1, 2), (2, 1), (1, 2, 3))]
    assert settled(merge(*sides))["tag_ids"] == (2, 3, 1)


def test_two_new_orders_are_a_clash():
    sides = [text("一", tag_ids=ids) for ids in ((1, 2, 3), (2, 1, 3), (1, 3, 2))]
    assert [one.field for one in merge(*sides).clashes] == ["tag_ids"]


def test_an_edited_paragraph_is_known_again_between_new_ones():
    base = "供电局说，屋顶光伏装机量去年翻了一番。"
    mine, theirs = base.replace("去年", "今年"), "新的导语写在前面。"
    merged = merge(text(base), text("另起一段。", mine), text(base, theirs))
    assert settled(merged)["body"] == body("另起一段。", mine, theirs)


def test_figures_lists_and_tables_are_blocks():
    parts = (
        "<h2>题</h2>",
        "<ul><li>一</li><li>二</li></ul>",
        '<figure data-embed="https://www.bilibili.com/video/BV1xx411c7mD"></figure>',
        "<table><tbody><tr><td>格</td></tr></tbody></table>",
    )
    assert split("".join(parts)) == parts


def test_a_choice_that_says_nothing_about_the_value_is_refused():
    clash = Clash("headline", "headline", "一", "二", "三")
    for choice in (Choice.BOTH, Choice.OWN):
        with pytest.raises(ValueError, match=choice):
            clash.chosen(choice)


def test_a_body_of_thousands_of_blocks_is_merged_in_time():
    long = ["甲", "乙"] * 4000
    mine, theirs = ["首", *long[::-1]], [*long, "尾"]
    assert merge(text(*long), text(*mine), text(*theirs)).body


# Rules, for all texts.

paragraphs = st.lists(st.sampled_from(WORDS), max_size=6)


@st.composite
def edited(draw, base: list[str], sign: str) -> list[str]:
    """The base after a few edits; what is typed carries the writer's sign and a number."""
    side = list(base)
    for number in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(side)))
        what = draw(st.sampled_from(["add", "agree", "change", "delete", "move"]))
        if what in ("add", "agree"):  # both may have typed the very same
            side.insert(at, f"{draw(st.sampled_from(WORDS))}{sign * (what == 'add')}{number}")
        elif side:
            block = side.pop(at % len(side))
            if what == "change":
                side.insert(at % (len(side) + 1), f"{block}{sign}{number}")
            elif what == "move":
                side.insert(draw(st.integers(0, len(side))), block)
    return side


@st.composite
def three_texts(draw) -> list[dict[str, Any]]:
    base = draw(paragraphs)
    return [
        text(*side, headline=draw(st.sampled_from(WORDS[:3])), tag_ids=draw(tags))
        for side in (base, draw(edited(base, "我")), draw(edited(base, "你")))
    ]


tags = st.lists(st.integers(1, 5), unique=True, max_size=4).map(tuple)


def everything_in(merged: Merge) -> set[str]:
    """All blocks that are in the result, or before the eyes of whoever decides."""
    found: set[str] = set()
    for part in merged.body:
        found.update([part] if isinstance(part, str) else [*part.mine, *part.theirs])
    return found


@given(three_texts())
@settings(max_examples=100, deadline=None)
def test_no_block_disappears_but_one_that_the_other_side_has_deleted_or_changed(texts):
    blocks = Counter(split(texts[0]["body"]))
    base, mine, theirs = (set(split(one["body"])) for one in texts)
    kept = everything_in(merge(*texts))
    assert mine - base <= kept  # all that I typed
    assert theirs - base <= kept  # all that they typed
    # All that nobody touched. Of a text that stands twice, each side may have changed another.
    assert {one for one in base & mine & theirs if blocks[one] == 1} <= kept


@given(three_texts())
@settings(max_examples=100, deadline=None)
def test_no_value_of_a_field_disappears_unasked(texts):
    base, mine, theirs = texts
    merged = merge(*texts)
    asked = {one.field: one for one in merged.clashes}
    for side in (mine, theirs):
        if side["headline"] != base["headline"]:
            known = {merged.values.get("headline")}
            if clash := asked.get("headline"):
                known |= {clash.mine, clash.theirs}
            assert side["headline"] in known
        added = set(side["tag_ids"]) - set(base["tag_ids"])
        assert "tag_ids" in asked or added <= set(merged.values["tag_ids"])


@given(three_texts())
@settings(max_examples=50, deadline=None)
def test_merging_is_deterministic_and_knows_whether_anybody_changed_anything(texts):
    base, mine, theirs = texts
    assert merge(*texts) == merge(*texts)
    assert settled(merge(base, base, theirs)) == theirs
    assert settled(merge(base, mine, base)) == mine
    assert settled(merge(base, mine, mine)) == mine


@given(three_texts())
@settings(max_examples=50, deadline=None)
def test_any_choice_gives_a_whole_text(texts):
    merged = merge(*texts)
    for choice in (Choice.MINE, Choice.THEIRS):
        values = merged.settled({one.key: one.chosen(choice) for one in merged.clashes})
        assert set(values) == set(texts[0])
