"""Content of the block editor: delimiters go, what readers saw stays."""

import time

import pytest

from portal.wordpress.markup import convert
from tests.site.wordpress.shelf import Shelf, body


def block(name: str, inner: str, given: str = "") -> str:
    return f"<!-- wp:{name} {given + ' ' if given else ''}-->\n{inner}\n<!-- /wp:{name} -->\n\n"


def test_line_breaks_of_the_source_mean_nothing_in_blocks():
    content = block("paragraph", "<p>一\n二</p>") + block("heading", "<h2>三</h2>")
    assert body(content) == "<p>一二</p><h2>三</h2>"


def test_text_between_blocks_is_classic():
    content = block("paragraph", "<p>一\n一</p>") + "二\n三\n\n四" + block("paragraph", "<p>五</p>")
    assert body(content) == "<p>一一</p><p>二<br>三</p><p>四</p><p>五</p>"


def test_a_classic_block_makes_paragraphs_of_blank_lines():
    assert body(block("freeform", "一\n\n二")) == "<p>一</p><p>二</p>"


FIGURE = '<figure><img data-picture="7" alt="画"><figcaption>注</figcaption></figure>'
IMG = '<img src="https://old.example/a-300x200.jpg" alt="画" class="wp-image-7"/>'


@pytest.mark.parametrize(
    ("name", "inner", "expected"),
    [
        (
            "image",
            f'<figure class="wp-block-image size-large">{IMG}<figcaption>注</figcaption></figure>',
            FIGURE,
        ),
        (
            "image",
            f'<div class="wp-block-image"><figure class="alignright size-large is-resized">{IMG}'
            "<figcaption>注</figcaption></figure></div>",
            FIGURE.replace("<figure>", '<figure class="align-right">'),
        ),
        (
            "gallery",
            '<figure class="wp-block-gallery columns-2"><ul class="blocks-gallery-grid">'
            f'<li class="blocks-gallery-item"><figure>{IMG}<figcaption>注</figcaption></figure>'
            f"</li><li><figure>{IMG}</figure></li></ul><figcaption>全部</figcaption></figure>",
            FIGURE + '<figure><img data-picture="7" alt="画"></figure><p>全部</p>',
        ),
        (
            "gallery",
            '<figure class="wp-block-gallery has-nested-images">'
            + block("image", f'<figure class="wp-block-image">{IMG}</figure>')
            + "</figure>",
            '<figure><img data-picture="7" alt="画"></figure>',
        ),
        (
            "gallery",
            f'<ul class="wp-block-gallery"><li class="blocks-gallery-item"><figure>{IMG}'
            "<figcaption>注</figcaption></figure></li></ul>",
            FIGURE,
        ),
        (
            "quote",
            '<blockquote class="wp-block-quote"><p>言</p><cite>人</cite></blockquote>',
            "<blockquote><p>言</p><p><cite>人</cite></p></blockquote>",
        ),
        (
            "pullquote",
            '<figure class="wp-block-pullquote"><blockquote><p>言</p><cite>人</cite>'
            "</blockquote></figure>",
            '<aside class="pull"><p>言</p><p><cite>人</cite></p></aside>',
        ),
        (
            "cover",
            '<div class="wp-block-cover" style="background-image:url(https://old.example/a.jpg)">'
            '<div class="wp-block-cover__inner-container"><p>题</p></div></div>',
            '<figure><img data-picture="900" alt=""></figure><p>题</p>',
        ),
        (
            "cover",
            f'<div class="wp-block-cover"><span aria-hidden="true"></span>{IMG}'
            '<div class="wp-block-cover__inner-container"><p>题</p></div></div>',
            '<figure><img data-picture="7" alt="画"></figure><p>题</p>',
        ),
        (
            "media-text",
            f'<div class="wp-block-media-text"><figure class="wp-block-media-text__media">{IMG}'
            '</figure><div class="wp-block-media-text__content"><p>文</p></div></div>',
            '<figure><img data-picture="7" alt="画"></figure><p>文</p>',
        ),
        (
            "columns",
            '<div class="wp-block-columns">'
            + block("column", '<div class="wp-block-column"><p>左</p></div>')
            + block("column", '<div class="wp-block-column"><p>右</p></div>')
            + "</div>",
            "<p>左</p><p>右</p>",
        ),
        (
            "embed",
            '<figure class="wp-block-embed is-type-video"><div class="wp-block-embed__wrapper">\n'
            "https://www.youtube.com/watch?v=x&amp;t=1\n</div><figcaption>片</figcaption></figure>",
            '<figure data-embed="https://www.youtube.com/watch?v=x&amp;t=1">'
            "<figcaption>片</figcaption></figure>",
        ),
        (
            "core-embed/twitter",
            '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\n'
            "https://twitter.example/x/1\n</div></figure>",
            '<p><a href="https://twitter.example/x/1">https://twitter.example/x/1</a></p>',
        ),
        (
            "table",
            '<figure class="wp-block-table"><table><tbody><tr><td>格</td></tr></tbody></table>'
            "<figcaption>表</figcaption></figure>",
            "<table><tbody><tr><td>格</td></tr></tbody></table><p>表</p>",
        ),
        (
            "list",
            "<ul>"
            + block("list-item", "<li>一</li>")
            + block("list-item", "<li>二</li>")
            + "</ul>",
            "<ul><li>一</li><li>二</li></ul>",
        ),
        (
            "file",
            '<div class="wp-block-file"><a href="https://old.example/a.pdf">文件</a>'
            '<a href="https://old.example/a.pdf" class="wp-block-file__button" download>下载</a>'
            "</div>",
            '<p><a href="https://old.example/a.pdf">文件</a></p>',
        ),
        (
            "audio",
            '<figure class="wp-block-audio"><audio controls src="https://old.example/a.mp3">'
            "</audio><figcaption>声</figcaption></figure>",
            '<p><a href="https://old.example/a.mp3">a.mp3</a></p><p>声</p>',
        ),
        (
            "video",
            '<figure class="wp-block-video"><video controls>'
            '<source src="https://old.example/a.mp4"></video></figure>',
            '<p><a href="https://old.example/a.mp4">a.mp4</a></p>',
        ),
        (
            "html",
            '<iframe src="//player.bilibili.com/player.html?bvid=BV1&amp;p=1"></iframe>',
            '<figure data-embed="https://player.bilibili.com/player.html?bvid=BV1&amp;p=1">'
            "</figure>",
        ),
        (
            "button",
            '<div class="wp-block-button"><a href="/x">去</a></div>',
            '<p><a href="/x">去</a></p>',
        ),
        (
            "code",
            '<pre class="wp-block-code"><code>a &lt; b</code></pre>',
            "<pre><code>a &lt; b</code></pre>",
        ),
        ("separator", '<hr class="wp-block-separator"/>', "<hr>"),
        ("spacer", '<div style="height:100px" class="wp-block-spacer"></div>', ""),
    ],
)
def test_each_block_keeps_what_readers_saw(name, inner, expected):
    converted = convert(block(name, inner), Shelf())
    assert converted.body.replace("\n", "") == expected
    assert not converted.warnings


