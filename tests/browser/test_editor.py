"""Stories of writers in the body editor, and of a reader who starts a video."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Article, Picture
from tests.articles.images import jpeg, photo
from tests.articles.test_body_html import KEPT
from tests.browser.desk import VIDEO
from tests.factories import make_article, make_picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.smoke
def test_what_is_written_is_what_is_stored(desk, tmp_path):
    file = tmp_path / "IMG_0001.jpg"
    file.write_bytes(jpeg(photo(1000, 600)))
    desk.begin()
    keys = desk.page.keyboard
    keys.type("第一段，")
    keys.press("Control+b")
    keys.type("重点")
    keys.press("Control+b")
    keys.type("。")
    keys.press("Enter")
    desk.format("标题 2")
    keys.type("小标题")
    keys.press("Enter")

    desk.press("portalpicture")
    desk.dialog.get_by_text("上传新图片").click()
    desk.dialog.locator("[type=file]").set_input_files(file)
    desk.dialog.get_by_label("替代文字").fill("退潮的河口")
    desk.dialog.get_by_label("图注").fill("清晨六点。")
    desk.dialog.get_by_role("button", name="上传并使用").click()
    expect(desk.dialog.get_by_label("替代文字")).to_have_value("退潮的河口")
    desk.dialog.get_by_role("button", name="插入正文").click()
    expect(desk.text.locator("figure")).to_have_count(1)

    desk.press("portalembed")
    desk.dialog.get_by_label("视频网址").fill(f"{VIDEO}/?spm_id_from=333.788")
    desk.dialog.get_by_role("button", name="插入正文").click()
    expect(desk.text.locator("figure")).to_have_count(2)
    keys.type("末段。")
    article = desk.save()

    picture = Picture.objects.get()
    assert article.body == (
        "<p>第一段，<strong>重点</strong>。</p><h2>小标题</h2>"
        f'<figure><img data-picture="{picture.pk}" alt="退潮的河口">'
        "<figcaption>清晨六点。</figcaption></figure>"
        f'<figure data-embed="{VIDEO}"></figure><p>末段。</p>'
    )
    assert desk.strangers == []
    assert desk.complaints == []


def test_a_stored_body_comes_out_of_the_editor_as_it_went_in(desk):
    desk.begin()
    for name, html in KEPT.items():
        desk.set(html)
        assert desk.body == html, name


def test_a_description_is_asked_for_until_somebody_decides(desk):
    make_picture(alt="")
    desk.begin()
    desk.press("portalpicture")
    desk.dialog.locator("[data-picture]").click()
    insert = desk.dialog.get_by_role("button", name="插入正文")
    insert.click()
    expect(desk.dialog.get_by_role("alert")).to_have_text("请描述这张图片，或标记为装饰图。")
    desk.dialog.get_by_label("装饰图").check()
    insert.click()
    expect(desk.text.locator("figure img")).to_have_attribute("alt", "")
    assert 'alt=""' in desk.body


def test_a_picture_in_the_text_is_changed_in_its_place(desk):
    picture = make_picture(alt="库里的描述")
    desk.begin()
    desk.set(
        f'<figure class="align-left"><img data-picture="{picture.pk}" alt="旧">'
        "<figcaption>带<em>重点</em>的图注</figcaption></figure><p>后文</p>"
    )
    desk.text.locator("figure img").dblclick()
    desk.dialog.get_by_label("替代文字").fill("新")
    desk.dialog.get_by_label("靠右").check()
    desk.dialog.get_by_role("button", name="插入正文").click()
    expect(desk.text.locator("figure img")).to_have_attribute("alt", "新")
    assert desk.body == (
        f'<figure class="align-right"><img data-picture="{picture.pk}" alt="新">'
        "<figcaption>带<em>重点</em>的图注</figcaption></figure><p>后文</p>"
    )


def test_an_address_of_no_video_is_refused_with_words(desk):
    desk.begin()
    desk.press("portalembed")
    desk.dialog.get_by_label("视频网址").fill("https://www.bilibili.com.evil.example/video/1")
    desk.dialog.get_by_role("button", name="插入正文").click()
    expect(desk.dialog.get_by_role("alert")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.dialog).to_have_count(0)
    assert desk.body == ""


def test_a_sentence_is_lifted_out_and_put_back(desk):
    desk.begin()
    desk.page.keyboard.type("一句话。")
    desk.press("portalpull")
    assert desk.body == '<aside class="pull"><p>一句话。</p></aside>'
    desk.press("portalpull")
    assert desk.body == "<p>一句话。</p>"


def test_a_cover_is_chosen_from_the_library(desk):
    make_picture(alt="山路")
    river = make_picture(alt="河口")
    desk.begin()
    desk.page.get_by_role("button", name="选择或上传图片").click()
    desk.dialog.get_by_label("搜索图片库").fill("河口")
    desk.page.keyboard.press("Enter")
    expect(desk.dialog.locator("[data-picture]")).to_have_count(1)
    desk.dialog.locator("[data-picture]").click()
    assert desk.save().cover == river


def test_the_editor_follows_the_theme_and_the_language_of_the_desk(desk):
    desk.page.emulate_media(color_scheme="dark")
    desk.page.goto(f"{desk.address}/admin/")
    desk.page.locator(".pop--end summary").click()
    desk.page.locator("button[name=language][value=en]").click()
    desk.begin()
    expect(desk.page.locator(".cke_button__bold")).to_have_attribute("title", re.compile("Bold"))
    expect(desk.page.locator(".cke_button__portalpicture")).to_have_attribute("title", "Picture")
    ground = "e => getComputedStyle(e).backgroundColor"
    dark = desk.text.evaluate(ground)
    desk.page.locator("[data-theme-toggle]").click()
    assert desk.text.evaluate(ground) != dark
    assert desk.strangers == []


def test_without_scripts_the_text_is_typed_as_html(browser, live_server, writer):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/login/?next=/admin/articles/article/add/")
    page.fill("[name=username]", "writer")
    page.fill("[name=password]", "quiet-river-42")
    page.click("[type=submit]")
    picture = make_picture()
    page.fill("#id_headline", "没有脚本")
    page.fill("#id_body", "<p>文<script>alert(1)</script></p>")
    page.fill("#id_cover", str(picture.pk))
    with page.expect_event("load"):
        page.locator("button[name=_move][value=save]:not(.sr)").click()
    context.close()
    article = Article.objects.get()
    assert (article.body, article.cover) == ("<p>文</p>", picture)


def test_a_video_asks_its_site_for_nothing_until_the_reader_clicks(page, live_server):
    asked = []
    page.route(
        re.compile("bilibili"), lambda route: (asked.append(route.request.url), route.abort())
    )
    article = make_article(body=f'<p>前</p><figure data-embed="{VIDEO}"></figure><p>后</p>')
    page.goto(live_server.url + article.get_absolute_url())
    assert asked == []
    with page.expect_request(re.compile(r"^https://player\.bilibili\.com/")):
        page.get_by_role("link", name=re.compile("播放视频")).click()
    frame = page.locator("iframe.embed__player")
    expect(frame).to_have_attribute("sandbox", re.compile("allow-scripts"))
    expect(frame).to_have_attribute("title", re.compile("."))
