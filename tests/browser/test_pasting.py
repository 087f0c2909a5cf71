"""Stories of writers who bring things along: files, copied text, addresses, many pictures."""

import base64
import re

import pytest
from playwright.sync_api import expect

from articles.models import Picture
from tests.articles.images import encoded, photo
from tests.browser.desk import VIDEO
from tests.factories import make_picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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


def test_a_paste_says_what_it_lost_and_what_became_of_its_pictures(desk, settings):
    ours, inside = make_picture(alt="山路"), "http://127.0.0.1"
    desk.begin()
    desk.paste(
        html='<p style="color:red">甲</p><script>window.hurt=1</script>'
        f'<figure><img src="{settings.SITE_URL}{ours.url}"><figcaption>山里</figcaption></figure>'
        f'<p>乙<img src="{inside}/b.png" alt="河口"></p>'
        f'<figure><img src="{inside}/c.png"><figcaption>退潮</figcaption></figure>'
    )
    bar = desk.page.locator("[data-paste-bar]")
    said = "已去除：1 个脚本、1 处样式。 已复制到图片库：1 张。"
    expect(bar.get_by_role("status")).to_have_text(said)
    failed = "127.0.0.1 上的图片未能复制：地址不在公网"
    expect(bar.get_by_role("listitem")).to_have_text([failed, failed])
    kept = (
        f'<p>甲</p><figure><img data-picture="{ours.pk}" alt="山路"><figcaption>山里</figcaption>'
        f'</figure><p>乙<a href="{inside}/b.png" rel="noopener">127.0.0.1 上的图片：河口</a></p>'
        f'<p><a href="{inside}/c.png" rel="noopener">127.0.0.1 上的图片</a></p><p>退潮</p>'
    )
    assert desk.body.startswith(kept)

    bar.get_by_role("button", name="查看原文").click()
    expect(desk.dialog.locator("pre")).to_contain_text("<script>window.hurt=1</script>")
    assert not desk.page.evaluate("window.hurt")
    desk.page.keyboard.press("Escape")
    assert desk.save().body.startswith(kept)
    expect(desk.page.locator(".messagelist")).not_to_contain_text("已去除")
    assert not desk.strangers


def test_many_files_are_sent_described_and_cropped_around_a_point(desk):
    page = desk.page
    page.goto(f"{desk.address}/admin/articles/picture/")
    page.set_input_files(
        "[data-drop-zone] input[type=file]",
        [
            {"name": "a.png", "mimeType": "image/png", "buffer": encoded(photo(90, 60, 1))},
            {"name": "b.png", "mimeType": "image/png", "buffer": encoded(photo(90, 60, 2))},
            {"name": "c.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"},
        ],
    )
    sent = page.locator(".drop-zone__files li")
    expect(sent).to_have_text(
        [re.compile("已入库"), re.compile("已入库"), re.compile("c.svg 这不是")]
    )
    page.get_by_role("link", name="为刚上传的图片写说明").click()
    fields = page.locator(".captions").get_by_label("替代文字")
    expect(fields).to_have_count(2)
    for field in fields.all():
        field.fill("山路")
    page.get_by_label("统一署名").fill("摄影：某某")
    page.get_by_role("button", name="全部保存").click()
    expect(page.locator(".messagelist")).to_contain_text("已保存 2 张")
    words = Picture.objects.values_list("alt", "credit")
    assert set(words) == {("山路", "摄影：某某")}

    page.locator(".shelf a").first.click()
    mark = page.get_by_role("button", name=re.compile("焦点"))
    mark.wait_for()  # the script is there
    page.locator(".focal img").click(position={"x": 1, "y": 1})
    expect(mark).to_be_focused()
    for key in ["ArrowRight", "Shift+ArrowRight", "ArrowDown"]:
        page.keyboard.press(key)
    x, y = page.input_value("#id_focal_x"), page.input_value("#id_focal_y")
    expect(mark).to_have_accessible_name(f"焦点（百分比）：距左 {x}，距上 {y}")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert Picture.objects.filter(focal_x=x, focal_y=y).count() == 1
    assert 10 < int(x) < 15
