"""Lines about the copy: who was responsible, where it came from, where it was filed.

Chinese newsrooms write them into the text, in forms that have settled over decades.
"""

import re
from typing import NamedTuple

from articles.html import Element, parse, serialise

_DESK = (
    "责任编辑|責任編輯|责编|責編|值班编辑|执行编辑|实习编辑|网络编辑|本文编辑|编辑|編輯|编审|校对|责任校对|审校|审核|审读"
    "|初审|复审|终审|一审|二审|三审|监制|总监制|值班主任|值班主编|值班总编|统筹"
)
_ORIGIN = (
    "来源|來源|文章来源|文章來源|稿件来源|稿源|信息来源|新闻来源|资料来源|内容来源|图片来源|图源|视频来源|素材来源"
    "|转载自|转自|综合自|原标题|原题|原文标题|原文链接"
)
_COLON = r"\s*[:：/\uff0f|\uff5c丨]\s*"
_OPEN, _CLOSE = r"[（(【\[]", r"[）)】\]]"
_SENTENCE = "。！？；!?"

# Whole lines.
_DESK_LINE = re.compile(rf"{_OPEN}?(?:{_DESK}){_COLON}[^{_SENTENCE}]{{1,60}}")
_NAMED_LINE = re.compile(rf"{_OPEN}?(?:责任编辑|责编)\s+\S{{2,12}}(?:\s+\w+)?{_CLOSE}?")
_ADDRESS_LINE = re.compile(r"https?://\S+")  # a video that no embed was made of
_ORIGIN_LINE = re.compile(rf"{_OPEN}?(?:{_ORIGIN}){_COLON}.{{1,120}}")
# The same at the end of a paragraph: in brackets, or after the last sentence.
_REPORTER = (
    r"(?:(?:本报|本网|本台|本刊|[\w·]{1,10}(?:社|报|网|台|新闻|客户端))\s*)?"
    r"(?:见习|实习|特约)?(?:记者|通讯员|编译)(?:[\s:：][^（）()。]{1,40}|[\u4e00-\u9fff·]{2,4})"
)
_LONGEST_TAIL = 120  # characters
_TAIL = re.compile(
    rf"\s*{_OPEN}\s*(?:{_DESK}|{_ORIGIN}){_COLON}[^（）()【】\[\]]{{1,60}}{_CLOSE}[。.]?$"
    rf"|(?<=[{_SENTENCE}”’…])\s*[（(]\s*(?:{_REPORTER}|完)\s*[）)]$"
    rf"|(?<=[{_SENTENCE}”’）)…\s])\s*(?:责任编辑|责编){_COLON}[^{_SENTENCE}]{{1,40}}$"
)

# 新华社北京1月28日电（记者 某某）, 本报讯, 某某网1月28日讯, 央视网消息：
_OURS = "本[报网台刊社]"
_WIRE = rf"(?:{_OURS}|[\w·]{{1,14}}?(?:社|网|报|台|频道|客户端|新闻|在线|快讯))"
_PLACE = r"[\u4e00-\u9fff·]{0,8}?"
_DATE = r"(?:\d{4}年)?\d{1,2}月\d{1,2}日"
_NAMES = r"\s*[（(][^（）()]{1,40}[）)]"
_DATELINE = re.compile(
    # With a date, 电 and 讯 speak for themselves unless a word goes on: 电视, 电影, 讯息 …
    rf"(?:{_WIRE}{_PLACE}\s*{_DATE}\s*(?:专?电(?![视影台子话动力商器梯])|讯(?!息))(?:{_NAMES})?"
    rf"|(?:{_WIRE}|{_OURS}{_PLACE})(?:专?电|讯)(?:{_NAMES}|(?=[\s:：,，—]))"
    rf"|{_WIRE}消息(?:{_NAMES}|(?=[:：])))[\s:：,，—-]*(?:题[:：]\s*)?"
    rf"|【[^】]{{0,14}}(?:报道|讯|消息|电)(?:\s*[^】]{{0,24}})?】\s*"
    rf"|[（(]{_REPORTER}[）)]\s*"
    r"|[A-Z][A-Za-z.' ]{1,30}(?:,[A-Za-z. ]{1,24}\d{0,2})?,? ?"
    r"\([A-Z][A-Za-z ]{1,30}\) ?(?:--|—|-)+ ?"
)

