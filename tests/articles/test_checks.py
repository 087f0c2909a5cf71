"""The checks, one by one: what passes, what fails, what is said and where it leads."""

import pytest
from django.urls import reverse

from articles import checks
from articles.checks.watching import WatchList
from articles.models import DeskSettings, Redirect
from portal.models import StandingPage
from portal.roles import EDITOR
from tests.articles.desk import published
from tests.factories import (
    make_category,
    make_content,
    make_draft,
    make_picture,
    make_staff,
    make_tag,
)

pytestmark = pytest.mark.django_db


def findings(name="", *, article=None, **content):
    """What is found in a content that is otherwise as it should be, by one check or by all."""
    subject = checks.Subject(make_content(**content), make_staff(EDITOR), article)
    return [one for one in checks.findings(subject) if not name or one.name == name]


def watch(*words):
    DeskSettings.objects.update_or_create(pk=1, defaults={"watch_words": "\n".join(words)})


def test_a_sound_article_passes_every_check():
    assert findings() == []


@pytest.mark.parametrize(
    ("name", "content", "field", "said"),
    [
        ("headline", {"headline": " "}, "headline", "缺标题"),
        ("body", {"body": "<p></p>"}, "body", "缺正文"),
        ("category", {"category_id": None}, "category", "没有选栏目"),
        ("source", {"origin": "reprinted"}, "source_name", "转载稿必须注明来源"),
        (
            "source_address",
            {"origin": "reprinted", "source_name": "某报"},
            "source_url",
            "原文地址",
        ),
        ("author", {"author_ids": ()}, "authors", "没有署名"),
        ("responsible_editor", {"responsible_editor": " "}, "responsible_editor", "缺责任编辑"),
        ("headline_length", {"headline": "字" * 31}, "headline", "31 字"),
        ("headline_length", {"headline": "word " * 13}, "headline", "32 字"),
        ("punctuation", {"headline": "今天,我们"}, "headline", "1 处"),
        ("punctuation", {"excerpt": "今天,我们"}, "excerpt", "1 处"),
        ("punctuation", {"body": "<p>今天,我们:好</p>"}, "body", "2 处"),
        ("headings", {"body": "<h3>一节</h3><p>文</p>"}, "body", "一节"),
        ("headings", {"body": "<h2>章</h2><h4>小节</h4><p>文</p>"}, "body", "小节"),
        ("headings", {"body": "<p>文</p><h2><strong> </strong></h2>"}, "body", "空"),
        ("tables", {"body": "<table><tr><td>一</td><td>2</td></tr></table>"}, "body", "表头"),
        ("link_text", {"body": '<p><a href="https://a.cn/">点击这里</a></p>'}, "body", "点击这里"),
        (
            "link_text",
            {"body": '<p><a href="https://a.cn/">Read more</a></p>'},
            "body",
            "Read more",
        ),
        ("picture_alt", {"body": '<p>文<img src="https://a.cn/b.png"></p>'}, "body", "1 张"),
        ("picture_gone", {"body": '<p>文</p><img data-picture="99">'}, "body", "1 张"),
        ("picture_gone", {"cover_id": 99}, "cover", "封面"),
    ],
)
def test_what_is_wrong_is_said_and_leads_to_its_field(name, content, field, said):
    found = findings(name, **content)
    assert [one.field for one in found] == [field]
    assert said in found[0].sentence


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("source", {"origin": "reprinted", "source_name": "某报"}),
        ("source_address", {"origin": "contributed"}),
        ("author", {"author_ids": (), "origin": "reprinted", "source_name": "某报"}),
        ("headline_length", {"headline": "字" * 30}),
        ("headline_length", {"headline": "a" * 60}),
        ("punctuation", {"headline": "下午3:20，iOS 17.2", "body": "<p>A,B</p>"}),
        ("headings", {"body": "<h2>一</h2><h3>二</h3><h4>三</h4><h2>四</h2><p>文</p>"}),
        ("headings", {"body": "<p>没有标题</p>"}),
        ("tables", {"body": "<table><tr><th>头</th></tr><tr><td>一</td></tr></table>"}),
        ("link_text", {"body": '<p><a href="https://a.cn/">退潮以后</a></p>'}),
        ("picture_alt", {"body": '<p>文<img src="https://a.cn/b.png" alt=""></p>'}),
    ],
)
def test_what_is_right_is_passed_over(name, content):
    assert findings(name, **content) == []


