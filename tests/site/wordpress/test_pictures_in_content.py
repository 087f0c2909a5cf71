"""Pictures of a post become pictures of ours, however WordPress wrote them."""

import pytest

from portal.wordpress.addresses import absolute, local_path, picture_keys
from portal.wordpress.markup import convert
from tests.site.wordpress.shelf import Shelf, body

SRC = "https://old.example/a.jpg"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f'<img src="{SRC}" alt="画">', '<figure><img data-picture="900" alt="画"></figure>'),
        (
            f'<img class="wp-image-31 size-full" src="{SRC}">',
            '<figure><img data-picture="31" alt=""></figure>',
        ),
        (
            f'<p style="text-align:center"><img src="{SRC}"></p>',
            '<figure class="align-center"><img data-picture="900" alt=""></figure>',
        ),
        (
            f'<img class="alignright" src="{SRC}">文字绕排。',
            '<figure class="align-right"><img data-picture="900" alt=""></figure><p>文字绕排。</p>',
        ),
        (f'字<img src="{SRC}">字', '<p>字<img data-picture="900" alt="">字</p>'),
        (
            f'<img src="{SRC}">\n下一行',
            '<figure><img data-picture="900" alt=""></figure><p>下一行</p>',
        ),
        (
            f'<a href="{SRC}"><img src="{SRC}"></a>',
            '<figure><img data-picture="900" alt=""></figure>',
        ),
        (
            f'<a href="https://old.example/a/" rel="attachment wp-att-3"><img src="{SRC}"></a>',
            '<figure><img data-picture="900" alt=""></figure>',
        ),
        (
            f'<a href="https://old.example/2025/01/picture/"><img src="{SRC}"></a>',
            '<figure><img data-picture="900" alt=""></figure>',
        ),
        (
            f'<a href="https://else.example/"><img src="{SRC}"></a>',
            '<figure><a href="https://else.example/"><img data-picture="900" alt=""></a></figure>',
        ),
        (
            f'<div class="wp-caption alignleft"><img src="{SRC}"><p class="wp-caption-text">注</p>'
            "</div>",
            '<figure class="align-left"><img data-picture="900" alt="">'
            "<figcaption>注</figcaption></figure>",
        ),
        (f'<li><img src="{SRC}"></li>', '<li><img data-picture="900" alt=""></li>'),
    ],
)
def test_a_picture_stands_where_it_stood(content, expected):
    assert body(content) == expected


def test_a_picture_whose_file_is_missing_stays_at_its_old_address():
    assert body('<img src="/missing/a.jpg" alt="画" width="640" height="480">') == (
        '<figure><img src="https://old.example/missing/a.jpg" alt="画" width="640" height="480">'
        "</figure>"
    )


@pytest.mark.parametrize(
    ("name", "expected"), [("alignwide", "bleed"), ("alignfull", "bleed"), ("alignnone", "")]
)
def test_wide_pictures_stay_wide(name, expected):
    found = body(f'<figure class="wp-block-image {name}"><img src="{SRC}"></figure>')
    assert found.startswith(f'<figure class="{expected}">' if expected else "<figure>")


@pytest.mark.parametrize("name", ["data-original", "data-src", "data-lazy-src"])
def test_lazy_pictures_are_found_at_their_real_address(name):
    shelf = Shelf()
    body(f'<img src="/blank.gif" {name}="{SRC}"><noscript><img src="{SRC}"></noscript>', shelf)
    assert shelf.addresses == ["old.example/a.jpg"]


def test_smileys_become_characters_and_counting_pixels_nothing():
    content = (
        '好<img class="wp-smiley" alt="🙂" src="x.png"><img src="https://c.example/?1" width="1"'
        ' height="1">'
    )
    assert body(content) == "<p>好🙂</p>"


@pytest.mark.parametrize("source", ["data:image/png;base64,AAAA", "", "javascript:alert(1)"])
def test_a_picture_without_an_address_is_warned_about(source):
    converted = convert(f'一<img src="{source}">', Shelf())
    assert converted.body == "<p>一</p>"
    assert converted.warnings == {"picture without an address": 1}


@pytest.mark.parametrize(
    "address",
    [
        "http://old.example/wp-content/uploads/2025/01/照片.jpg",
        "https://www.old.example/wp-content/uploads/2025/01/照片-300x200.jpg",
        "https://old.example/wp-content/uploads/2025/01/%E7%85%A7%E7%89%87.jpg?w=604",
        "https://old.example/wp-content/uploads/2025/01/照片-scaled.jpg",
        "https://i0.wp.com/old.example/wp-content/uploads/2025/01/照片.jpg?resize=1",
    ],
)
def test_sizes_and_spellings_of_one_picture_are_one(address):
    assert "old.example/wp-content/uploads/2025/01/照片.jpg" in picture_keys(address)


@pytest.mark.parametrize("address", ["http://[broken", "https://old.example:x/", "//["])
def test_broken_addresses_have_no_parts(address):
    assert set(picture_keys(address)) <= {"", "old.example/"}
    assert local_path(address).startswith("/")
    assert absolute(address, "https://old.example/") in {"", address}


@pytest.mark.parametrize(
    ("content", "embed"),
    [
        ('<iframe src="https://v.qq.com/txp/iframe/player.html?vid=x"></iframe>', True),
        ('<embed src="https://v.qq.com/x.swf">', True),
        ('<object><param name="movie"><embed src="https://v.qq.com/x.swf"></object>', True),
        ('<object data="https://v.qq.com/x.swf"></object>', True),
        ('<p>甲<iframe src="https://v.qq.com/x"></iframe>乙</p>', True),
        ('<iframe src="https://maps.example/x"></iframe>', False),
    ],
)
def test_frames_of_known_hosts_become_embeds_and_others_links(content, embed):
    converted = convert(content, Shelf())
    assert ("<figure data-embed=" in converted.body) is embed
    assert ("<a href=" in converted.body) is not embed
    assert bool(converted.warnings) is not embed
    assert "<iframe" not in converted.body
