"""Paragraphs as WordPress makes them of text from its classic editor."""

import re

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.wordpress.markup import convert
from tests.site.wordpress.shelf import Shelf, body


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", ""),
        ("  \n\n \n", ""),
        ("一", "<p>一</p>"),
        ("一\n\n二", "<p>一</p><p>二</p>"),
        ("一\r\n\r\n二\r三", "<p>一</p><p>二<br>三</p>"),
        ("一\n \t\n\n\n二", "<p>一</p><p>二</p>"),
        ("一\n二", "<p>一<br>二</p>"),
        ("一<br />\n二", "<p>一<br>二</p>"),
        ("一<br><br>二", "<p>一</p><p>二</p>"),
        ("一<br>\n<br>\n二", "<p>一</p><p>二</p>"),
        ("　　一\n\n　　二", "<p>一</p><p>二</p>"),
        ("一\n\n&nbsp;\n\n二", "<p>一</p><p>二</p>"),
        ("<p>一</p>\n\n<p>二</p>", "<p>一</p><p>二</p>"),
        ("<p>一\n\n二</p>", "<p>一</p><p>二</p>"),
        ("<p>一<p>二", "<p>一</p><p>二</p>"),
        ("<p></p><p>&nbsp;</p>一", "<p>一</p>"),
        ("一</p>二</div>三", "<p>一二三</p>"),
    ],
)
def test_blank_lines_part_paragraphs_and_single_ones_break_lines(content, expected):
    assert body(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("一\n<h2>二</h2>\n三", "<p>一</p><h2>二</h2><p>三</p>"),
        ("<ul>\n<li>一</li>\n<li>二</li>\n</ul>", "<ul><li>一</li><li>二</li></ul>"),
        ("<ul><li>一<li>二</ul>", "<ul><li>一</li><li>二</li></ul>"),
        ("<ol start=3><li>一\n二</li></ol>", '<ol start="3"><li>一<br>二</li></ol>'),
        ("<li>一\n\n二</li>", "<li><p>一</p><p>二</p></li>"),
        ("<blockquote>一\n\n二</blockquote>", "<blockquote><p>一</p><p>二</p></blockquote>"),
        (
            "<table>\n<tr>\n<td>一</td>\n<td>二</td>\n</tr>\n</table>",
            "<table><tr><td>一</td><td>二</td></tr></table>",
        ),
        ("<td>一<td>二", "<td>一</td><td>二</td>"),
        (
            "<dl><dt>一<dd>二<dt>三</dl>",
            "<p><strong>一</strong></p><p>二</p><p><strong>三</strong></p>",
        ),
        ("一\n\n<hr />\n\n二", "<p>一</p><hr><p>二</p>"),
        ("<h3>一\n</h3>", "<h3>一</h3>"),
        ("<h3> </h3>一", "<p>一</p>"),
    ],
)
def test_blocks_are_left_alone(content, expected):
    assert body(content) == expected


def test_preformatted_text_keeps_every_line():
    assert "<pre>一\n\n  二\n</pre>" in convert("甲\n\n<pre>一\n\n  二\n</pre>\n\n乙", Shelf()).body


