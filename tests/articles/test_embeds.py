"""Which addresses are videos, and of whom."""

import pytest
from django.utils import translation

from articles.html import PLAYER_ORIGINS, canonical_embed
from articles.html.embeds import PROVIDERS

BILIBILI = "https://www.bilibili.com/video/BV1xx411c7mD"
YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
QQ = "https://v.qq.com/x/page/a0034abcdef.html"
YOUKU = "https://v.youku.com/v_show/id_XMTI0NTY3ODkw.html"

VIDEOS = {
    "https://www.bilibili.com/video/BV1xx411c7mD/?spm_id_from=333.1&vd_source=1": BILIBILI,
    "http://m.bilibili.com/video/BV1xx411c7mD?p=1": BILIBILI,
    "//player.bilibili.com/player.html?aid=1&bvid=BV1xx411c7mD&cid=2&page=1": BILIBILI,
    "https://www.bilibili.com/video/av170001?p=3": "https://www.bilibili.com/video/av170001?p=3",
    "https://player.bilibili.com/player.html?aid=170001": "https://www.bilibili.com/video/av170001",
    "https://v.qq.com/x/cover/mzc00200abcdefg/a0034abcdef.html": QQ,
    "https://v.qq.com/txp/iframe/player.html?vid=a0034abcdef": QQ,
    "https://v.qq.com/iframe/preview.html?width=500&vid=a0034abcdef": QQ,
    "https://v.youku.com/v_show/id_XMTI0NTY3ODkw.html?spm=a2h": YOUKU,
    "https://player.youku.com/embed/XMTI0NTY3ODkw": YOUKU,
    "http://player.youku.com/player.php/sid/XMTI0NTY3ODkw/v.swf": YOUKU,
    "https://youtu.be/dQw4w9WgXcQ?t=43": YOUTUBE,
    "https://m.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1#t=1": YOUTUBE,
    "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0": YOUTUBE,
    "HTTPS://WWW.YOUTUBE.COM/shorts/dQw4w9WgXcQ": YOUTUBE,
    "https://vimeo.com/76979871": "https://vimeo.com/76979871",
    "https://player.vimeo.com/video/76979871?h=8272103f6e": "https://vimeo.com/76979871/8272103f6e",
    "https://www.ixigua.com/iframe/6870480538417185287?autoplay=0": (
        "https://www.ixigua.com/6870480538417185287"
    ),
}


@pytest.mark.parametrize(("address", "canonical"), VIDEOS.items())
def test_pages_and_players_of_one_video_have_one_address(address, canonical):
    embed = canonical_embed(address)
    assert embed.address == canonical
    assert canonical_embed(canonical) == embed
    assert embed.player.startswith(tuple(f"{origin}/" for origin in PLAYER_ORIGINS))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://www.bilibili.com/",
        "https://www.bilibili.com/video/",
        "https://www.bilibili.com/video/BV1xx411c7mD/../../x",
        "https://www.youtube.com/embed/videoseries?list=PL1",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ%22onload=x",
        "https://evil.example/embed/dQw4w9WgXcQ",
        "https://www.youtube.com.evil.example/embed/dQw4w9WgXcQ",
        "https://evil-www.youtube.com/embed/dQw4w9WgXcQ",
        "https://www.youtube.com@evil.example/embed/dQw4w9WgXcQ",
        "https://u:p@www.youtube.com/embed/dQw4w9WgXcQ",
        "https://www.youtube.com:444/embed/dQw4w9WgXcQ",
        "https://www.youtube.com./embed/dQw4w9WgXcQ",
        "https://www.youtube.com\\@evil.example/embed/dQw4w9WgXcQ",
        "https:\\\\www.youtube.com\\embed\\dQw4w9WgXcQ",
        "https://evil.example\\.www.youtube.com/embed/dQw4w9WgXcQ",
        "https://www.y\u043eutube.com/embed/dQw4w9WgXcQ",
        "https://xn--yutube-wqf.com/embed/dQw4w9WgXcQ",
        "https://www.youtube.com%2f@evil.example/embed/dQw4w9WgXcQ",
        "https://www.you\ttube.com/embed/dQw4w9WgXcQ",
        "https://www.youtube.com/embed/dQw4w9W\ngXcQ",
        "https://www.youtube.com/embed/dQw4w9WgXcQ\x00",
        "javascript://www.youtube.com/embed/dQw4w9WgXcQ",
        "data:text/html,https://www.youtube.com/embed/dQw4w9WgXcQ",
        "ftp://www.youtube.com/embed/dQw4w9WgXcQ",
        "/embed/dQw4w9WgXcQ",
    ],
)
def test_addresses_that_only_look_like_a_video_are_refused(address):
    assert canonical_embed(address) is None


def test_frames_are_announced_with_the_name_of_their_site():
    embed = canonical_embed(BILIBILI)
    with translation.override("en"):
        assert str(embed.title) == "Video player of Bilibili"


def test_every_provider_has_its_origin_in_the_security_policy():
    assert len(PLAYER_ORIGINS) == len(PROVIDERS)