# 责任编辑：张某某 0764, （责编：于某 zx0176）
_EDITOR = re.compile(
    rf"{_OPEN}?\s*(?:(?:责任编辑|责编|值班编辑|本文编辑|编辑){_COLON}|责任编辑\s+)"
    r"(?P<name>[\u4e00-\u9fff·]+(?:[\s、]+[\u4e00-\u9fff·]+){0,3}|[A-Za-z][A-Za-z .'-]{1,30}?)"
    rf"(?:[\s_]*[（(\[]?\s*(?P<code>[A-Za-z]{{0,4}}[-_]?\d{{2,8}}[A-Za-z]?)\s*[）)\]]?)?\s*{_CLOSE}?"
)
_LONGEST_NAMES = 20

# #话题#, but not the sharps of C# and F#.
_TOPIC = re.compile(r"(?<![A-Za-z0-9])[#\uff03](?!\s)([^#\uff03\n]{1,40})(?<!\s)[#\uff03]")
_BEFORE_LABEL = re.compile(r"(?:^|[\s#\uff03。！？!?…”）)】])$")
_AFTER_LABEL = re.compile(r"^(?:$|[\s#\uff03【\[（(])")


class EditorLine(NamedTuple):
    """The responsible editor as the last line of a body named them, and the body without it."""

    html: str
    name: str
    code: str


def lift_editor_line(html: str) -> EditorLine | None:
    """Take the line of the responsible editor from the end of a clean body, if there is one.

    A line that names others too (校对, 审核) stays, because there is no field for them. A source
    line or pictures may follow.
    """
    nodes = parse(html)
    for index in range(len(nodes) - 1, -1, -1):
        node = nodes[index]
        if isinstance(node, str) or not node.text().strip():
            continue
        *rest, line = node.text().strip().split("\n")
        editor = _EDITOR.fullmatch(line.strip()) if node.tag == "p" else None
        if editor and len(name := _name(editor["name"])) <= _LONGEST_NAMES:
            if rest:
                _drop_last_line(node)
            else:
                del nodes[index]
            return EditorLine(serialise(nodes), name, editor["code"] or "")
        if not _ORIGIN_LINE.fullmatch(line.strip()):
            return None
    return None


def _name(written: str) -> str:
    """Names parted by one space; a space within 张　三 was there for looks."""
    parts = re.split(r"[\s、]+", written.strip())
    are_pieces = all(len(part) == 1 for part in parts)
    return ("" if are_pieces else " ").join(parts)


def _drop_last_line(element: Element) -> bool:
    """Remove the last line break in the element, and what follows it."""
    for index in range(len(element.children) - 1, -1, -1):
        child = element.children[index]
        if isinstance(child, Element) and (child.tag == "br" or _drop_last_line(child)):
            del element.children[index + (child.tag != "br") :]
            return True
    return False


def without_credits(line: str) -> str:
    """The line of copy without dateline, trailing credits and topic marks; "" if it is a credit."""
    line = line.strip()
    if any(p.fullmatch(line) for p in (_DESK_LINE, _NAMED_LINE, _ORIGIN_LINE, _ADDRESS_LINE)):
        return ""
    line = _TOPIC.sub(_topic, line).strip()
    line = line[found.end() :] if (found := _DATELINE.match(line)) else line
    while tail := _TAIL.search(line, max(0, len(line) - _LONGEST_TAIL)):
        line = line[: tail.start()].rstrip()
    return " ".join(line.split())


def _topic(found: re.Match[str]) -> str:
    """A topic that stands apart is a label and goes; one that is part of a sentence is read."""
    before, after = found.string[: found.start()], found.string[found.end() :]
    is_label = _BEFORE_LABEL.search(before[-1:]) and _AFTER_LABEL.search(after)
    return " " if is_label else found[1]
