"""What a body keeps, and what becomes of everything else."""

import pytest

from articles.html import clean_body, policy

KEPT = {
    "headings": "<h2>背景</h2><h3>起因</h3><h4>细节</h4>",
    "emphasis": "<p><strong>重</strong><em>点</em><s>旧</s><u>名</u>O<sub>2</sub>m<sup>2</sup></p>",
    "lists": '<ol start="3"><li>三<ul><li>其一</li></ul></li><li>四</li></ol>',
    "a quotation": "<blockquote><p>原文。</p><footer>——某某规程</footer></blockquote>",
    "a pull quote": '<aside class="pull"><p>“一句话。”</p><cite>某人</cite></aside>',
    "a table": (
        '<table><caption>开支</caption><thead><tr><th scope="col">项</th>'
        '<th scope="col" class="n">万元</th></tr></thead>'
        '<tbody><tr><th scope="row">甲</th><td class="n">46.0</td></tr>'
        '<tr><td colspan="2">乙</td></tr></tbody>'
        "<tfoot><tr><td>计</td><td>1</td></tr></tfoot></table>"
    ),
    "a stored picture": (
        '<figure class="align-left bleed"><img data-picture="7" alt="河口">'
        "<figcaption>退潮。<small>摄影：某某</small></figcaption></figure>"
    ),
    "a picture not yet imported": (
        '<figure><img src="https://example.com/a.jpg" alt="" width="640" height="480"></figure>'
    ),
    "a stored video": (
        '<figure data-embed="https://www.bilibili.com/video/BV1xx411c7mD">'
        "<figcaption>现场</figcaption></figure>"
    ),
    "code": "<pre><code>if a &lt; b:\n    pass</code></pre><p>见 <code>a &lt; b</code></p>",
    "ruby": "<p><ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby></p>",
    "phrases": (
        '<p><cite>书</cite><q>话</q><abbr title="国内生产总值">GDP</abbr>'
        '<time datetime="2025-01-28">昨日</time></p>'
    ),
    "links": (
        '<p><a href="https://example.com/?a=1&amp;b=2" title="题" rel="noopener">甲</a>'
        '<a href="/article/1.html" rel="noopener">乙</a>'
        '<a href="mailto:a@example.com" rel="noopener">丙</a>'
        '<a href="tel:+861088888888" rel="noopener">丁</a></p>'
    ),
    "alignment": (
        '<p class="align-center">中</p><h2 class="align-right">右</h2><p class="lead">导</p>'
    ),
    "language and direction": '<p lang="en">Text</p><p lang="ar" dir="rtl">نص</p>',
    "breaks and rules": "<p>上<br>下</p><hr><p>后</p>",
}


@pytest.mark.parametrize("html", KEPT.values(), ids=KEPT.keys())
def test_what_the_policy_has_is_kept_to_the_letter(html):
    assert clean_body(html) == html


