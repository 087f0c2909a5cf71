"""Readers' plain text: made fit to store, and shown as paragraphs with links.

Nothing here asks the database. What a reader types is never HTML: it is normalised once, at the
door, and escaped once, in paragraphs().
"""

import re
import unicodedata
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LINK_REL = "ugc nofollow noopener"

# Other ways to say "new line": CR, CRLF, form feed, NEL, the two separators of Unicode.
_NEWLINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Controls, bidi overrides, zero-width characters, letters that show as nothing, non-characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc"
    "\ufffe\uffff\U0001d173-\U0001d17a]"
    "|[" + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in
                   range(0x10000, 0x110000, 0x10000)) + "]"
)  # fmt: skip
# Joiners mean something inside emoji, and in the scripts from Arabic to Mongolian.
_EMOJI = "\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f"
_JOINING = "\u0600-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
_IDLE_JOINER = re.compile(
    f"(?<![{_EMOJI}{_JOINING}])[\u200c\u200d]+|[\u200c\u200d]+(?![{_EMOJI}{_JOINING}])"
)
# A selector varies the one character before it; a chain of them is a hiding place.
_SELECTOR = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_IDLE_SELECTOR = re.compile(f"(?<=[\\s\u200c\u200d{_SELECTOR}])[{_SELECTOR}]+|\\A[{_SELECTOR}]+")
# Tag characters spell the flags of regions after a black flag; anywhere else they hide text.
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{2,7}\U000e007f)|[\U000e0000-\U000e007f]")
_DAMAGE = re.compile("[\x00\ud800-\udfff\ufffd]")

_LINK = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.IGNORECASE)
_BROKEN_LINE = re.compile(r"(<br\b[^>]*>)[ \t]*\r?\n", re.IGNORECASE)
_PAIRS = {")": "(", "]": "["}


def is_damaged(text: str) -> bool:
    """Whether the text arrived broken: NUL, half a surrogate pair, or bytes that were not UTF-8."""
    return _DAMAGE.search(text) is not None


def one_line(text: str) -> str:
    """Normalise a name: NFC, nothing invisible, single spaces, no line breaks."""
    return " ".join(_visible(text).split())


def lines(text: str) -> str:
    """Normalise a text of several lines: as one_line(), with line breaks and blank lines kept.

    Lines end in a line feed; at most one blank line stands between paragraphs.
    """
    kept = "\n".join(line.rstrip() for line in _visible(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


def paragraphs(text: str, *, lead: str = "") -> SafeString:
    """Return normalised text as escaped paragraphs with links; `lead` (HTML) opens the first.

    Links are bare web addresses alone; they are marked as a reader's own and not recommended.
    """
    blocks = [_linked(block).replace("\n", "<br>") for block in re.split(r"\n{2,}", text) if block]
    html = "".join(f"<p>{block}</p>" for block in blocks)
    if lead:
        html = html.replace("<p>", f"<p>{lead} ", 1)
    return mark_safe(html)  # noqa: S308 (every piece was escaped in _linked)


def initial(name: str) -> str:
    """Return the sign that stands for a name in its round picture."""
    match = re.search(r"[^\W_]", name) or re.search(r"\S", name)
    return match.group().upper()[0] if match else "?"


def from_html(html: str) -> str:
    """Return the words of a comment that another system kept as HTML, normalised.

    Line breaks count, as they do there; the address of a link follows its words.
    """
    reader = _Words()
    reader.feed(_BROKEN_LINE.sub(r"\1", html))
    reader.close()
    return lines("".join(reader.words))


def _visible(text: str) -> str:
    text = _NEWLINES.sub("\n", unicodedata.normalize("NFC", text))
    text = _TAGS.sub(r"\1", _INVISIBLE.sub("", text)).replace("\u2800", " ")
    text = _IDLE_JOINER.sub("", _IDLE_SELECTOR.sub("", text))
    return unicodedata.normalize("NFC", text)


def _linked(text: str) -> str:
    out: list[str] = []
    end = 0
    for match in _LINK.finditer(text):
        address = _without_tail(match.group())
        if not is_web_address(address):
            continue
        out.append(escape(text[end : match.start()]))
        out.append(f'<a href="{escape(address)}" rel="{LINK_REL}">{escape(address)}</a>')
        end = match.start() + len(address)
    out.append(escape(text[end:]))
    return "".join(out)


def _without_tail(address: str) -> str:
    """Leave out the punctuation of the sentence that the address stands in."""
    while address:
        last = address[-1]
        is_stray = last in _PAIRS and address.count(last) > address.count(_PAIRS[last])
        if last not in ".,;:!?'*" and not is_stray:
            break
        address = address[:-1]
    return address


def is_web_address(address: str) -> bool:
    """Whether it is an http(s) address of a host, without the name-before-@ that feigns one."""
    try:
        parts = urlsplit(address)
        port_is_sound = parts.port != 0
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https")
    return bool(is_web and parts.hostname and port_is_sound and "@" not in parts.netloc)


class _Words(HTMLParser):
    """Collects the words between tags."""

    BLOCKS = frozenset({"p", "div", "blockquote", "pre", "ul", "ol", "h1", "h2", "h3", "h4"})
    SILENT = frozenset({"script", "style", "template"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0
        self._href = ""
        self._link_from = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.SILENT:
            self._silent += 1
        elif tag in self.BLOCKS:
            self.words.append("\n\n")
        elif tag in ("br", "li"):
            self.words.append("\n")
        elif tag == "a":
            self._href = dict(attrs).get("href") or ""
            self._link_from = len(self.words)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in self.BLOCKS:
            self.words.append("\n\n")
        elif tag == "a" and self._href:
            said = "".join(self.words[self._link_from :]).strip()
            if is_web_address(self._href) and said.rstrip("/") != self._href.rstrip("/"):
                self.words.append(f" {self._href} ")
            self._href = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)
