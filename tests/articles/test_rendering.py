"""What becomes of a stored body on its way to the page."""

import re

import pytest
from django.conf import settings
from django.utils import translation

from articles.html import PLAYER_ORIGINS, clean_body
from articles.models import Picture
from articles.rendering import picture_tag, render_body
from tests.factories import make_picture

NAME = "ab" * 32
VIDEO = "https://www.bilibili.com/video/BV1xx411c7mD"


def a_picture(**given) -> Picture:
    facts = {"pk": 7, "name": NAME, "format": "jpg", "width": 1200, "height": 800}
    return Picture(**facts | {"widths": [480, 800, 1200], "alt": "库里的描述"} | given)


def rendered(html: str, *pictures: Picture, lazy: bool = True) -> str:
    assert clean_body(html) == html, "bodies are clean before they are rendered"
    return str(render_body(html, {picture.pk: picture for picture in pictures}, lazy=lazy))


FIGURE = '<figure><img data-picture="7" alt="河口"></figure>'


# --- Pictures -------------------------------------------------------------------------------


def test_a_picture_comes_in_all_its_widths_with_its_size_and_a_fallback():
    folder = f"/media/pictures/ab/{NAME}"
    assert rendered(FIGURE, a_picture()) == (
        '<figure><picture><source type="image/webp" srcset="'
        f'{folder}-480.webp 480w, {folder}-800.webp 800w, {folder}-1200.webp 1200w" '
        'sizes="(min-width: 44rem) 41.625rem, 100vw">'
        f'<img src="{folder}.jpg" width="1200" height="800" alt="河口" decoding="async" '
        'loading="lazy"></picture></figure>'
    )


def test_only_the_picture_that_opens_the_page_is_fetched_first():
    html = rendered(FIGURE * 2, a_picture(), lazy=False)
    assert html.count('fetchpriority="high"') == html.count('loading="lazy"') == 1
    assert html.index("fetchpriority") < html.index("loading")


def test_the_writers_description_wins_over_the_librarys():
    assert 'alt="河口"' in rendered(FIGURE, a_picture())
    assert 'alt="库里的描述"' in rendered('<figure><img data-picture="7"></figure>', a_picture())


def test_a_picture_marked_as_decorative_in_the_text_stays_without_description():
    html = rendered('<figure><img data-picture="7" alt=""></figure>', a_picture())
    assert 'alt=""' in html


def test_whoever_made_the_picture_is_named_under_it():
    picture = a_picture(credit="摄影：某某")
    assert "<figcaption><small>摄影：某某</small></figcaption>" in rendered(FIGURE, picture)
    captioned = FIGURE.replace("</figure>", "<figcaption>退潮。</figcaption></figure>")
    assert "退潮。<small>摄影：某某</small>" in rendered(captioned, picture)
    own = captioned.replace("退潮。", "退潮。<small>某某 摄</small>")
    assert rendered(own, picture).count("<small>") == 1


def test_a_picture_that_is_gone_takes_its_figure_along():
    html = "<p>前</p>" + FIGURE.replace("</figure>", "<figcaption>图注</figcaption></figure>")
    assert rendered(html) == '<p class="end">前</p>'


def test_a_picture_that_is_gone_leaves_its_sentence():
    assert rendered('<p>点 <img data-picture="7" alt="按钮"> 即可</p><hr>') == "<p>点  即可</p><hr>"


def test_a_small_picture_is_not_blown_up():
    html = rendered(FIGURE, a_picture(width=300, height=200, widths=[300]))
    assert 'class="narrow"' in html
    assert 'class="narrow"' not in rendered(FIGURE, a_picture())


def test_a_picture_without_renditions_is_still_a_picture():
    html = rendered(FIGURE, a_picture(format="gif", widths=[]))
    assert "<source" not in html
    assert f'src="/media/pictures/ab/{NAME}.gif"' in html


def test_a_picture_beside_the_text_asks_for_a_small_file():
    html = rendered(FIGURE.replace("<figure", '<figure class="align-left"'), a_picture())
    assert 'sizes="(min-width: 44rem) 20rem, 100vw"' in html


def test_a_picture_in_a_link_stays_in_it():
    html = FIGURE.replace("<img", '<a href="/article/1.html" rel="noopener"><img').replace(
        "</figure>", "</a></figure>"
    )
    assert '<a href="/article/1.html" rel="noopener"><picture>' in rendered(html, a_picture())


@pytest.mark.django_db
def test_without_pictures_given_they_are_loaded_in_one_query(django_assert_num_queries):
    one, two = make_picture(), make_picture()
    html = f'<p>甲</p><figure><img data-picture="{one.pk}" alt=""></figure>'
    html += f'<figure><img data-picture="{two.pk}" alt=""></figure>'
    with django_assert_num_queries(1):
        assert render_body(html).count("<picture>") == 2
    with django_assert_num_queries(0):
        render_body("<p>无图</p>")


def test_words_cannot_break_out_of_their_attribute():
    evil = '"><script>alert(1)</script>'
    html = str(picture_tag(a_picture(alt=evil, credit=evil), sizes="100vw"))
    assert "<script" not in html
    assert "<script" not in rendered(
        '<figure><img data-picture="7"></figure>', a_picture(alt=evil, credit=evil)
    )


