"""The sentence under an article that says what others may do with it."""

from django.utils.safestring import SafeString

from articles.notices import from_wordpress, render_notice, unknown_placeholders

VALUES = {
    "site": "明川",
    "headline": "小城新桥通车",
    "permalink": "https://example.com/article/7.html",
    "author": "林某",
    "source": "某某社",
    "source_url": "https://source.example/?a=1&b=2",
}


def test_placeholders_are_filled_in_and_addresses_are_links():
    notice = render_notice("{site}发布《{headline}》，作者{author}，见 {permalink}", VALUES)
    assert isinstance(notice, SafeString)
    assert notice == (
        "明川发布《小城新桥通车》，作者林某，见 "
        '<a href="https://example.com/article/7.html" rel="bookmark">'
        "https://example.com/article/7.html</a>"
    )


def test_the_source_is_a_link_when_it_has_an_address():
    assert render_notice("来源：{source}", VALUES) == (
        '来源：<a href="https://source.example/?a=1&amp;b=2" rel="noopener">某某社</a>'
    )
    assert render_notice("来源：{source}", VALUES | {"source_url": ""}) == "来源：某某社"


def test_neither_template_nor_values_are_markup():
    values = {"author": "<img src=x onerror=alert(1)>", "headline": "{site}", "site": "S"}
    assert render_notice("<b>{author}</b>{headline}", values) == (
        "&lt;b&gt;&lt;img src=x onerror=alert(1)&gt;&lt;/b&gt;{site}"
    )


def test_no_address_of_another_scheme_becomes_a_link():
    values = {"source": "某社", "source_url": "javascript:alert(1)", "permalink": "data:,x"}
    assert render_notice("{source} {permalink}", values) == "某社 data:,x"
    deceptive = values | {"source_url": "https://source.example@evil.example/"}
    assert render_notice("{source}", deceptive) == "某社"


def test_readers_never_see_a_placeholder_that_does_not_exist():
    assert render_notice("作者{autor}{ site }。{}", VALUES) == "作者明川。{}"


def test_unknown_placeholders_are_named_once_for_the_editor():
    assert unknown_placeholders("{autor} {site} {url} {autor} { permalink }") == ["autor", "url"]
    assert unknown_placeholders("没有占位符 {} { }") == []


def test_lines_of_a_template_are_lines():
    assert render_notice("一\n二\n", {}) == "一<br>二"


def test_templates_of_wordpress_themes_are_understood():
    template = "原创文章，作者：%AUTHOR_NAME%，转载请注明出处：%POST_URL% %SITE_NAME%"
    assert from_wordpress(template) == (
        "原创文章，作者：{author}，转载请注明出处：{permalink} {site}"
    )
    linked = '本文来自<a href="%ORIGINAL_URL%">%ORIGINAL_NAME%</a>，标题%POST_TITLE%&nbsp;%X%。'
    assert from_wordpress(linked) == "本文来自{source}，标题{headline}\xa0。"
    assert unknown_placeholders(from_wordpress(linked)) == []
