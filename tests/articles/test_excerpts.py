"""What stands under a headline when nobody wrote an excerpt."""

import re
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from articles.excerpts import excerpt, lift_editor_line, shorten

thoroughly = settings(derandomize=True, deadline=None, max_examples=250)


def body(*paragraphs):
    return "".join(f"<p>{text}</p>" for text in paragraphs)


# In the build of real copy: half-width punctuation, one paragraph that ends in the last third of an
# excerpt, one that goes on past it.
LIBRARY = (
    "青坪县城的阿禾第一次走进新图书馆,却发现系统里显示她已经借了6本书,"
    "这些书分别借自东山、西塘、南浦、北渡、上堡和下堡这6个不同的分馆。"
    "2023年10月,阿禾带着借书证去总馆办理手续时,工作人员告诉她,"
    "她的名字在2013年至2014年间被用来登记了6次。"
    "阿禾对此十分惊讶,因为她那时还在外地念书,从没来过这些分馆,更没有办过证。"
)
FERRY = (
    "近日,临江一名船工认亲16年后发现和“师父”根本不是同乡一事引发热议。"
    "当事人老何查到了当年的船员名册后又做了核对,结果显示两人都来自下游。"
    "师父已73岁,家里还有姐姐,遗憾的是船厂已经拆了。"
)
FERRY_GOES_ON = (
    "老何称,童年时他先后在7条船上帮工,后来在十几岁时独自外出跑码头,2008年,"
    "25岁已成家立业的老何回到上游打听消息的时候又遇到了当年在渡口认识的那位老船长,"
    "还有他的几个徒弟。"
)


def test_a_long_text_ends_with_a_whole_sentence_where_one_ends_in_the_last_third():
    cut = excerpt(body(LIBRARY, "阿禾还说,当年的登记本上写着另一个人的电话,至今没有人接听。"))
    assert cut == LIBRARY
    assert 120 < len(cut) <= 180


def test_without_a_sentence_end_there_the_cut_is_at_a_clause():
    cut = excerpt(body(FERRY, FERRY_GOES_ON), 170)
    assert cut.startswith(FERRY)
    assert cut.endswith("后来在十几岁时独自外出跑码头,2008年…")


def test_blocks_are_joined_by_one_space():
    assert excerpt(body("第一段。", "第二段。")) == "第一段。 第二段。"
    assert (
        excerpt("<ul><li>甲</li><li>乙</li></ul><blockquote><p>丙</p></blockquote>") == "甲 乙 丙"
    )


def test_without_a_clause_the_cut_is_after_a_word():
    cut = excerpt(
        body(
            "长" * 119
            + "。"
            + "记者昨天上午从有关部门了解到本市新建的跨江大桥将在明年春天正式开放通行" * 3
        )
    )
    assert len(cut) <= 180
    assert re.search(
        "(记者|昨天|上午|有关|部门|了解|本市|新建|跨江|大桥|明年|春天|正式|开放|通行)…$", cut
    )


def test_a_text_that_fits_is_not_touched():
    text = "字" * 179 + "。"
    assert excerpt(body(text)) == text
    assert excerpt(body("没有句号")) == "没有句号"
    assert excerpt("") == ""


CREDITS = [
    "责任编辑:某某某 0764",
    "责任编辑：某某 zx0176",
    "（责任编辑：某某）",
    "责编/某某",
    "责任编辑：甲某　校对：乙某　审核：丙某",
    "编辑丨某某",
    "来源：某某社",
    "（来源：某某新闻客户端）",
    "（原标题：什么是好新闻？）",
    "图片来源：某某网",
    "https://video.example/watch?v=1",
]


@pytest.mark.parametrize("line", CREDITS)
def test_lines_about_the_text_are_left_out(line):
    assert excerpt(body("消防部门迅速扑灭了大火。", line)) == "消防部门迅速扑灭了大火。"
    assert excerpt(f"<p>消防部门迅速扑灭了大火。<br>{line}</p>") == "消防部门迅速扑灭了大火。"


@pytest.mark.parametrize(
    "tail",
    ["（责任编辑：某某）", "(来源:某某网)", " 责任编辑:某某 0764", "（完）", "（本报记者 某某）"],
)
def test_credits_at_the_end_of_a_paragraph_are_left_out(tail):
    assert excerpt(body(f"调查仍在进行。{tail}")) == "调查仍在进行。"


