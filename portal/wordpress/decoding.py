"""From the bytes of a file to characters that an XML parser accepts.

Expat knows four encodings and gives up at the first control character. Exports come in the
encoding of the blog, and hold whatever was once pasted into it.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.wordpress.refusals import (
    FileEmpty,
    FileNotReadable,
    NotXml,
    Truncated,
    UnknownEncoding,
    WrongEncoding,
)

CHUNK_BYTES = 1 << 18
HEAD_BYTES = 1 << 16  # the declaration and any blank lines before it

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is a prefix of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
UNMARKED_WIDE = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))
DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")

# Codecs of text that a blog can have been written in. Not every codec of Python is one: there are
# "rot13" and "unicode_escape".
KNOWN_CODECS = re.compile(
    r"utf-(8|16|32)(-le|-be)?|ascii|iso8859-\d+|cp125\d|koi8-[ru]|gb18030|big5(hkscs)?|cp950"
    r"|shift_jis|cp932|euc_(jp|kr)|cp949|tis-620|cp874|mac-\w+"
)
# What the web has always meant by these names; GB 18030 reads GB 2312 and GBK too.
MEANT_BY = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "ascii": "iso8859-1",
}
# MySQL and browsers put the quotes and dashes of Windows-1252 where Latin-1 has C1 controls.
C1_AS_WINDOWS = {
    byte: bytes([byte]).decode("cp1252", "ignore") or None for byte in range(0x80, 0xA0)
}

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REFERENCE = re.compile(r"&(#[0-9]+|#x[0-9a-f]+|[a-z][a-z0-9]*);", re.IGNORECASE)
PREDEFINED = {"lt", "gt", "amp", "quot", "apos"}
LONGEST_REFERENCE = 40
CDATA_START, CDATA_END = "<![CDATA[", "]]>"


def read_characters(path: Path) -> Iterator[str]:
    """Yield the file's text in pieces.

    Raises FileNotReadable, FileEmpty, UnknownEncoding, WrongEncoding, or Truncated if the last
    character is incomplete.
    """
    return _repair_references(_drop_illegal(_decode(path)))


def _decode(path: Path) -> Iterator[str]:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
            encoding, skip = _sniff(head)
            decoder = codecs.getincrementaldecoder(encoding)("strict")
            file.seek(skip)
            line = 1
            while piece := file.read(CHUNK_BYTES):
                text = _decode_piece(decoder, piece, encoding, line)
                line += text.count("\n")
                yield text.translate(C1_AS_WINDOWS) if encoding == "iso8859-1" else text
    except OSError as error:
        raise FileNotReadable(path, error.strerror or type(error).__name__) from error
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Truncated(line) from error


def _decode_piece(
    decoder: codecs.IncrementalDecoder, piece: bytes, encoding: str, line: int
) -> str:
    try:
        return decoder.decode(piece)
    except UnicodeDecodeError as error:
        good = error.object[: error.start].decode(encoding, "replace")
        raise WrongEncoding(encoding.upper(), line + good.count("\n")) from error


def _sniff(head: bytes) -> tuple[str, int]:
    """Return the file's encoding and the length of its byte order mark."""
    if not head.strip():
        raise FileEmpty
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    for start, encoding in UNMARKED_WIDE:
        if head.startswith(start):
            return encoding, 0
    if not head.lstrip().startswith(b"<"):
        raise NotXml
    declared = DECLARED.match(head)
    name = declared.group(1).decode("ascii") if declared else "utf-8"
    try:
        codec = codecs.lookup(name).name
    except LookupError as error:
        raise UnknownEncoding(name) from error
    codec = MEANT_BY.get(codec, codec)
    # A declaration that could be read as bytes was not written in two bytes a character.
    if codec.startswith(("utf-16", "utf-32")):
        codec = "utf-8"
    if not KNOWN_CODECS.fullmatch(codec):
        raise UnknownEncoding(name)
    return codec, 0


def _drop_illegal(pieces: Iterable[str]) -> Iterator[str]:
    for piece in pieces:
        yield ILLEGAL.sub("", piece)


def _repair_references(pieces: Iterable[str]) -> Iterator[str]:
    """Make `&nbsp;`, `&#31;` and the like harmless outside CDATA, where they would end the parse.

    Inside CDATA they are text and stay as they are.
    """
    rest, in_cdata = "", False
    for piece in pieces:
        text, rest, in_cdata = _repair_piece(rest + piece, in_cdata)
        yield text
    yield rest


def _repair_piece(text: str, in_cdata: bool) -> tuple[str, str, bool]:
    """Return the repaired text, what must wait for the next piece, and whether CDATA is open."""
    done, position = [], 0
    while True:
        mark = CDATA_END if in_cdata else CDATA_START
        found = text.find(mark, position)
        if found < 0:
            break
        part = text[position : found + len(mark)]
        done.append(part if in_cdata else REFERENCE.sub(_legal_reference, part))
        position, in_cdata = found + len(mark), not in_cdata
    # A mark or a reference may be cut by the end of the piece.
    tail = max(position, len(text) - LONGEST_REFERENCE)
    cut = min(
        (at for at in (text.find(sign, tail) for sign in "&<]") if at >= 0), default=len(text)
    )
    part = text[position:cut]
    done.append(part if in_cdata else REFERENCE.sub(_legal_reference, part))
    return "".join(done), text[cut:], in_cdata


def _legal_reference(match: re.Match[str]) -> str:
    name = match.group(1)
    if name in PREDEFINED:
        return match.group()
    text = ILLEGAL.sub("", html.unescape(match.group()))
    # An unknown name stays for the parser to refuse.
    return match.group() if text == match.group() else html.escape(text)
