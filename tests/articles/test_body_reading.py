"""What search, excerpts and lists learn from a body."""

from articles.html import (
    Block,
    Heading,
    Kind,
    blocks,
    elements,
    headings,
    parse,
    picture_ids,
    plain_text,
    serialise,
)

BODY = (
    "<h2>小标题</h2><p>第一行<br>第二行 <strong>重</strong>点</p>"
    '<figure><img data-picture="7" alt="不读">'
    "<figcaption>图注<small>摄影</small></figcaption></figure>"
    "<blockquote><p>引文</p><footer>出处</footer></blockquote>"
    "<ul><li>甲<ul><li>乙</li></ul></li></ul>"
    '<aside class="pull"><p>摘句</p><cite>某人</cite></aside>'
    "<table><caption>表</caption><tbody><tr><td>1</td><td><ul><li>2</li></ul></td></tr></tbody></table>"
    "<pre><code>a\n  b</code></pre><h3>再 <em>一</em></h3>"
    '<p>图<img data-picture="3"><img data-picture="7"></p>'
    '<figure data-embed="https://vimeo.com/1"></figure>'
)


def test_text_comes_in_blocks_of_known_kinds():
    assert blocks(BODY) == [
        Block(Kind.HEADING, "小标题"),
        Block(Kind.PARAGRAPH, "第一行\n第二行 重点"),
        Block(Kind.CAPTION, "图注摄影"),
        Block(Kind.QUOTE, "引文"),
        Block(Kind.SOURCE, "出处"),
        Block(Kind.ITEM, "甲"),
        Block(Kind.ITEM, "乙"),
        Block(Kind.PULL, "摘句"),
        Block(Kind.PULL, "某人"),
        Block(Kind.TABLE, "表"),
        Block(Kind.TABLE, "1"),
        Block(Kind.TABLE, "2"),
        Block(Kind.CODE, "a\n  b"),
        Block(Kind.HEADING, "再 一"),
        Block(Kind.PARAGRAPH, "图"),
    ]


def test_plain_text_has_a_line_for_each_block_and_break():
    assert plain_text("<p>一<br>二</p><ul><li>三</li></ul>") == "一\n二\n三"
    assert plain_text("不在段落里 &lt;b&gt;") == "不在段落里 <b>"
    assert plain_text("") == ""


def test_how_a_word_is_read_is_no_text():
    assert plain_text("<p><ruby>漢<rt>hàn</rt></ruby>字</p>") == "漢字"


def test_pictures_are_listed_once_in_order():
    assert picture_ids(BODY) == [7, 3]
    assert picture_ids('<img data-picture="x"><img data-picture="0"><img src="/a">') == []


def test_headings_make_a_table_of_contents():
    assert headings(BODY) == [Heading(2, "小标题"), Heading(3, "再 一")]


def test_a_stored_body_can_be_changed_and_printed_again():
    nodes = parse('<p>图<img data-picture="3" alt="a &quot;b&quot;">&nbsp;&lt;</p>')
    for element in elements(nodes):
        if element.tag == "img":
            element.attrs["src"] = '/a?b&"c'
    assert serialise(nodes) == (
        '<p>图<img data-picture="3" alt="a &quot;b&quot;" src="/a?b&amp;&quot;c">&nbsp;&lt;</p>'
    )
