"""Videos of other sites: a body stores the public address, readers load the player on a click.

Every address is matched whole, host and path, and then built anew from the video's id alone. So
nothing of what somebody pasted, no other host, port, user name or parameter, survives.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

_ADDRESS = re.compile(r"(?:https?:)?//([a-z0-9.-]+)(/[^\x00-\x20\x7f\\]*)", re.IGNORECASE)


class Place(NamedTuple):
    """Where a provider keeps videos: hosts, a path with named groups, query parameters."""

    hosts: frozenset[str]
    path: re.Pattern[str]
    parameters: dict[str, str]  # a pattern that begins with "?" need not match

    def find(self, path: str, query: dict[str, str]) -> dict[str, str] | None:
        """What identifies the video at this path, or None."""
        match = self.path.fullmatch(path)
        if match is None:
            return None
        parts = {name: value for name, value in match.groupdict().items() if value}
        for name, pattern in self.parameters.items():
            if re.fullmatch(pattern.removeprefix("?"), query.get(name, "")):
                parts[name] = query[name]
            elif not pattern.startswith("?"):
                return None
        return parts


@dataclass(frozen=True, slots=True)
class Provider:
    """A video site: where its videos are, and what is built from the parts found there."""

    name: str | Promise
    places: tuple[Place, ...]
    address: Callable[[dict[str, str]], str]
    player: Callable[[dict[str, str]], str]


@dataclass(frozen=True, slots=True)
class Embed:
    """A video: the `address` of its public page, and the `player` to put in a frame."""

    address: str
    player: str
    provider: str  # a key of PROVIDERS

    @property
    def name(self) -> str | Promise:
        """The video site's name, in the reader's language."""
        return PROVIDERS[self.provider].name

    @property
    def title(self) -> Promise:
        """A title for the frame, which assistive technology announces."""
        return format_lazy(_("Video player of {site}"), site=self.name)


def canonical_embed(address: str) -> Embed | None:
    """The video behind the address of its page or its player, or None if no provider knows it."""
    found = _ADDRESS.fullmatch(address.strip(" \t\r\n"))
    if found is None:
        return None
    host = found[1].lower()
    rest = urlsplit(f"https://host{found[2]}")
    query = {name: values[0] for name, values in parse_qs(rest.query).items()}
    for key, provider in PROVIDERS.items():
        for place in provider.places:
            parts = place.find(rest.path, query) if host in place.hosts else None
            if parts:
                return Embed(provider.address(parts), provider.player(parts), key)
    return None


def _at(hosts: str, path: str, **parameters: str) -> Place:
    return Place(frozenset(hosts.split()), re.compile(path), parameters)


def _bilibili_video(v: dict[str, str]) -> str:
    return v.get("bvid") or f"av{v['aid']}"


def _bilibili_part(v: dict[str, str], prefix: str) -> str:
    part = v.get("p") or v.get("page") or "1"
    return "" if part == "1" else prefix + part


def _bilibili_player(v: dict[str, str]) -> str:
    video = f"bvid={v['bvid']}" if "bvid" in v else f"aid={v['aid']}"
    part = _bilibili_part(v, "&p=")
    return f"https://player.bilibili.com/player.html?isOutside=true&{video}{part}&autoplay=1"


def _vimeo_player(v: dict[str, str]) -> str:
    unlisted = f"h={v['h']}&" if "h" in v else ""
    return f"https://player.vimeo.com/video/{v['id']}?{unlisted}dnt=1&autoplay=1"


_BVID, _AID, _PART = r"BV[0-9A-Za-z]{10}", r"[1-9][0-9]{0,14}", r"?[1-9][0-9]{0,3}"
_QQ = r"[0-9A-Za-z]{8,14}"
_YOUKU = r"X[0-9A-Za-z_-]{8,24}={0,2}"
_YOUTUBE = r"(?!videoseries)[0-9A-Za-z_-]{11}"
_YOUTUBE_HOSTS = "www.youtube.com youtube.com m.youtube.com"
_VIMEO, _VIMEO_HASH = r"[1-9][0-9]{0,11}", r"[0-9a-f]{8,12}"

# Players start by themselves: they are loaded only when a reader has asked for the video.
PROVIDERS: dict[str, Provider] = {
    "bilibili": Provider(
        name=_("Bilibili"),
        places=(
            _at(
                "www.bilibili.com bilibili.com m.bilibili.com",
                rf"/video/(?:(?P<bvid>{_BVID})|av(?P<aid>{_AID}))/?",
                p=_PART,
            ),
            _at("player.bilibili.com", r"/player\.html", bvid=_BVID, p=_PART, page=_PART),
            _at("player.bilibili.com", r"/player\.html", aid=_AID, p=_PART, page=_PART),
        ),
        address=lambda v: (
            f"https://www.bilibili.com/video/{_bilibili_video(v)}{_bilibili_part(v, '?p=')}"
        ),
        player=_bilibili_player,
    ),
    "qq": Provider(
        name=_("Tencent Video"),
        places=(
            _at("v.qq.com", rf"/x/(?:page|cover/[0-9A-Za-z]{{8,20}})/(?P<vid>{_QQ})\.html"),
            _at("v.qq.com", r"/(?:txp/)?iframe/(?:player|preview)\.html", vid=_QQ),
        ),
        address=lambda v: f"https://v.qq.com/x/page/{v['vid']}.html",
        player=lambda v: f"https://v.qq.com/txp/iframe/player.html?vid={v['vid']}&autoplay=true",
    ),
    "youku": Provider(
        name=_("Youku"),
        places=(
            _at("v.youku.com", rf"/v_show/id_(?P<vid>{_YOUKU})\.html"),
            _at("v.youku.com", r"/video", vid=_YOUKU),
            # The second form is the Flash player of posts from before 2017.
            _at("player.youku.com", rf"/(?:embed|player\.php/sid)/(?P<vid>{_YOUKU})(?:/v\.swf|/?)"),
        ),
        address=lambda v: f"https://v.youku.com/v_show/id_{v['vid']}.html",
        player=lambda v: f"https://player.youku.com/embed/{v['vid']}?autoplay=true",
    ),
    "youtube": Provider(
        name="YouTube",
        places=(
            _at(_YOUTUBE_HOSTS, r"/watch", v=_YOUTUBE),
            _at(
                f"{_YOUTUBE_HOSTS} www.youtube-nocookie.com youtube-nocookie.com",
                rf"/(?:embed|shorts|live|v)/(?P<v>{_YOUTUBE})/?",
            ),
            _at("youtu.be", rf"/(?P<v>{_YOUTUBE})/?"),
        ),
        address=lambda v: f"https://www.youtube.com/watch?v={v['v']}",
        player=lambda v: f"https://www.youtube-nocookie.com/embed/{v['v']}?autoplay=1",
    ),
    "vimeo": Provider(
        name="Vimeo",
        places=(
            _at("vimeo.com www.vimeo.com", rf"/(?P<id>{_VIMEO})(?:/(?P<h>{_VIMEO_HASH}))?/?"),
            _at("player.vimeo.com", rf"/video/(?P<id>{_VIMEO})/?", h=f"?{_VIMEO_HASH}"),
        ),
        address=lambda v: f"https://vimeo.com/{v['id']}" + (f"/{v['h']}" if "h" in v else ""),
        player=_vimeo_player,
    ),
    "ixigua": Provider(
        name=_("Xigua Video"),
        places=(_at("www.ixigua.com", r"/(?:iframe/|i)?(?P<id>[1-9][0-9]{14,20})/?"),),
        address=lambda v: f"https://www.ixigua.com/{v['id']}",
        player=lambda v: f"https://www.ixigua.com/iframe/{v['id']}?autoplay=1",
    ),
}

# For the content security policy of article pages: frames come from here and nowhere else.
PLAYER_ORIGINS = (
    "https://player.bilibili.com",
    "https://v.qq.com",
    "https://player.youku.com",
    "https://www.youtube-nocookie.com",
    "https://player.vimeo.com",
    "https://www.ixigua.com",
)
