"""Whatever comes in, what is stored is harmless, stable and says the same."""

import html
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.html import canonical_embed, clean_body, plain_text, policy

# A failure must come back, so examples are not drawn at random.
thoroughly = settings(derandomize=True, deadline=None, max_examples=200)

PAYLOADS = [
    "<p>a<script>alert(1)</script>b</p>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '<img src="x" onerror="alert(1)" alt="">',
    "<img src=x onerror=alert(1)//",
    "<img/src='x'/onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java&#x0A;script&colon;alert(1)">x</a>',
    '<a href="\x01javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt&#58;alert(1)">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<img src="data:image/svg+xml;base64,PHN2Zy8+" alt="">',
    '<img data-src="javascript:alert(1)">',
    '<img data-picture="1 onerror=alert(1)">',
    "<img data-picture='1\" onerror=\"alert(1)'>",
    '<figure data-embed="javascript:alert(1)"></figure>',
    '<figure data-embed="https://www.youtube.com@evil.example/embed/dQw4w9WgXcQ"></figure>',
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<svg><desc><p title="</desc></svg><img src=x onerror=alert(1)>">',
    "<math><mtext><table><mglyph><style><!--</style>"
    '<img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    # CVE-2024-24815: CKEditor 4 took the CDATA section for the content of <style>.
    "<style><![CDATA[</style><img src=x onerror=alert(1)>]]></style>",
    '<a title="<![CDATA["><img src=x onerror=alert(1)>]]></a>',
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<noembed><img title='</noembed><img src=x onerror=alert(1)>'></noembed>",
    "<noframes><p title='</noframes><img src=x onerror=alert(1)>'></noframes>",
    "<template><img src=x onerror=alert(1)></template>",
    "<textarea><p title='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "<title><p title='</title><img src=x onerror=alert(1)>'></title>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<select><style></select><img src=x onerror=alert(1)></style>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe><img src=x onerror=alert(1)></iframe>",
    "<iframe src='https://youtu.be/dQw4w9WgXcQ' onload=alert(1)></iframe>",
    "<object data='data:text/html,x'><param name=movie value=x></object>",
    "<embed src='javascript:alert(1)'>",
    "<base href='https://evil.example/'><meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example'</style>",
    '<p style="background:url(javascript:alert(1));position:fixed;inset:0">x</p>',
    '<p id="csrf" name="x" class="btn admin" data-like="1" is="x-y">x</p>',
    "<form action='https://evil.example'><input name=p autofocus onfocus=alert(1)></form>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<video><source onerror=alert(1)></video><audio src onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<p title='--!><img src=x onerror=alert(1)>'><!--",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if IE]><img src=x onerror=alert(1)><![endif]-->",
    "<?xml version='1.0'?><img src=x onerror=alert(1)>",
    "<a href='https://evil.example\\@www.example.com'>x</a>",
    "<table><td><a><table><img src=x onerror=alert(1)><td></a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
]


class Inspector(HTMLParser):
    """Reads a body with another parser than the one that cleaned it, and objects."""

    def handle_starttag(self, tag, attrs):
        assert tag in policy.TAGS
        allowed = policy.ATTRIBUTES.get(tag, frozenset())
        for name, value in attrs:
            if name == "class":
                assert value
                assert set(value.split()) <= policy.CLASSES[tag]
            elif name == "rel":
                assert (tag, value) == ("a", "noopener")
            else:
                assert name in allowed
            if name in {"href", "src"}:
                assert urlsplit(value).scheme in {"", "http", "https", "mailto", "tel"}
            if name == "data-embed":
                assert canonical_embed(value).address == value
            if name == "data-picture":
                assert int(value) > 0
        if tag == "a":
            assert {"href", "rel"} <= {name for name, _ in attrs}
        if tag == "img":
            assert {"src", "data-picture"} & {name for name, _ in attrs}

    def handle_comment(self, data):
        raise AssertionError("a comment")

    def unknown_decl(self, data):
        raise AssertionError("a declaration")

    handle_decl = handle_pi = unknown_decl


