"""A streaming reader of WordPress exports (WXR 1.0, 1.1, 1.2).

One item is held at a time, so a file of half a gigabyte takes no more memory than a small one.
`check` reads a whole file and writes nothing; `read` then yields the same records again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers import expat

from django.utils.translation import gettext, gettext_noop

from portal.wordpress.decoding import read_characters
from portal.wordpress.frames import Frame, author_of, category_of, item_of, site_of, tag_of, term_of
from portal.wordpress.records import (
    ExportAuthor,
    ExportCategory,
    ExportItem,
    ExportRecord,
    ExportSite,
    ExportSummary,
    ExportTag,
    ExportTerm,
)
from portal.wordpress.refusals import (
    ForbiddenDeclaration,
    Malformed,
    NotAnExport,
    NotXml,
    TooLarge,
    Truncated,
    UnknownVersion,
)

KNOWN_VERSIONS = {"1.0", "1.1", "1.2"}
MAX_RECORD_CHARS = 64 << 20  # with all its comments; the longest novels have four million
MAX_TOKEN_BYTES = 16 << 20  # expat keeps a tag or an XML comment whole until it ends
MAX_DEPTH = 64

# What is a record, and inside what. Everything else is text of the record around it.
RECORDS_IN = {
    "rss": {"channel"},
    "channel": {"item", "wp:author", "wp:category", "wp:tag", "wp:term"},
    "item": {"wp:comment", "wp:postmeta"},
    "wp:comment": {"wp:commentmeta"},
    "wp:category": {"wp:termmeta"},
    "wp:tag": {"wp:termmeta"},
    "wp:term": {"wp:termmeta"},
}
TYPED: dict[str, Callable[[Frame], ExportRecord]] = {
    "wp:author": author_of,
    "wp:category": category_of,
    "wp:tag": tag_of,
    "wp:term": term_of,
    "item": item_of,
}
# Prefixes are free in XML; an export that binds others, or forgets to bind any, means these.
PREFIXES = (
    (re.compile(r"https?://wordpress\.org/export/[\d.]+/excerpt/?"), "excerpt"),
    (re.compile(r"https?://wordpress\.org/export/[\d.]+/?"), "wp"),
    (re.compile(r"http://purl\.org/rss/1\.0/modules/content/"), "content"),
    (re.compile(r"http://purl\.org/dc/elements/1\.1/"), "dc"),
)
BREAKS_OFF = {
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}
gettext_noop("mismatched tag")
gettext_noop("not well-formed (invalid token)")
gettext_noop("undefined entity")
gettext_noop("duplicate attribute")
gettext_noop("junk after document element")


def check(path: Path, visit: Callable[[ExportRecord], None] | None = None) -> ExportSummary:
    """Read the whole file and count what is in it; `visit` is shown each record on the way.

    Raises a subclass of ExportRefused for anything that `read` could stumble over later.
    """
    counts: Counter[type] = Counter()
    items: Counter[tuple[str, str]] = Counter()
    comments = 0
    site = None
    for record in read(path):
        counts[type(record)] += 1
        if visit:
            visit(record)
        if isinstance(record, ExportItem):
            items[record.kind, record.status] += 1
            comments += len(record.comments)
        elif isinstance(record, ExportSite):
            site = record
    if site is None:
        raise NotAnExport
    return ExportSummary(
        site=site,
        authors=counts[ExportAuthor],
        categories=counts[ExportCategory],
        tags=counts[ExportTag],
        terms=counts[ExportTerm],
        items=dict(items),
        comments=comments,
    )


def read(path: Path) -> Iterator[ExportRecord]:
    """Yield the records in the order of the file; the site before the first item.

    Raises a subclass of ExportRefused, possibly after records were yielded: `check` first.
    """
    parser = _Parser()
    for text in read_characters(path):
        parser.feed(text)
        yield from parser.take()
    parser.close()
    yield from parser.take()


class _Parser:
    """Expat's events become frames, closed frames become records."""

    def __init__(self) -> None:
        self._records: list[ExportRecord] = []
        self._frames: list[Frame] = []
        self._leaf_depth = 0
        self._leaf_attributes: dict[str, str] = {}
        self._text: list[str] = []
        self._chars = 0
        self._prefixes: dict[str, str] = {}
        self._blank_lines = 0
        self._bytes_fed = 0
        self._root_seen = self._site_seen = False
        # The characters were decoded already, whatever the declaration says.
        self._expat = expat.ParserCreate("utf-8")
        self._expat.buffer_text = True
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._characters
        self._expat.StartDoctypeDeclHandler = self._doctype

    def feed(self, text: str) -> None:
        if not self._bytes_fed:
            # An XML declaration must come first; blank lines before it come from careless plugins.
            stripped = text.lstrip()
            self._blank_lines += text.count("\n", 0, len(text) - len(stripped))
            text = stripped
        self._parse(text.encode(), is_final=False)
        if self._bytes_fed - self._expat.CurrentByteIndex > MAX_TOKEN_BYTES:
            raise TooLarge(self._line())

    def close(self) -> None:
        self._parse(b"", is_final=True)
        if not self._site_seen:
            raise NotAnExport

    def take(self) -> list[ExportRecord]:
        records, self._records = self._records, []
        return records

    def _parse(self, piece: bytes, *, is_final: bool) -> None:
        self._bytes_fed += len(piece)
        try:
            self._expat.Parse(piece, is_final)
        except expat.ExpatError as error:
            line = error.lineno + self._blank_lines
            if is_final and error.code in BREAKS_OFF:
                raise Truncated(line) from error
            if not self._root_seen:
                raise NotXml from error
            raise Malformed(line, gettext(expat.ErrorString(error.code))) from error

    def _line(self) -> int:
        return self._expat.CurrentLineNumber + self._blank_lines

    def _doctype(self, name: str, *_identifiers: object) -> None:
        raise NotAnExport if name.lower() == "html" else ForbiddenDeclaration(self._line())

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        if self._leaf_depth:
            self._leaf_depth += 1
            if self._leaf_depth > MAX_DEPTH:
                raise TooLarge(self._line())
            return
        self._adopt_prefixes(attributes)
        name = self._canonical(qualified)
        if not self._frames:
            self._root_seen = True
            if name != "rss":
                raise NotAnExport
            self._frames.append(Frame(name))
        elif name in RECORDS_IN.get(self._frames[-1].name, ()):
            self._open(name)
        else:
            self._leaf_depth, self._leaf_attributes = 1, attributes

    def _open(self, name: str) -> None:
        if name == "item":
            self._emit_site(self._frames[-1])
        if self._frames[-1].name == "channel":
            self._chars = 0
        self._frames.append(Frame(name))

    def _characters(self, text: str) -> None:
        if self._leaf_depth:
            self._chars += len(text)
            if self._chars > MAX_RECORD_CHARS:
                raise TooLarge(self._line())
            self._text.append(text)

    def _end(self, qualified: str) -> None:
        if self._leaf_depth:
            self._leaf_depth -= 1
            if not self._leaf_depth:
                name = self._canonical(qualified)
                self._frames[-1].add_text(name, "".join(self._text), self._leaf_attributes)
                self._text.clear()
            return
        frame = self._frames.pop()
        frame.line = self._line()
        if frame.name == "channel":
            self._emit_site(frame)
        elif frame.name in TYPED:
            self._records.append(TYPED[frame.name](frame))
        elif self._frames:
            self._frames[-1].children.append(frame)

    def _emit_site(self, channel: Frame) -> None:
        if self._site_seen:
            return
        self._site_seen = True
        if "wp:wxr_version" not in channel.fields:
            raise NotAnExport
        site = site_of(channel)
        if site.version not in KNOWN_VERSIONS:
            raise UnknownVersion(site.version)
        self._records.append(site)

    def _adopt_prefixes(self, attributes: dict[str, str]) -> None:
        for attribute, address in attributes.items():
            if attribute.startswith("xmlns:"):
                for pattern, prefix in PREFIXES:
                    if pattern.fullmatch(address.strip()):
                        self._prefixes[attribute.removeprefix("xmlns:")] = prefix

    def _canonical(self, qualified: str) -> str:
        prefix, colon, local = qualified.rpartition(":")
        return f"{self._prefixes.get(prefix, prefix)}{colon}{local}"
