"""Readers' text: what is kept, what goes, what becomes a link."""

import re
import unicodedata
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comments import text

# Half a surrogate pair never gets this far: the form refuses it (test_posting.py).
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
tricky = st.text(
    st.sampled_from(
        "a 中\n\r\t\u200b\u200d\u200c\u202e\u2066\ufe0f\ufeff\u0301\u3164👩💻🏴\U000e0067\U000e007f"
    ),
    max_size=30,
)


@given(anything | tricky)
@example("👩\u200d\u200d💻")
@example("a\u200d\ufe0f")
def test_normalising_twice_is_normalising_once(raw):
    assert text.lines(text.lines(raw)) == text.lines(raw)
    assert text.one_line(text.one_line(raw)) == text.one_line(raw)


@given(anything | tricky)
def test_normal_text_is_nfc_trimmed_and_without_controls(raw):
    normal = text.lines(raw)
    assert unicodedata.is_normalized("NFC", normal)
    assert normal == normal.strip()
    assert "\n\n\n" not in normal
    assert not [c for c in normal if unicodedata.category(c) == "Cc" and c not in "\n\t"]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]", normal)


@given(st.text(st.characters(categories=["L", "N", "P"], max_codepoint=0x2FFF), max_size=60))
def test_ordinary_letters_numbers_and_punctuation_stay(raw):
    visible = re.sub("[\u115f\u1160\u2800]", "", unicodedata.normalize("NFC", raw))
    assert text.one_line(raw) == visible


@pytest.mark.parametrize(
    "kept",
    [
        "👩\u200d💻 修好了",
        "👨\u200d👩\u200d👧\u200d👦",
        "❤\ufe0f\u200d🔥",
        "🏳\ufe0f\u200d🌈",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "ක\u0dca\u200dර",
        "葛\U000e0100飾区",
        "𠮷野家",
    ],
)
def test_joiners_and_selectors_that_mean_something_stay(kept):
    assert text.lines(kept) == kept


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("加\u200b微\u200d信", "加微信"),
        ("\u202egnp.exe", "gnp.exe"),
        ("免\ufe0f\ufe0e\ufe0f费", "免\ufe0f费"),
        ("a\U000e0041\U000e0042b", "ab"),
        ("\ufeff你好\u3164", "你好"),
        ("e\u0301", "é"),
        ("一\r\n二\r三\u2028四\x85五", "一\n二\n三\n四\n五"),
        ("一\n\n\n\n\n二  \n三", "一\n\n二\n三"),
        ("bell\x07 and \x1b[31mred", "bell and [31mred"),
    ],
)
def test_what_cannot_be_seen_goes(raw, normal):
    assert text.lines(raw) == normal


@pytest.mark.parametrize("raw", ["\u3000\u2800\u3164 \n", "\u200d\ufe0f", "\u200b"])
def test_text_without_anything_to_see_is_empty(raw):
    assert text.one_line(raw) == text.lines(raw) == ""


@pytest.mark.parametrize("raw", ["a\x00b", "a\ud800b", "\ufffd\ufffd"])
def test_broken_text_is_recognised(raw):
    assert text.is_damaged(raw)


@given(anything)
def test_paragraphs_say_the_same_words_and_hold_only_our_tags(raw):
    normal = text.lines(raw)
    html = text.paragraphs(normal)
    tags = re.findall(r"<[^>]*>", html)
    assert all(
        re.fullmatch(r'<p>|</p>|<br>|</a>|<a href="[^"<>]*" rel="[a-z ]+">', t) for t in tags
    )
    assert re.sub(r"\s", "", unescape(re.sub("<[^>]*>", "", html))) == re.sub(r"\s", "", normal)


@given(st.text("ah:tps/.?&=#@)('\"<>,。 中\n", max_size=60).map(lambda tail: f"http://{tail}"))
def test_a_link_never_ends_its_attribute(raw):
    html = text.paragraphs(text.lines(raw))
    for href in re.findall(r'href="([^"]*)"', html):
        assert text.is_web_address(unescape(href))
        assert not re.search(r"[<>'\s]", href)


@pytest.mark.parametrize(
    ("sentence", "address"),
    [
        ("见 https://example.org/a?b=1&c=2。", "https://example.org/a?b=1&c=2"),
        ("见https://example.org/a这里", "https://example.org/a"),
        ("(see https://example.org/a_(b)).", "https://example.org/a_(b)"),
        ("HTTP://EXAMPLE.ORG!", "HTTP://EXAMPLE.ORG"),
        ("[http://example.org:8080/]", "http://example.org:8080/"),
    ],
)
def test_a_web_address_becomes_a_link_without_the_sentence_around_it(sentence, address):
    html = text.paragraphs(sentence)
    assert [unescape(h) for h in re.findall(r'href="([^"]*)"', html)] == [address]
    assert 'rel="ugc nofollow noopener"' in html


@pytest.mark.parametrize(
    "sentence",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "http://bank.example@evil.example/",
        "http://[::1",
        "http://a:99999999/",
        "ftp://example.org/",
        "reader@example.org",
    ],
)
def test_nothing_else_becomes_a_link(sentence):
    assert "<a" not in text.paragraphs(sentence)


def test_lines_and_paragraphs_are_kept():
    assert text.paragraphs("一\n二\n\n三<b>") == "<p>一<br>二</p><p>三&lt;b&gt;</p>"


def test_an_opening_link_stands_in_the_first_paragraph():
    assert text.paragraphs("一\n\n二", lead="<b>@甲</b>") == "<p><b>@甲</b> 一</p><p>二</p>"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("一<br />\n二\n三<br>四", "一\n二\n三\n四"),
        ("<p>一 &amp; 二</p><p>三</p>", "一 & 二\n\n三"),
        ('见<a href="https://example.org/x">这里</a>。', "见这里 https://example.org/x 。"),
        ('<a href="https://example.org/">https://example.org</a>', "https://example.org"),
        ('<a href="javascript:alert(1)">点</a>', "点"),
        ("前<script>alert(1)</script>后<style>p{}</style>", "前后"),
        ("a < b &lt;script&gt;", "a < b <script>"),
    ],
)
def test_comments_kept_as_html_elsewhere_become_plain_words(html, words):
    assert text.from_html(html) == words


@given(anything)
def test_any_html_can_be_read(raw):
    text.from_html(raw)


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("山脚下的药房", "山"),
        ("kestrel", "K"),
        ("@小舟", "小"),
        ("🦊", "🦊"),
        ("…", "…"),
        ("", "?"),
    ],
)
def test_the_round_picture_shows_the_first_sign_of_the_name(name, sign):
    assert text.initial(name) == sign