def test_a_tag_for_covers_takes_class_and_description():
    html = str(picture_tag(a_picture(), sizes="17rem", css="face", lazy=False, alt="另写"))
    assert 'sizes="17rem"' in html
    assert 'class="face"' in html
    assert 'alt="另写"' in html
    assert 'fetchpriority="high"' in html


# --- Pictures of other sites ----------------------------------------------------------------

FOREIGN = '<figure><img src="https://img.example.com/a.jpg" alt="山"></figure>'


def test_a_picture_of_another_site_becomes_a_link_to_it():
    html = rendered(FOREIGN)
    assert "<img" not in html
    assert '<a href="https://img.example.com/a.jpg" rel="noopener">' in html
    assert "山（图片在 img.example.com）" in html


def test_a_linked_picture_of_another_site_becomes_the_text_of_its_link():
    html = rendered(
        '<p>见 <a href="https://example.com/" rel="noopener">'
        '<img src="https://img.example.com/a.jpg" alt="山"></a></p>'
    )
    assert html.count("<a ") == 1
    assert 'href="https://example.com/"' in html
    assert "山" in html


@pytest.mark.parametrize("src", ["/wp-content/a.jpg", f"{settings.SITE_URL}/old/a.jpg"])
def test_a_picture_that_lies_on_this_site_is_shown(src):
    html = rendered(f'<figure><img src="{src}" width="9" height="9"></figure>')
    assert f'<img src="{src}" width="9" height="9" loading="lazy" decoding="async" alt="">' in html


# --- Videos ---------------------------------------------------------------------------------

EMBED = f'<figure data-embed="{VIDEO}"><figcaption>现场</figcaption></figure>'


def test_a_video_is_a_still_a_label_and_a_link_and_asks_nothing_of_its_site():
    html = rendered(EMBED)
    assert f'<a class="embed" href="{VIDEO}" rel="noopener"' in html
    assert 'src="/static/img/video.svg" width="1200" height="675" alt="" loading="lazy"' in html
    assert "播放视频" in html
    assert "<figcaption>现场</figcaption>" in html
    assert "<iframe" not in html
    assert set(re.findall(r'(?:src|srcset)="([^"]*)"', html)) == {"/static/img/video.svg"}


def test_a_video_says_its_site_in_the_readers_language():
    with translation.override("en"):
        assert "Play the video from Bilibili" in rendered(EMBED)


def test_the_script_finds_the_player_that_the_policy_lets_in():
    player = re.search(r'data-player="([^"]*)"', rendered(EMBED))[1]
    assert any(player.startswith(f"{origin}/") for origin in PLAYER_ORIGINS)
    assert 'data-title="' in rendered(EMBED)


def test_frames_may_come_from_players_and_from_nowhere_else(client, db):
    policy = client.get("/admin/login/").headers["Content-Security-Policy"]
    frames = re.search(r"frame-src ([^;]*)", policy)[1].split()
    assert frames == list(PLAYER_ORIGINS)


# --- Text -----------------------------------------------------------------------------------


def test_a_table_scrolls_under_its_own_name():
    table = "<table><caption>开支</caption><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    assert rendered(table) == (
        f'<div class="scroll" tabindex="0" role="region" aria-label="开支">{table}</div>'
    )
    assert 'aria-label="表格"' in rendered(table.replace("<caption>开支</caption>", ""))


def test_code_can_be_scrolled_with_the_keyboard():
    assert rendered("<pre><code>x</code></pre>") == '<pre tabindex="0"><code>x</code></pre>'


def test_a_pull_quote_says_what_it_is():
    html = '<aside class="pull"><p>一句。</p><cite>某人</cite></aside>'
    assert rendered(html) == html.replace("<aside", '<aside aria-label="摘句"').replace(
        'aria-label="摘句" class="pull"', 'class="pull" aria-label="摘句"'
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>一</p><p>二</p>", '<p>一</p><p class="end">二</p>'),
        ('<p class="align-center">一</p>', '<p class="align-center end">一</p>'),
        ("<p>一</p><ul><li>二</li></ul>", "<p>一</p><ul><li>二</li></ul>"),
        ("", ""),
    ],
)
def test_the_end_mark_stands_only_where_a_paragraph_ends_the_text(html, expected):
    assert rendered(html) == expected


def test_all_else_passes_to_the_letter():
    html = (
        '<h2 class="align-center" lang="en">a &lt; b</h2><p class="lead">'
        "<strong>重</strong><em>点</em><s>旧</s><u>名</u>O<sub>2</sub>m<sup>2</sup>"
        '<a href="mailto:a@example.com" title="题" rel="noopener">信</a>'
        '<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby><abbr title="a">b</abbr>'
        '<time datetime="2025-01-28">昨日</time><cite>书</cite><q>话</q><code>x</code></p>'
        '<blockquote lang="ar" dir="rtl"><p>نص</p><footer>某</footer></blockquote>'
        '<ol start="3"><li>三<br>四</li></ol><hr>'
    )
    assert rendered(html) == html