BECOMES = {
    "h1 is the page's": ("<h1>题</h1><h5>小</h5>", "<h2>题</h2><h4>小</h4>"),
    "bold headings are headings": ("<h2><b>题</b></h2>", "<h2>题</h2>"),
    "however it is wrapped": ("<h2><figure><p><b>题</b></p></figure></h2>", "<h2>题</h2>"),
    "b and i say what they mean": (
        "<p><b>a</b><i>b</i></p>",
        "<p><strong>a</strong><em>b</em></p>",
    ),
    "text without a paragraph gets one": ("一<p>二</p>三", "<p>一</p><p>二</p><p>三</p>"),
    "two line breaks are a paragraph": ("<p>一<br><br>二<br></p>", "<p>一</p><p>二</p>"),
    "boxes are taken apart": (
        "<div>一<section><div>二</div></section>三</div>",
        "<p>一</p><p>二</p><p>三</p>",
    ),
    "boxes hand their alignment down": (
        '<center>一<p>二</p></center><div style="text-align: right"><p>三</p></div>',
        '<p class="align-center">一</p><p class="align-center">二</p><p class="align-right">三</p>',
    ),
    "ordinary alignment says nothing": (
        '<div align="center"><p style="text-align:justify">一</p></div>',
        "<p>一</p>",
    ),
    "emphasis around paragraphs goes inside": (
        "<strong><p>一</p><p>二</p></strong>",
        "<p><strong>一</strong></p><p><strong>二</strong></p>",
    ),
    "style may mean emphasis": (
        '<p><span style="font-weight:700;color:red">重</span>'
        '<span style="text-decoration: line-through">旧</span></p>',
        "<p><strong>重</strong><s>旧</s></p>",
    ),
    "a picture alone is a figure": (
        '<p><a href="/full.jpg"><img class="alignright" src="/a.jpg" alt="山"></a></p>',
        '<figure class="align-right"><a href="/full.jpg" rel="noopener">'
        '<img src="/a.jpg" alt="山"></a></figure>',
    ),
    "a picture set beside the text is a figure before it": (
        '<p>文字<img class="alignleft" src="/a.jpg" alt="山"> 环绕<br>着它。</p>',
        '<figure class="align-left"><img src="/a.jpg" alt="山"></figure><p>文字 环绕<br>着它。</p>',
    ),
    "a picture on its own line is a figure there": (
        '<p>前<br><b>后<br>来</b><br><img src="/a.jpg" alt="山"><br>图注</p>',
        '<p>前<br><strong>后<br>来</strong></p><figure><img src="/a.jpg" alt="山"></figure>'
        "<p>图注</p>",
    ),
    "a picture in a sentence stays there": (
        '<p>点 <img src="/i.png" alt="按钮"> 即可</p>',
        '<p>点 <img src="/i.png" alt="按钮"> 即可</p>',
    ),
    "a stored picture needs no address": (
        '<figure><img src="/media/x.webp" data-picture="7" alt="山" width="5" srcset="x"></figure>',
        '<figure><img data-picture="7" alt="山"></figure>',
    ),
    "a description that describes nothing is none": (
        '<figure><img data-picture="7" alt="图片"></figure>',
        '<figure><img data-picture="7"></figure>',
    ),
    "pictures without an address are gone": (
        '<p>甲<img alt="x"><img src="data:,x"></p>',
        "<p>甲</p>",
    ),
    "pictures with an address that is none are gone": (
        '<img data-src="https://1.2.3.256/a.jpg" alt="x"><img data-src="tel:1" alt="x">',
        "",
    ),
    "counting pixels are gone": ('<img src="https://x.example/" width="1" height="1">', ""),
    "emoji pictures are characters": (
        '<p>好<img class="emoji" alt="👍" src="//s/1.svg"></p>',
        "<p>好👍</p>",
    ),
    "a frame of a known site is a video": (
        '<p>看<iframe src="//player.bilibili.com/player.html?bvid=BV1xx411c7mD&page=2">x</iframe>',
        '<p>看</p><figure data-embed="https://www.bilibili.com/video/BV1xx411c7mD?p=2"></figure>',
    ),
    "a Flash player of a known site is a video": (
        '<object><embed src="http://player.youku.com/player.php/sid/XMTI0NTY3ODkw/v.swf"></object>',
        '<figure data-embed="https://v.youku.com/v_show/id_XMTI0NTY3ODkw.html"></figure>',
    ),
    "a figure of an address is a video": (
        "<figure><div>\nhttps://youtu.be/dQw4w9WgXcQ\n</div><figcaption>题</figcaption></figure>",
        '<figure data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ">'
        "<figcaption>题</figcaption></figure>",
    ),
    "other frames are gone": ('<p>a</p><iframe src="https://x.example/"></iframe>', "<p>a</p>"),
    "an embed that no site knows is none": (
        '<figure data-embed="https://x.example/v"><figcaption>题</figcaption></figure>',
        "<p>题</p>",
    ),
    "galleries are figures": (
        '<figure><ul><li><figure><img src="/a"></figure></li><li><figure><img src="/b"></figure>'
        "</li></ul><figcaption>两张</figcaption></figure>",
        '<figure><img src="/a"></figure><figure><img src="/b"></figure><p>两张</p>',
    ),
    "a table in a figure takes its caption": (
        "<figure><table><tr><td>1</td><td>2</td></tr></table><figcaption>表</figcaption></figure>",
        "<table><caption>表</caption><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    ),
    "a table of one cell is a box": (
        "<table><tr><td><p>一</p>二</td></tr></table>",
        "<p>一</p><p>二</p>",
    ),
    "a blank caption is none": (
        "<table><caption>表</caption><caption> </caption><tr><td>1</td><td>2</td></tr></table>",
        "<table><caption>表</caption><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    ),
    "numbers are set right": (
        '<table><tr><td style="text-align:right">1</td><td><p align="center">2</p></table>',
        '<table><tbody><tr><td class="n">1</td><td class="align-center">2</td></tr></tbody>'
        "</table>",
    ),
    "empty tables and absurd spans are gone": (
        "<table><tr><td> </td><td></td></tr></table>"
        '<table><tr><td colspan="9999">1</td><td>2</table>',
        "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    ),
    "whoever is cited stands below the quotation": (
        "<blockquote><p>话。</p><cite>某人</cite></blockquote>",
        "<blockquote><p>话。</p><footer>某人</footer></blockquote>",
    ),
    "WordPress's pull quote is ours": (
        '<figure class="wp-block-pullquote"><blockquote><p>话。</p><cite>某人</cite></blockquote>',
        '<aside class="pull"><p>话。</p><cite>某人</cite></aside>',
    ),
    "lists in lists belong to an item": (
        "<ul><li><p>一</p></li><ul><li>二</li></ul></ul>",
        "<ul><li>一<ul><li>二</li></ul></li></ul>",
    ),
    "code keeps its lines": (
        "<pre>\n\na\n  b<br>c&nbsp;d</pre>",
        "<pre><code>a\n  b\nc d</code></pre>",
    ),
    "links to nowhere are text": (
        '<a name="x">甲</a><a href="#x">乙</a><a href="">丙</a>',
        "<p>甲乙丙</p>",
    ),
    "links of other schemes are text": (
        '<a href="ftp://x.example/">甲</a><a href="C:\\a">乙</a>',
        "<p>甲乙</p>",
    ),
    "links with a user name deceive": (
        '<a href="https://bank.example@x.example/">甲</a>',
        "<p>甲</p>",
    ),
    "addresses without a scheme get one": (
        '<a href="//x.example/a b">甲</a>',
        '<p><a href="https://x.example/a%20b" rel="noopener">甲</a></p>',
    ),
    "what is hidden is gone": (
        '<p>甲</p><div style="display: none">广告</div><p hidden>乙</p>',
        "<p>甲</p>",
    ),
    "nothing is left of nothing": (
        "<p>&nbsp;</p><p>　</p><h2></h2><ul><li></li></ul><br>\u200b",
        "",
    ),
}


@pytest.mark.parametrize(("html", "expected"), BECOMES.values(), ids=BECOMES.keys())
def test_foreign_markup_becomes_ours(html, expected):
    assert clean_body(html) == expected
    assert clean_body(expected) == expected


TEXT = {
    "indents typed as spaces": (
        "<p>　　一。</p><p>&nbsp;&nbsp;二。　</p>",
        "<p>一。</p><p>二。</p>",
    ),
    "indents after a line break": ("<p>一<br>　　二</p>", "<p>一<br>二</p>"),
    "spaces within a line stay": ("<p>责任编辑：甲　校对：乙</p>", "<p>责任编辑：甲　校对：乙</p>"),
    "zero-width characters": ("<p>\ufeff一\u200b二\u2060</p>", "<p>一二</p>"),
    "joiners in emoji stay": ("<p>👩\u200d💻❤\ufe0f</p>", "<p>👩\u200d💻❤\ufe0f</p>"),
    "control characters": ("<p>一\x00\x0b&#1;二\ud800</p>", "<p>一二</p>"),
    "line ends between Chinese characters": ("<p>一\r\n  二，\n三</p>", "<p>一二，三</p>"),
    "line ends between words": ("<p>one\n two 一\nthree</p>", "<p>one two 一 three</p>"),
    "angle brackets as text": ("a < b &amp;lt; &lt;p&gt;", "<p>a &lt; b &amp;lt; &lt;p&gt;</p>"),
}


@pytest.mark.parametrize(("html", "expected"), TEXT.values(), ids=TEXT.keys())
def test_text_loses_only_what_nobody_typed(html, expected):
    assert clean_body(html) == expected


def test_word_leaves_no_trace():
    html = """<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></xml><![endif]-->
    <style>p.MsoNormal {mso-style-parent:""}</style>
    <div class=WordSection1><p class=MsoNormal style='text-indent:21.0pt;mso-char-indent-count:2.0'>
    <span style='font-family:宋体;mso-ascii-font-family:Calibri'>今天天气</span><span
    lang=EN-US>26<o:p></o:p></span><span style='font-family:宋体'>度。</span></p>
    <p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
    <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
    style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span><![endif]>甲</p>
    <p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span
    style='mso-list:Ignore'>·<span>&nbsp;</span></span>乙</p>
    <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span
    style='mso-list:Ignore'>2.</span>丙</p></div>"""
    assert clean_body(html) == (
        "<p>今天天气26度。</p><ol><li>甲<ul><li>乙</li></ul></li><li>丙</li></ol>"
    )


def test_wechat_leaves_no_trace():
    html = """<div id="js_content" style="visibility: hidden; opacity: 0;">
    <section data-role="outer" style="font-size:16px"><section style="text-align:center">
    <img class="rich_pages" data-src="https://mmbiz.qpic.cn/x/640?wx_fmt=png" data-ratio="0.5"
     src="data:image/svg+xml,%3Csvg/%3E" alt="图片"></section>
    <section><span leaf="" style="color:#333"><span textstyle="">第一段。</span></span></section>
    <section><br></section><p style="display:none"><mp-style-type data-value="3"></p>
    <section><strong><span leaf="">小</span></strong><strong><span>标题</span></strong></section>
    <iframe class="video_iframe" data-src="https://v.qq.com/iframe/preview.html?vid=a0034abcdef&w=5">
    </iframe></section></div>"""
    assert clean_body(html) == (
        '<figure><img src="https://mmbiz.qpic.cn/x/640?wx_fmt=png"></figure>'
        "<p>第一段。</p><p><strong>小标题</strong></p>"
        '<figure data-embed="https://v.qq.com/x/page/a0034abcdef.html"></figure>'
    )


def test_google_docs_leaves_no_trace():
    html = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">
    <p dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-weight:700;">粗</span>
    <span style="font-weight:400;font-style:italic;">slanted</span></p><br /></b>"""
    assert clean_body(html) == "<p><strong>粗</strong> <em>slanted</em></p>"


def test_deep_nesting_keeps_its_text():
    cleaned = clean_body("<div>" * 50_000 + "深" + "<blockquote>" * 500 + "处")
    assert "深" in cleaned
    assert "处" in cleaned
    assert "深" in clean_body("<blockquote>" * 250 + "深")


def test_every_attribute_and_class_belongs_to_a_kept_element():
    assert set(policy.ATTRIBUTES) | set(policy.CLASSES) <= policy.TAGS
    assert "style" not in {name for names in policy.ATTRIBUTES.values() for name in names}
    assert "id" not in {name for names in policy.ATTRIBUTES.values() for name in names}