def test_blocks_that_wordpress_filled_anew_are_warned_about():
    converted = convert('<!-- wp:latest-posts {"postsToShow":5} /--><p>一</p>', Shelf())
    assert converted.body == "<p>一</p>"
    assert converted.warnings == {"block latest-posts": 1}


def test_a_reusable_block_stands_where_it_was_used():
    shelf = Shelf(blocks={5: block("paragraph", "<p>共用</p>")})
    content = block("paragraph", "<p>一</p>") + '<!-- wp:block {"ref":5} /-->'
    assert body(content, shelf) == "<p>一</p><p>共用</p>"


def test_a_reusable_block_that_is_missing_is_warned_about():
    assert convert('<!-- wp:block {"ref":5} /-->', Shelf()).warnings == {"block reusable": 1}


@pytest.mark.parametrize(
    "content",
    [
        "<!-- /wp:paragraph -->一",
        "<!-- wp:paragraph -->一",
        "<!-- wp:paragraph {broken} -->一<!-- /wp:group -->",
        '<!-- wp:block {"ref":"x"} /-->一',
        '<!-- wp:block {"ref" /-->一',
        "<!-- wp:block [1] /-->一",
    ],
)
def test_crooked_delimiters_lose_no_text(content):
    assert "一" in body(content)


@pytest.mark.parametrize(
    "more",
    [
        "<!--more-->",
        "<!--more 继续阅读-->",
        "<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->",
        "<!--more--><!--noteaser-->",
    ],
)
def test_what_stood_before_the_more_tag_is_the_teaser(more):
    converted = convert(f"导语\n\n{more}\n\n其余", Shelf())
    assert converted.teaser == "<p>导语</p>"
    assert converted.body.replace("\n", "") == "<p>导语</p><p>其余</p>"


def test_without_a_more_tag_there_is_no_teaser():
    assert convert("一\n\n二", Shelf()).teaser == ""


@pytest.mark.parametrize(
    "page", ["<!--nextpage-->", "<!-- wp:nextpage -->\n<!--nextpage-->\n<!-- /wp:nextpage -->"]
)
def test_pages_of_one_post_are_joined(page):
    assert body(f"一\n{page}\n二") == "<p>一</p><p>二</p>"


def test_delimiters_without_end_take_no_more_time_than_others():
    start = time.perf_counter()
    assert convert("<!-- wp:x {" * 20_000, Shelf()).body == ""
    assert time.perf_counter() - start < 5  # each searched the whole rest for its end