@pytest.mark.parametrize(
    "dateline",
    [
        "新华社北京1月28日电（记者 某甲、某乙）",
        "新华社北京1月28日电 ",
        "新华社北京2025年1月28日电 题：",
        "中新社上海1月28日电 ",
        "某某网1月28日讯 ",
        "某某网1月28日讯（记者某某）",
        "某联社1月28日电，",
        "本报讯（记者 某某 通讯员 某某）",
        "本报讯 ",
        "本报青坪讯 ",
        "某视网消息：",
        "【某某网报道 记者 某某】",
        "（本报记者 某某）",
        "BEIJING, Jan. 28 (Xinhua) -- ",
    ],
)
def test_datelines_are_left_out(dateline):
    assert excerpt(body(f"{dateline}今天上午大桥通车。")) == "今天上午大桥通车。"


@pytest.mark.parametrize(
    "copy",
    [
        "据某某社报道，近日大桥通车。",
        "某某网1月28日电视剧开播。",
        "合作社里装上了电，村民都来看。",
        "社会各界发来贺电，表示支持。",
        "文中提到责任编辑：这一岗位很重要。",
        "记者：你怎么看？",
        "编辑：我们怎么看？",
        "他说完了（当时有记者在场）。",
        "他爱写C#和F#代码。",
    ],
)
def test_copy_that_only_looks_like_credits_stays(copy):
    assert excerpt(body(copy)) == copy


def test_topic_marks_are_left_out():
    assert excerpt(body("#青坪大桥通车日期公布# 大桥将于2月14日开放！")) == "大桥将于2月14日开放！"
    assert excerpt(body("大桥开放。#青坪大桥# ＃春运＃")) == "大桥开放。"  # noqa: RUF001
    assert excerpt(body("近日，#春运#登上热搜。")) == "近日，春运登上热搜。"


def test_headings_captions_tables_and_pull_quotes_are_no_copy():
    html = (
        "<h2>小标题</h2><figure><img src='a'><figcaption>图注</figcaption></figure><p>正文。</p>"
        "<table><tr><td>1</td><td>2</td></tr></table><aside class='pull'><p>摘句</p></aside>"
        "<pre><code>x = 1</code></pre>"
    )
    assert excerpt(html) == "正文。"


def test_a_picture_story_is_told_by_its_captions():
    assert excerpt("<figure><img src='a'><figcaption>退潮。</figcaption></figure>") == "退潮。"


def test_readings_of_characters_are_not_repeated():
    assert excerpt("<p><ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字</p>") == "漢字"


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("价格为1,234.5元每吨的钢材", 6, "价格…"),
        ("比例是百分之50%左右的人", 7, "比例…"),
        ("时间定在12:30开始进行", 7, "时间定…"),
        ("出自GPT-4这个模型", 5, "出自…"),
        ("地址在https://example.com/a/b这里", 12, "地址…"),
        ("有1月28日这一天为证", 5, "有…"),
        ("共三百二十万人参加活动", 4, "共…"),
        ("昨天上午他说“我们都知道”之后走了", 12, "昨天上午他说…"),
        ("观众看完《小城的春天》都哭了", 9, "观众看完…"),
        ("作者买买提·艾力昨天说", 7, "作者…"),
        ("他沉默……然后离开", 5, "他沉默……"),
        ("他沉默——然后离开", 5, "他沉默…"),
        ("他沉默...然后离开", 6, "他沉默…"),
        ("她家👩‍👩‍👧‍👦都来了又走了", 6, "她家…"),
        ("国旗🇨🇳🇫🇷飘扬在广场上", 5, "国旗🇨🇳…"),
        ("It's a well-known fact", 12, "It's a…"),
    ],
)
def test_what_belongs_together_is_not_parted(text, limit, cut):
    assert shorten(text, limit) == cut


def test_a_quotation_that_fills_the_room_is_closed_again():
    cut = shorten("“" + "我们在这里等了很久，谁也没有来，" * 20 + "”", 60)
    assert cut.endswith("…”")
    assert 40 < len(cut) <= 60


def test_only_an_endless_word_is_cut_inside():
    assert shorten("a" * 300, 20) == "a" * 19 + "…"


def test_latin_sentences_end_at_full_stops():
    text = "Dr. Li moved to the U.S. in 2019. He never came back to the town where he was born."
    assert shorten(text, 45) == "Dr. Li moved to the U.S. in 2019."
    assert shorten(text, 60) == "Dr. Li moved to the U.S. in 2019. He never came back to the…"


