"""What is in a file arrives as it was written, whatever the encoding and its age."""

import tracemalloc

import pytest

from portal.wordpress.reader import check, read
from portal.wordpress.records import (
    ExportAuthor,
    ExportCategory,
    ExportItem,
    ExportSite,
    ExportTag,
    ExportTerm,
    TermReference,
)
from tests.site.wordpress.exports import (
    NAMESPACES,
    author,
    category,
    cdata,
    comment,
    export,
    item,
    tag,
    term,
    write,
)


def records(tmp_path, text, encoding="utf-8"):
    return list(read(write(tmp_path, text, encoding)))


def only_item(tmp_path, text, encoding="utf-8") -> ExportItem:
    (found,) = [r for r in records(tmp_path, text, encoding) if isinstance(r, ExportItem)]
    return found


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_every_version_of_the_format_is_read(tmp_path, version):
    text = export(author("zhang", "张三"), item(14568, title="头条"), version=version)
    found = {type(record): record for record in records(tmp_path, text)}
    assert found[ExportSite].version == version
    assert found[ExportAuthor].display_name == "张三"
    assert (found[ExportItem].id, found[ExportItem].title) == (14568, "头条")


def test_authors_terms_and_the_site_arrive_typed(tmp_path):
    text = export(
        author("zhang", "张三", id="7", email="zhang@old.example"),
        category("china", "国内", parent="news", description="国内新闻"),
        tag("ai", "人工智能"),
        term("nav_menu", "main", "主菜单"),
        item(1),
    )
    found = {type(record): record for record in records(tmp_path, text)}
    assert found[ExportAuthor] == ExportAuthor(7, "zhang", "zhang@old.example", "张三", "", "")
    assert found[ExportCategory].parent == "news"
    assert found[ExportCategory].description == "国内新闻"
    assert found[ExportTag].name == "人工智能"
    assert found[ExportTerm].taxonomy == "nav_menu"
    assert found[ExportSite].title == "旧站"
    assert found[ExportSite].blog_url == "https://old.example"


def test_an_item_keeps_its_terms_meta_and_comments(tmp_path):
    post = only_item(
        tmp_path,
        export(
            item(
                9,
                terms=[("category", "china", "国内"), ("post_tag", "ai", "AI")],
                meta={"views": "1900", "empty": ""},
                comments=[comment(3, content="甲"), comment(4, content="乙", parent=3)],
                sticky=True,
                comment_status="closed",
            )
        ),
    )
    assert post.terms == (
        TermReference("category", "china", "国内"),
        TermReference("post_tag", "ai", "AI"),
    )
    assert post.meta == {"views": "1900", "empty": ""}
    assert [(c.id, c.parent, c.content) for c in post.comments] == [(3, 0, "甲"), (4, 3, "乙")]
    assert post.is_sticky
    assert not post.comments_open


def test_the_oldest_exports_name_each_term_twice_and_it_counts_once(tmp_path):
    extra = (
        "<category><![CDATA[国内]]></category>"
        '<category domain="category" nicename="china"><![CDATA[国内]]></category>'
        '<category domain="tag"><![CDATA[AI]]></category>'
        '<category domain="tag" nicename="ai"><![CDATA[AI]]></category>'
    )
    post = only_item(tmp_path, export(item(1, extra=extra), version="1.0"))
    assert TermReference("category", "china", "国内") in post.terms
    assert TermReference("post_tag", "ai", "AI") in post.terms
    assert len([t for t in post.terms if t.taxonomy == "category"]) == 1


def test_the_first_of_repeated_meta_counts_as_in_wordpress(tmp_path):
    again = (
        "<wp:postmeta><wp:meta_key>views</wp:meta_key><wp:meta_value>2</wp:meta_value>"
        "</wp:postmeta>"
    )
    assert only_item(tmp_path, export(item(meta={"views": "1"}, extra=again))).meta == {
        "views": "1"
    }


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "utf-16"),
        ("utf-16", "UTF-8"),  # the byte order mark is believed before the declaration
        ("gbk", "GBK"),
        ("gb18030", "gb18030"),
        ("gb2312", "gb2312"),
    ],
)
def test_chinese_arrives_in_every_encoding_blogs_were_written_in(tmp_path, encoding, declared):
    text = export(item(title="中文新闻"), encoding=declared)
    assert only_item(tmp_path, text, encoding).title == "中文新闻"


@pytest.mark.parametrize("declared", ["ISO-8859-1", "latin1", "windows-1252", "us-ascii"])
def test_latin_files_are_read_with_the_quotes_of_windows(tmp_path, declared):
    text = "".join(
        c for c in export(item(title="X“Déjà vu”X"), encoding=declared) if ord(c) < 0x2E80
    )
    assert only_item(tmp_path, text, "cp1252").title == "X“Déjà vu”X"


