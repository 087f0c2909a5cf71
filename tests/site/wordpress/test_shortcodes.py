"""Shortcodes become HTML; those of plugins leave what they enclose."""

import time

import pytest

from portal.wordpress.library import GalleryPicture
from portal.wordpress.markup import convert
from portal.wordpress.shortcodes import expand
from tests.site.wordpress.shelf import Shelf, body

IMG = '<img class="wp-image-7" src="https://old.example/a.jpg" alt="画">'
OURS = '<img data-picture="7" alt="画">'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            f'[caption id="attachment_7" align="alignleft" width="300"]{IMG} 图注[/caption]',
            f'<figure class="align-left">{OURS}<figcaption>图注</figcaption></figure>',
        ),
        (
            f'[caption align="alignright" caption="旧式<b>图注</b>"]{IMG}[/caption]',
            f'<figure class="align-right">{OURS}<figcaption>旧式<b>图注</b></figcaption></figure>',
        ),
        (
            f'[wp_caption]{IMG} 见<a href="/x">这里</a>[/wp_caption]',
            f'<figure>{OURS}<figcaption>见<a href="/x">这里</a></figcaption></figure>',
        ),
        (
            f'[caption align="aligncenter"]<a href="https://e.example/">{IMG}</a>图注[/caption]',
            f'<figure class="align-center"><a href="https://e.example/">{OURS}</a>'
            "<figcaption>图注</figcaption></figure>",
        ),
        (f"[caption]{IMG}[/caption]", f"<figure>{OURS}</figure>"),
        ("[caption]只有字[/caption]", "<p>只有字</p>"),
        (
            f"前\n\n[caption]{IMG}一\n二[/caption]\n\n后",
            f"<p>前</p><figure>{OURS}<figcaption>一<br>二</figcaption></figure><p>后</p>",
        ),
    ],
)
def test_both_forms_of_caption_become_figures(content, expected):
    assert body(content) == expected


def test_a_gallery_shows_its_pictures_in_the_order_of_its_ids():
    found = body('甲\n\n[gallery ids="3,1" columns="2" link="file"]\n\n乙')
    assert found == (
        '<p>甲</p><figure><img data-picture="3" alt="图3"><figcaption>说明3</figcaption></figure>'
        '<figure><img data-picture="1" alt="图1"><figcaption>说明1</figcaption></figure><p>乙</p>'
    )


def test_a_gallery_without_ids_shows_what_belongs_to_the_post():
    shelf = Shelf(gallery=[GalleryPicture(5, "", 'a"<b>', "<i>&")])
    assert body("[gallery]", shelf) == (
        '<figure><img data-picture="5" alt="a&quot;&lt;b&gt;">'
        "<figcaption>&lt;i&gt;&amp;</figcaption></figure>"
    )


def test_a_gallery_of_nothing_is_warned_about():
    assert convert("[gallery]", Shelf()).warnings == {"shortcode gallery": 1}


@pytest.mark.parametrize(
    "content",
    [
        "[embed]https://v.qq.com/x/a.html[/embed]",
        '[embed width="500" height="300"] https://v.qq.com/x/a.html [/embed]',
        '[embed src="x"]https://v.qq.com/x/a.html[/embed]',
        "[tencent https://v.qq.com/x/a.html]",
        '[video_player url="https://v.qq.com/x/a.html"]',
        "[youku]https://v.qq.com/x/a.html[/youku]",
    ],
)
def test_videos_of_known_hosts_become_embeds(content):
    assert body(content) == '<figure data-embed="https://v.qq.com/x/a.html"></figure>'


@pytest.mark.parametrize(
    "content",
    [
        "[audio https://old.example/a%20b.mp3]",
        '[audio mp3="https://old.example/a%20b.mp3"][/audio]',
        '[video src="https://old.example/a%20b.mp3" poster="x.jpg"]',
        '[playlist][audio src="https://old.example/a%20b.mp3"][/playlist]',
    ],
)
def test_sounds_and_films_become_links(content):
    link = '<a href="https://old.example/a%20b.mp3">a b.mp3</a>'
    assert link in body(content)


@pytest.mark.parametrize(
    ("content", "expected", "warning"),
    [
        ("[box color=red]里面[/box]", "<p>里面</p>", "shortcode box"),
        ("[vc_row][vc_column]甲[/vc_column][/vc_row]", "<p>甲</p>", "shortcode vc_row"),
        ('[contact-form-7 id="12" title="x"]甲', "<p>甲</p>", "shortcode contact-form-7"),
        ("[reply]<b>甲</b>\n\n乙[/reply]", "<p><b>甲</b></p><p>乙</p>", "shortcode reply"),
        ("[ad_slot/]甲", "<p>甲</p>", "shortcode ad_slot"),
        ("[a x=1][b y=2]甲[/a]", "<p>甲</p>", "shortcode b"),
    ],
)
def test_unknown_shortcodes_go_and_what_they_enclose_stays(content, expected, warning):
    converted = convert(content, Shelf())
    assert converted.body.replace("\n", "") == expected
    assert converted.warnings[warning] == 1


@pytest.mark.parametrize(
    "content",
    ["[sic]", "[GPT-4]", "[路透社]", "[1]", "[AI观察]", "[it's]", "[…]", "[]", "[/end]", "[a b c]"],
)
def test_words_in_brackets_are_no_shortcodes(content):
    converted = convert(f"据{content}报道", Shelf())
    assert converted.body == f"<p>据{content}报道</p>"
    assert not converted.warnings


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("[[gallery]]", "[gallery]"),
        ('[[gallery ids="1"]]', '[gallery ids="1"]'),
        ("[[caption]x[/caption]]", "[caption]x[/caption]"),
        ("[[wiki]]", "[[wiki]]"),
    ],
)
def test_doubled_brackets_show_the_shortcode_itself(content, expected):
    assert body(content) == f"<p>{expected}</p>"


def test_shortcodes_within_tags_are_not_looked_at():
    assert body('<a href="/x" title="[gallery]">甲</a>') == (
        '<p><a href="/x" title="[gallery]">甲</a></p>'
    )


def test_tags_without_end_take_no_more_time_than_others():
    source = "[a]" * 100_000
    start = time.perf_counter()
    assert expand(source, frozenset(), lambda shortcode: None) == source
    assert time.perf_counter() - start < 5  # copying each into the one before took minutes