# Properties: texts of known units, so that a cut through one can be told.

UNITS = [
    "1,234.5", "50%", "12:30", "¥300", "GPT-4", "it’s", "R&D", "example.com", "2025年1月28日",
    "7800万", "“好。”", "《一本书》", "（附图）", "「是」", "e\u0301tude",
    "👩‍💻", "🇨🇳", "❤️", "👍🏽", "1️⃣",
]  # fmt: skip
HAN = "这几天县城的新桥通车了很多人都来看热闹他们说以后过江方便多了"
unit = st.sampled_from(UNITS)
words = st.lists(st.sampled_from(HAN), min_size=1, max_size=12).map("".join)
mark = st.sampled_from(["，", "。", "、", "；", "：", "！", "……", ",", " "])
sentences = st.lists(st.tuples(words, unit, words, mark), min_size=8, max_size=40)


def edges(parts):
    """The places in the text between its units, and between the characters of plain words."""
    text, places = "", set()
    for part in parts:
        start = len(text)
        text += part
        places |= {start, len(text)}
        if set(part) <= set(HAN):
            places |= set(range(start, len(text)))
    return text, places


@thoroughly
@given(sentences, st.integers(30, 180))
def test_no_unit_is_ever_cut(parts, limit):
    text, places = edges([part for group in parts for part in group])
    cut = shorten(text, limit)
    assert len(cut) <= limit
    if len(text) <= limit:
        assert cut == text
        return
    kept = cut.removesuffix("…")
    assert text.startswith(kept)
    assert len(kept) in places | {place - 1 for place in places if text[place - 1] == "…"}


@thoroughly
@given(sentences, st.integers(30, 180))
def test_an_ellipsis_says_that_a_sentence_is_cut(parts, limit):
    text = "".join(part for group in parts for part in group)
    assume(len(text) > limit)
    cut = shorten(text, limit)
    assert re.search("(…|[。！][”」》）]*)$", cut)
    assert not re.search("[，。、；：！,]…$", cut.replace("……", ""))


@thoroughly
@given(st.text(min_size=1, max_size=400), st.integers(0, 120))
def test_any_text_is_cut_to_its_limit_between_characters(text, limit):
    cut = shorten(text, limit)
    assert len(cut) <= limit or cut == text
    if len(text) <= limit:
        assert cut == text
    elif limit:
        kept = max((text[:end] for end in range(limit + 1) if cut.startswith(text[:end])), key=len)
        assert re.fullmatch('…?[”’」』）)\\]}"]*', cut[len(kept) :])
        assert not kept or unicodedata.category(text[len(kept)]) not in {"Mn", "Me"}


EDITORS = {
    "责任编辑:张某某 0764": ("张某某", "0764"),
    "责任编辑：于某 zx0176": ("于某", "zx0176"),
    "（责任编辑：某某）": ("某某", ""),
    "责编：张　三": ("张三", ""),
    "责任编辑：张某 李某": ("张某 李某", ""),
    "责任编辑：买买提·某某（EN042）": ("买买提·某某", "EN042"),
    "责任编辑：王某某_NF1234": ("王某某", "NF1234"),
    "责任编辑 张某": ("张某", ""),
    "责任编辑：Jane Doe 12": ("Jane Doe", "12"),
}


@pytest.mark.parametrize(("line", "editor"), EDITORS.items())
def test_the_editors_line_is_lifted_out(line, editor):
    lifted = lift_editor_line(f"<p>正文。</p><p><strong>{line}</strong></p>")
    assert (lifted.name, lifted.code) == editor
    assert lifted.html == "<p>正文。</p>"
    assert lift_editor_line(lifted.html) is None


def test_the_editors_line_may_follow_a_line_break_and_precede_the_source():
    lifted = lift_editor_line("<p>正文。<br>责任编辑：张某</p><p>来源：某网</p>")
    assert lifted == ("<p>正文。</p><p>来源：某网</p>", "张某", "")


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>正文。</p>",
        "<p>责任编辑：张某</p><p>正文。</p>",
        "<p>正文。</p><p>责任编辑：张某　校对：李某</p>",
        "<p>正文。</p><p>编辑：你怎么看？</p>",
        "<p>正文。</p><h2>责任编辑：张某</h2>",
    ],
)
def test_other_lines_are_not_lifted(html):
    assert lift_editor_line(html) is None