def assert_harmless_and_stable(source):
    body = clean_body(source)
    inspector = Inspector(convert_charrefs=True)
    inspector.feed(body)
    inspector.close()
    assert clean_body(body) == body


@pytest.mark.parametrize("payload", PAYLOADS)
def test_known_attacks_leave_nothing_behind(payload):
    assert_harmless_and_stable(payload)
    assert_harmless_and_stable(f"<p>前</p>{payload}<p>后</p>")


TAGS = sorted(
    policy.INTAKE_TAGS | policy.DISCARDED | {"o:p", "input", "body", "mtext", "x-y", "rb"}
)
COMMON = ["p", "div", "strong", "a", "ul", "li", "blockquote", "footer", "cite", "figure", "img",
          "figcaption", "aside", "table", "tr", "td", "th", "caption", "pre", "h2", "span", "small",
          "ruby", "rt", "iframe", "code", "q"]  # fmt: skip
ATTRIBUTES = [
    'class="pull"', 'class="lead align-center n"', "class=alignleft", 'style="text-align:right"',
    'style="font-weight:bold"', 'style="font-weight:normal;font-style:italic"',
    'style="mso-list:l0 level2 lfo1"', 'style="mso-list:Ignore"', 'style="display:none"',
    'href="https://a.example/x y"', 'href="#x"', 'href="javascript:alert(1)"',
    'href="http://h:99999/"', 'href="http://a^b"', "href=http:x", 'href="//x.example/"',
    'href="\\\\evil.example"', "src=x", 'src="data:,x"', 'data-src="//x.example/y"',
    'src="https://www.youtube.com/embed/dQw4w9WgXcQ"', 'data-embed="https://youtu.be/dQw4w9WgXcQ"',
    "data-picture=7", "data-picture=x", 'alt="a &lt;b> &quot;c"', 'alt=""', "width=3", "colspan=3",
    "scope=col", "start=3", "lang=en", "dir=rtl", 'title="</a><img src=x onerror=1>"',
    "datetime=2025", "onclick=alert(1)", "id=x", "align=center",
]  # fmt: skip
TEXTS = [
    "字", "字\n字", " ", "\n", "word", "&nbsp;", "　　", "&amp;lt;", "&lt;img onerror=1&gt;",
    "<!--", "-->", "<![CDATA[", "]]>", "\x00", "&#0;", "&#13;", "\u200b", "\u2028", "\ufffc",
    "<br>", "<br> <br>", "“", "https://youtu.be/dQw4w9WgXcQ", "'\"", "<", "&", "</", "<p ",
    "\ud800", "😀‍",
]  # fmt: skip

opening = st.builds(
    lambda tag, attrs: f"<{tag} {' '.join(attrs)}>",
    st.sampled_from(COMMON) | st.sampled_from(TAGS),
    st.lists(st.sampled_from(ATTRIBUTES), max_size=3),
)
closing = st.sampled_from(COMMON).map("</{}>".format)
soup = st.lists(opening | closing | st.sampled_from(TEXTS), max_size=40).map("".join)


@thoroughly
@given(soup)
def test_tag_soup_is_harmless_and_stable(source):
    assert_harmless_and_stable(source)


@thoroughly
@given(st.text())
def test_arbitrary_text_is_harmless_and_stable(source):
    assert_harmless_and_stable(source)


@thoroughly
@given(st.text(), st.text(), st.text())
def test_arbitrary_attributes_are_harmless_and_stable(link, picture, embed):
    values = [html.escape(value) for value in (link, picture, embed)]
    assert_harmless_and_stable(
        '<a href="{0}" title="{0}">x</a><img src="{1}" data-picture="{1}" data-src="{1}" alt="{1}">'
        '<figure data-embed="{2}" class="{2}" style="{2}"><p lang="{2}">x</p></figure>'.format(
            *values
        )
    )


typed = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "))


@thoroughly
@given(st.lists(typed, max_size=5))
def test_the_text_of_paragraphs_is_kept(paragraphs):
    body = clean_body("".join(f"<p>{html.escape(text)}</p>" for text in paragraphs))
    kept = [" ".join(text.split()) for text in paragraphs]
    assert plain_text(body) == "\n".join(filter(None, kept))