def test_the_cover_is_described_in_other_words_than_the_headline():
    silent, parrot = make_picture(alt=""), make_picture(alt="退潮 以后")
    decorative, good = make_picture(is_decorative=True), make_picture(alt="两位记录员")
    assert "没有替代文字" in findings("cover_alt", cover_id=silent.pk)[0].sentence
    assert "重复" in findings("cover_alt", cover_id=parrot.pk, headline="退潮以后")[0].sentence
    for picture in (decorative, good):
        assert findings("cover_alt", cover_id=picture.pk, headline="退潮以后") == []


def test_a_picture_in_the_text_has_words_of_its_own_or_of_the_library():
    silent, described = make_picture(alt=""), make_picture()
    decorative = make_picture(is_decorative=True)

    def body(picture, alt=""):
        return f'<p>文</p><figure><img data-picture="{picture.pk}"{alt}></figure>'

    assert findings("picture_alt", body=body(silent) + body(silent))[0].sentence.startswith(
        "正文中 2"
    )
    for text in (
        body(silent, ' alt="潮水"'),
        body(silent, ' alt=""'),
        body(described),
        body(decorative),
    ):
        assert findings("picture_alt", body=text) == []


# Links


def link(address):
    return f'<p>见<a href="{address}">前文</a></p>'


def test_links_to_what_readers_find_are_good(settings):
    article, category, tag = published(), make_category(slug="tech"), make_tag(slug="潮")
    StandingPage.objects.create(title="关于", slug="about", body="<p>文</p>")
    Redirect.objects.create(old_path="/旧址/", new_path="/")
    for address in (
        article.get_absolute_url(),
        f"{article.get_absolute_url()}?page=2#more",
        f"/article/{article.pk}",
        article.permalink,
        category.get_absolute_url(),
        "/category/TECH/",
        tag.get_absolute_url(),
        "/tag/%E6%BD%AE/",
        "/page/about/",
        "/旧址/",
        "/",
        "/search/?q=潮",
        f"{settings.MEDIA_URL}a.png",
        "https://example.com/a?b=c",
        "mailto:a@example.com",
        "tel:+861012345",
    ):
        assert findings("links", body=link(address)) == [], address


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/article/999.html", "打不开"),
        ("/category/none/", "打不开"),
        ("/tag/none/", "打不开"),
        ("/author/none/", "打不开"),
        ("/page/none/", "打不开"),
        ("/no/such/place", "打不开"),
        ("/admin/articles/article/", "编辑部"),
        ("www.example.com/a", "不完整"),
        ("https://example/a", "不完整"),
        ("mailto:nobody", "不完整"),
    ],
)
def test_links_that_lead_nowhere_are_named(address, said):
    (found,) = findings("links", body=link(address))
    assert said in found.sentence
    assert address in found.sentence
    assert found.places[0].text == "前文"


@pytest.mark.parametrize(
    "address",
    [
        "/%00",
        "/tag/%00/",
        "/article/99999999999999999999.html",
        "/%ff%fe",
        "//",
        "http://[::1",
        "?",
    ],
)
def test_no_address_breaks_the_check(address):
    assert len(findings("links", body=link(address))) <= 1


def test_a_link_to_an_unpublished_article_is_told_apart():
    draft = make_draft()
    (found,) = findings("links", body=link(draft.get_absolute_url()))
    assert "没有发布" in found.sentence
    assert findings("links", body=link(draft.get_absolute_url()), article=draft) == []