@pytest.mark.parametrize("tag", ["script", "style", "svg", "noscript", "template", "textarea"])
def test_what_readers_never_read_is_left_out(tag):
    assert body(f"一\n\n<{tag}>x\n\ny</{tag}>\n\n二") == "<p>一</p><p>二</p>"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<div>一</div>", "<p>一</p>"),
        ("<div>一\n\n二</div>三", "<p>一</p><p>二</p><p>三</p>"),
        ("<section><div><p>一</p></div></section>", "<p>一</p>"),
        ("<span style='color:red'>一</span>", "<p>一</p>"),
        ("<font size=7>一</font>", "<p>一</p>"),
        ('<div align="center">一</div>', '<p class="align-center">一</p>'),
        ("<center>一</center>", '<p class="align-center">一</p>'),
        ('<p style="text-align: right;">一</p>', '<p class="align-right">一</p>'),
        ('<p class="has-text-align-center x">一</p>', '<p class="align-center">一</p>'),
        ('<h2 style="TEXT-ALIGN:Center">一</h2>', '<h2 class="align-center">一</h2>'),
    ],
)
def test_containers_go_and_their_alignment_stays(content, expected):
    assert body(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<strong>一\n\n二</strong>", "<p><strong>一</strong></p><p><strong>二</strong></p>"),
        ("<b>一<i>二</b>三</i>", "<p><b>一<i>二</i></b>三</p>"),
        ("<em>一<h3>二</h3></em>", "<p><em>一</em></p><h3><em>二</em></h3>"),
        (
            '<a href="/x"><div>一</div></a>二',
            '<p><a href="/x">一</a></p><p>二</p>',
        ),
        ("<a>一</a>", "<p>一</p>"),
        ("<strong></strong>一<em> </em>", "<p>一</p>"),
    ],
)
def test_inline_elements_never_hold_blocks(content, expected):
    assert body(content) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("h1", "h2"), ("h2", "h2"), ("h3", "h3"), ("h4", "h4"), ("h5", "h4"), ("h6", "h4")],
)
def test_headings_stay_below_the_headline(written, expected):
    assert body(f"<{written}>一</{written}>") == f"<{expected}>一</{expected}>"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 & 3 &gt; 2</p>"),
        ("a <3 b", "<p>a &lt;3 b</p>"),
        ('<a href="x?a=1&b=2">一</a>', '<p><a href="x?a=1&amp;b=2">一</a></p>'),
        ('<a title="a > b" href=y>一</a>', '<p><a title="a &gt; b" href="y">一</a></p>'),
        ("<a href='a\"b'>一</a>", '<p><a href="a&quot;b">一</a></p>'),
        ('<img src="x.jpg" onerror="a>b"', "<p>&lt;img src="),
    ],
)
def test_crooked_markup_is_text_or_markup_but_never_both(content, expected):
    assert body(content).startswith(expected)


def test_an_address_alone_on_its_line_becomes_a_video_or_a_link():
    content = "看：\nhttps://v.qq.com/x/page/a.html\n完\n\nhttps://other.example/1?a=1&amp;b=2"
    assert body(content) == (
        "<p>看：</p>"
        '<figure data-embed="https://v.qq.com/x/page/a.html"></figure>'
        "<p>完</p>"
        '<p><a href="https://other.example/1?a=1&amp;b=2">'
        "https://other.example/1?a=1&amp;b=2</a></p>"
    )


def test_an_address_within_a_sentence_stays_text():
    assert "<figure" not in body("见 https://v.qq.com/x/page/a.html 。")


@pytest.mark.parametrize("tag", ["div", "em", "blockquote", "ul", "a href=x"])
def test_nesting_without_end_ends(tag):
    assert "底" in body(f"<{tag}>" * 5_000 + "底")


@pytest.mark.parametrize(
    "piece", ["<a ", "<!--", "[gallery ", "[[a", '<a b="', "<p", "&", "]", "\n\n ", "<b>\n\n", "<3"]
)
def test_long_crooked_input_takes_no_long_time(piece):
    body(piece * 20_000)


MARKS = """
    <p> </p> <b> </b> <em> </em> <div> </div> <ul> <li> </li> </ul> <blockquote> </blockquote>
    <h2> </h2> <table> <tr> <td> </td> </tr> </table> <pre> </pre> <br> <hr> <center> </center>
    <span> </span> <a~href="/x"> </a> <!--x--> <figure> </figure> <figcaption> </figcaption>
    <dl> <dt> <dd> </dl> <sup> </sup> <code> </code> &amp; &lt;
"""
WORDS = st.text("甲乙丙丁abc123，。", min_size=1, max_size=6)
PIECES = [*(mark.replace("~", " ") for mark in MARKS.split()), "\n", "\n\n", " "]
COPY = st.lists(st.sampled_from(PIECES) | WORDS, max_size=40).map("".join)


def read_by_a_browser(source: str) -> str:
    """The text that a browser's parser finds, without white space."""
    return re.sub(r"\s|\xa0|&nbsp;", "", nh3.clean(source, tags=set()))


@given(COPY)
@settings(max_examples=200, deadline=None)
def test_no_text_is_ever_lost_or_doubled(content):
    assert sorted(read_by_a_browser(body(content))) == sorted(read_by_a_browser(content))


@given(COPY)
@settings(max_examples=150, deadline=None)
def test_a_body_that_is_in_order_stays_as_it_is(content):
    once = body(content)
    assert body(once) == once