def test_control_characters_disappear_and_nothing_else(tmp_path):
    post = only_item(tmp_path, export(item(content="一\x00二\x0b三\x1f四\ufffe五\t六\n七")))
    assert post.content == "一二三四五\t六\n七"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a&#31;b", "ab"),
        ("a&#x1F;b", "ab"),
        ("a&nbsp;b", "a\xa0b"),
        ("a&hellip;b", "a…b"),
        ("&#8220;a&#8221;", "“a”"),
        ("AT&amp;T &lt;b&gt;", "AT&T <b>"),
    ],
)
def test_references_that_xml_lacks_are_read_outside_cdata(tmp_path, written, meant):
    text = export(item(title="TITLE")).replace(cdata("TITLE"), written)
    assert only_item(tmp_path, text).title == meant


def test_references_inside_cdata_are_text(tmp_path):
    assert only_item(tmp_path, export(item(content="a&nbsp;b&#31;&amp;"))).content == (
        "a&nbsp;b&#31;&amp;"
    )


def test_a_section_end_inside_the_text_survives(tmp_path):
    assert only_item(tmp_path, export(item(content="x[[1]]>y"))).content == "x[[1]]>y"


@pytest.mark.parametrize("before", ["\n", "  \r\n\n", "\n" * 3000])
def test_blank_lines_before_the_declaration_are_skipped(tmp_path, before):
    assert only_item(tmp_path, export(item(title="好"), before=before)).title == "好"


def test_undeclared_prefixes_mean_what_wordpress_means(tmp_path):
    assert only_item(tmp_path, export(item(4, title="好"), namespaces="")).id == 4


def test_other_prefixes_for_the_same_namespaces_are_understood(tmp_path):
    text = export(item(4, content="正文")).replace("wp:", "w:").replace(":wp=", ":w=")
    text = text.replace("content:encoded", "c:encoded").replace("xmlns:content", "xmlns:c")
    post = only_item(tmp_path, text)
    assert (post.id, post.content) == (4, "正文")
    assert "https" not in NAMESPACES


def test_missing_elements_are_empty(tmp_path):
    post = only_item(tmp_path, export("<item><title>只有标题</title></item>"))
    assert (post.title, post.kind, post.status, post.id) == ("只有标题", "post", "", 0)
    assert (post.content, post.meta, post.comments) == ("", {}, ())


@pytest.mark.parametrize("number", ["-3", "x", "", "1.5", "99999999999999999999", "٣"])
def test_what_is_no_id_is_zero(tmp_path, number):
    text = export(item(77)).replace("<wp:post_id>77<", f"<wp:post_id>{number}<")
    assert only_item(tmp_path, text).id == 0


def test_markup_that_nobody_put_into_cdata_gives_its_text(tmp_path):
    text = export(item(title="TITLE")).replace(cdata("TITLE"), "a <b>bold</b> word")
    assert only_item(tmp_path, text).title == "a bold word"


def test_pieces_of_the_file_may_end_anywhere(tmp_path, monkeypatch):
    text = export(item(content="汉字&nbsp;]]>" * 40, title="T&nbsp;T"), before="\n\n")
    text = text.replace(cdata("T&nbsp;T"), "T&nbsp;T")
    expected = records(tmp_path, text)
    for size in (1, 2, 3, 5, 7, 11):
        monkeypatch.setattr("portal.wordpress.decoding.CHUNK_BYTES", size)
        assert records(tmp_path, text) == expected


def test_a_check_counts_everything(tmp_path):
    summary = check(
        write(
            tmp_path,
            export(
                author("a"),
                author("b"),
                category("c"),
                tag("t"),
                term("nav_menu", "m"),
                item(comments=[comment(), comment()]),
                item(kind="page"),
                item(status="draft"),
            ),
        )
    )
    assert (summary.authors, summary.categories, summary.tags, summary.terms) == (2, 1, 1, 1)
    assert summary.items == {
        ("post", "publish"): 1,
        ("page", "publish"): 1,
        ("post", "draft"): 1,
    }
    assert summary.comments == 2
    assert summary.site.version == "1.2"


def test_an_export_without_items_is_one(tmp_path):
    assert check(write(tmp_path, export())).items == {}


def test_memory_does_not_grow_with_the_file(tmp_path):
    def peak(items: int) -> int:
        path = write(tmp_path, export(*(item(n, content="正文。" * 200) for n in range(items))))
        tracemalloc.start()
        check(path)
        _now, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(10)  # what is loaded once
    assert peak(2_000) < 1.5 * peak(500)
