"""Stories of writers in the body editor, and of a reader who starts a video."""

import base64
import re

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from articles.html import clean_body
from articles.models import Article, Picture
from portal import roles
from tests.articles.images import encoded, jpeg, photo
from tests.articles.test_body_html import KEPT
from tests.factories import make_article, make_picture, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIDEO = "https://www.bilibili.com/video/BV1xx411c7mD"
PASTE = """({html, text, file}) => {
  const frame = document.querySelector(".cke_wysiwyg_frame").contentWindow;
  const data = new frame.DataTransfer();
  if (html) data.setData("text/html", html);
  if (text) data.setData("text/plain", text);
  if (file) {
    const bytes = Uint8Array.from(atob(file), (c) => c.charCodeAt(0));
    data.items.add(new frame.File([bytes], "IMG.png", { type: "image/png" }));
  }
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  frame.document.body.dispatchEvent(new frame.ClipboardEvent("paste", options));
}"""
READY = """() => new Promise((done) => {
  if (CKEDITOR.instances.id_body?.status === "ready") done();
  else CKEDITOR.on("instanceReady", () => done());
})"""
SET = "html => new Promise(done => CKEDITOR.instances.id_body.setData(html, { callback: done }))"
GET = "CKEDITOR.instances.id_body.getData()"


class Desk:
    """A writer in front of an empty article."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.strangers: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self._look_at)
        page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _look_at(self, request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.strangers.append(request.url)

    def begin(self) -> "Desk":
        self.page.goto(f"{self.address}/admin/articles/article/add/")
        self.page.evaluate(READY)
        self.text.click()
        return self

    @property
    def text(self):
        return self.page.frame_locator(".cke_wysiwyg_frame").locator("body")

    @property
    def dialog(self):
        return self.page.locator("dialog[open]")

    @property
    def body(self) -> str:
        """What would be stored."""
        return clean_body(self.page.evaluate(GET))

    def press(self, button: str) -> None:
        self.page.click(f".cke_button__{button}")

    def format(self, name: str) -> None:
        self.page.click(".cke_combo__format .cke_combo_button")
        self.page.frame_locator("iframe.cke_panel_frame").get_by_text(name, exact=True).click()

    def paste(self, **clipboard: str) -> None:
        self.page.evaluate(PASTE, clipboard)

    def set(self, html: str) -> None:
        self.page.evaluate(SET, html)

    def save(self) -> Article:
        self.page.fill("#id_headline", "编辑器里写成的一篇")
        with self.page.expect_navigation():
            self.page.locator("button[name=_move][value=save]:not(.sr)").click()
        return Article.objects.latest("pk")


@pytest.fixture
def writer():
    roles.apply()  # a flushed database has no groups
    user = make_user(username="writer", password="quiet-river-42")
    user.groups.add(Group.objects.get(name=roles.EDITOR))
    return user


@pytest.fixture
def desk(page, live_server, writer):
    page.goto(f"{live_server.url}/admin/login/?next=/admin/")
    page.fill("[name=username]", "writer")
    page.fill("[name=password]", "quiet-river-42")
    page.click("[type=submit]")
    return Desk(page, live_server.url)


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


def test_a_pasted_file_is_described_before_it_is_uploaded(desk):
    desk.begin()
    desk.paste(file=base64.b64encode(encoded(photo(320, 200))).decode())
    field = desk.dialog.get_by_label("替代文字")
    expect(field).to_be_focused()
    assert not Picture.objects.exists()
    field.fill("山路")
    desk.dialog.get_by_role("button", name="上传并使用").click()
    desk.dialog.get_by_role("button", name="插入正文").click()
    expect(desk.text.locator("figure img")).to_have_attribute("alt", "山路")
    assert Picture.objects.get().alt == "山路"


PASTED = {
    "Word": (
        "<html xmlns:w='urn:schemas-microsoft-com:office:word'><body><!--StartFragment-->"
        "<p class=MsoNormal align=center style='text-align:center'><b><span "
        "style='font-family:宋体'>标题</span></b></p><p class=MsoListParagraph "
        "style='mso-list:l0 level1 lfo1'><![if !supportLists]><span "
        "style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>甲<o:p></o:p></p>"
        "<p class=MsoNormal>尾</p><!--EndFragment--></body></html>",
        '<p class="align-center"><strong>标题</strong></p><ol><li>甲</li></ol><p>尾</p>',
    ),
    "WeChat": (
        '<section style="font-size:16px"><section><span leaf="" style="color:#333">第一段。</span>'
        "</section><section><br></section><section><strong><span>小</span></strong><a href="
        '"javascript:alert(1)" onclick="window.hurt=1">链接</a></section></section>'
        "<script>window.hurt=1</script>",
        "<p>第一段。</p><p><strong>小</strong>链接</p>",
    ),
    "a trap": (
        "<p>甲</p><style><![CDATA[</style><img src=x onerror=window.hurt=1>]]></style>"
        "<svg onload=window.hurt=1></svg><iframe srcdoc='<script>parent.hurt=1</script>'></iframe>",
        "<p>甲</p>",
    ),
}


@pytest.mark.parametrize(("pasted", "kept"), PASTED.values(), ids=PASTED.keys())
def test_what_is_pasted_is_cleaned_at_once_and_runs_nothing(desk, pasted, kept):
    desk.begin()
    desk.paste(html=pasted)
    expect(desk.text).to_contain_text(re.compile("尾|链接|甲"))
    assert desk.body.startswith(kept)
    hurt = "window.hurt || document.querySelector('.cke_wysiwyg_frame').contentWindow.hurt"
    assert not desk.page.evaluate(hurt)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ('<iframe src="//player.bilibili.com/player.html?bvid=BV1xx411c7mD"></iframe>', VIDEO),
    ],
)
def test_the_address_of_a_video_becomes_the_video(desk, text, body):
    desk.begin()
    desk.paste(text=text)
    expect(desk.text.locator("figure[data-embed]")).to_have_count(1)
    assert desk.body == f'<figure data-embed="{body}"></figure>'


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
    page.get_by_role("link", name=re.compile("播放视频")).click()
    frame = page.locator("iframe.embed__player")
    expect(frame).to_have_attribute("sandbox", re.compile("allow-scripts"))
    expect(frame).to_have_attribute("title", re.compile("."))
    expect(frame).to_have_attribute("src", re.compile(r"^https://player\.bilibili\.com/"))
    assert asked