def test_many_links_cost_one_query(django_assert_num_queries):
    articles = [published() for _ in range(3)]
    body = "".join(link(one.get_absolute_url()) for one in articles)
    body += link("/category/none/") + link("/tag/none/") + link("/page/none/")
    subject = checks.Subject(make_content(body=body), make_staff(EDITOR))
    with django_assert_num_queries(1):
        found = list(checks.CHECKS["links"].look(subject))
    assert len(found) == 3


# Words on the watch list


@pytest.mark.parametrize(
    "hidden",
    ["独家秘方", "独 家 秘 方", "独*家·秘-方", "獨家".replace("獨", "独") + "_秘方", "独家 秘方"],
)
def test_a_watched_word_is_found_however_it_is_hidden(hidden):
    watch("独家秘方")
    (found,) = findings("watch_words", body=f"<p>他有一个{hidden}，没有人信。</p>")
    assert "独家秘方" in found.sentence
    assert found.places[0].text == hidden
    assert found.places[0].before.endswith("他有一个")
    assert found.places[0].after.startswith("，没有人信")


def test_width_and_case_make_no_difference_and_letters_are_whole_words():
    watch("abc", "ＶＩＰ卡")
    assert findings("watch_words", headline="\uff21\uff22\uff23")[0].field == "headline"
    assert findings("watch_words", headline="a-b-c")[0].field == "headline"
    assert findings("watch_words", headline="一张vip卡")
    assert findings("watch_words", headline="abcd") == []
    assert findings("watch_words", headline="一个 dabc 词") == []


def test_a_word_does_not_reach_over_the_end_of_a_sentence_or_paragraph():
    watch("独家")
    assert findings("watch_words", body="<p>他很孤独。家里没有人</p><p>独</p><p>家</p>") == []


def test_each_place_is_shown_and_the_longest_word_wins():
    watch("潮", "潮水")
    (first, second) = findings("watch_words", body="<p>潮水退了，潮水又来，潮。</p>")
    assert ("潮水" in first.sentence, len(first.places)) == (True, 2)
    assert len(second.places) == 1
    assert findings("watch_words", body="<p>只差一个字的潮</p>")  # a longer word begins so, too


def test_five_thousand_words_are_looked_for_in_one_pass():
    words = "\n".join(f"词{number}条目" for number in range(5000))
    watched, text = WatchList.of(words), "这是一段词9正文，词4999条目，" * 1000
    assert sum(1 for _ in watched.places(text)) == 1000
    assert watched.lengths == {"词": (7, 6, 5, 4)}


# Levels


def test_the_desk_chooses_what_blocks_and_what_is_mandatory_always_does():
    content = make_content(category_id=None, author_ids=(), headline="字" * 31)
    subject = checks.Subject(content, make_staff(EDITOR))
    assert {one.name for one in checks.blocking(subject)} == {"category", "author"}
    DeskSettings.objects.create(pk=1, blocking_checks=["headline_length"])
    subject = checks.Subject(content, make_staff(EDITOR))
    assert {one.name for one in checks.blocking(subject)} == {"category", "headline_length"}
    levels = {one.name: one.level for one in checks.findings(subject)}
    assert levels == {
        "category": "mandatory",
        "headline_length": "blocking",
        "author": "advisory",
    }


def test_what_blocks_is_told_first_and_in_the_order_of_the_form():
    found = findings(headline="字" * 31, author_ids=(), category_id=None, body="<p>甲,乙</p>")
    assert [one.name for one in found] == [
        "category",
        "author",
        "headline_length",
        "punctuation",
    ]


def test_every_check_has_a_field_of_the_form_and_a_title(editor):
    form = editor.get(reverse("admin:articles_article_add")).context["form"]
    for check in checks.CHECKS.values():
        assert check.field in form.fields
        assert str(check.title)
    assert {name for name, _title in checks.choices()} >= set(DeskSettings().blocking_checks)
