"""Headlines break where a reader would pause."""

import re

import pytest
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.titles import phrase_title


def seen(headline):
    """The headline with [clauses] and possible line ends."""
    html = phrase_title(headline)
    return html.replace('<span class="ph">', "[").replace("</span>", "]").replace("<wbr>", "|")


@pytest.mark.parametrize(
    ("headline", "broken"),
    [
        ("不卖教辅之后，县城书店反而活了下来", "[不|卖|教辅|之后，][县城|书店|反而|活了|下来]"),
        ("小城新桥通车 两岸居民热闹过节", "[小城|新桥|通车] [两岸|居民|热闹|过节]"),
        ("养老院发生火灾 6死7伤", "[养老院|发生|火灾] [6死|7伤]"),
        ("“等了16年”，师父终于回来了", "[“等了|16年”，][师父|终于|回来了]"),
        ("iPhone 16 Pro 发布", "[iPhone 16 Pro 发布]"),
        ("2025年1月28日举行", "[2025年1月28日|举行]"),
        ("What a day: news, and more", "[What a day: news, and more]"),
        ("好消息！🇨🇳👩‍💻来了", "[好消息！][🇨🇳|👩‍💻|来了]"),
        ("  多余　的\n空白 ", "[多余] [的] [空白]"),
        ("", ""),
    ],
)
def test_lines_may_end_between_clauses_and_words(headline, broken):
    assert seen(headline) == broken


def test_nothing_in_a_headline_is_markup():
    html = phrase_title('<script>alert("1")</script>&amp;')
    assert isinstance(html, SafeString)
    assert set(re.findall("<[^>]*>", html)) <= {'<span class="ph">', "</span>", "<wbr>"}
    assert "&lt;" in html
    assert "&amp;amp;" in html


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(st.characters(exclude_categories=["C"]), max_size=60))
def test_the_words_are_the_headline(headline):
    plain = strip_tags(phrase_title(headline).replace("&lt;", "\x01").replace("&gt;", "\x02"))
    unescaped = plain.replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&")
    assert unescaped.replace("\x01", "<").replace("\x02", ">") == " ".join(headline.split())
