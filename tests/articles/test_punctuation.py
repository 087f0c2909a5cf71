"""Half-width punctuation: what is mended, and what is left alone."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.checks import repair, repair_body
from articles.html import clean_body, elements, parse, plain_text

PIECES = [*"今天我们说,.:;!?()“”《》，。 abN0123<&", "https://a.cn/甲,乙", "www.a.cn"]
TYPED = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("今天,我们", "今天，我们"),
        ("今天, 我们", "今天，我们"),
        ("他说:好;走!真的?是", "他说：好；走！真的？是"),
        ("真的?!是", "真的？！是"),
        ("今天.明天", "今天。明天"),
        ("沿海(江苏段)水位", "沿海（江苏段）水位"),
        ("外(里(芯)里)外", "外（里（芯）里）外"),
        ("他说:“好”,走了", "他说：“好”，走了"),
        ("《甲》,《乙》", "《甲》，《乙》"),
        ("甲(乙),丙", "甲（乙），丙"),
    ],
)
def test_marks_between_han_characters_become_full_width(typed, mended):
    assert repair(typed) == mended


@pytest.mark.parametrize(
    "typed",
    [
        "下午3:20开会",
        "共1,234人",
        "iOS 17.2发布",
        "Wi-Fi,蓝牙",
        "沿海(NBA)赛事",
        "等等...然后",
        "见https://example.com/甲,乙页",
        "www.例子.中国,甲",
        "今天，我们",
        "甲 , 乙",
        "",
    ],
)
def test_numbers_latin_words_and_addresses_stay_as_they_are(typed):
    assert repair(typed) == typed


@pytest.mark.parametrize(
    ("body", "mended"),
    [
        ("<p>重点<strong>是</strong>,其余</p>", "<p>重点<strong>是</strong>，其余</p>"),
        ("<p>今天<em>,</em> 我们</p>", "<p>今天<em>，</em>我们</p>"),
        ("<p>甲,</p><p>乙</p>", "<p>甲,</p><p>乙</p>"),
        ("<p>甲,<br>乙</p>", "<p>甲,<br>乙</p>"),
        ("<p>用<code>甲,乙</code>,丙</p>", "<p>用<code>甲,乙</code>,丙</p>"),
        ("<pre><code>甲,乙</code></pre>", "<pre><code>甲,乙</code></pre>"),
        (
            '<p><a href="/search/?q=甲,乙" rel="noopener">甲,乙</a></p>',
            '<p><a href="/search/?q=甲,乙" rel="noopener">甲，乙</a></p>',
        ),
        (
            '<figure><img data-picture="1" alt="甲,乙"><figcaption>图,注</figcaption></figure>',
            '<figure><img data-picture="1" alt="甲,乙"><figcaption>图，注</figcaption></figure>',
        ),
    ],
)
def test_a_body_is_mended_in_its_text_alone(body, mended):
    assert repair_body(body) == mended


@settings(max_examples=100, deadline=None, derandomize=True)
@given(TYPED)
def test_repairing_twice_is_repairing_once(typed):
    assert repair(repair(typed)) == repair(typed)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(TYPED)
def test_nothing_but_marks_and_the_spaces_behind_them_changes(typed):
    bare = re.compile(r"[,.:;!?()，。：；！？（） ]")
    assert bare.sub("", repair(typed)) == bare.sub("", typed)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(st.sampled_from(["p", "strong", "code", "pre", "li", "h2"]), TYPED), max_size=5
    )
)
def test_a_repaired_body_is_clean_stable_and_built_as_before(parts):
    body = clean_body("".join(f"<{tag}>{text}</{tag}>" for tag, text in parts))
    mended = repair_body(body)
    assert repair_body(mended) == mended
    assert clean_body(mended) == mended
    assert [one.tag for one in elements(parse(mended))] == [
        one.tag for one in elements(parse(body))
    ]
    assert len(plain_text(mended)) <= len(plain_text(body))
