"""Stories of readers who comment and moderators who decide, in a real browser."""

import pytest
from django.contrib.auth.models import Group

from comments.models import Comment
from portal import roles
from tests.factories import make_article, make_comment, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

with_and_without_scripts = pytest.mark.parametrize("javascript", [True, False])


@pytest.fixture
def moderator():
    user = make_user(username="moderator", password="quiet-river-42")
    user.groups.add(Group.objects.get(name=roles.MODERATOR))
    return user


def fill_in(page, **given):
    fields = {"name": "小舟", "email": "zhou@example.com", "body": "希望能公开原始数据。"} | given
    for name, value in fields.items():
        page.fill(f"#respond-{name}", value)


def send(page):
    page.get_by_role("button", name="发表评论").click()


@with_and_without_scripts
def test_a_comment_waits_is_approved_and_is_read(live_server, visitor, moderator, javascript):
    address = live_server.url + make_article().get_absolute_url()
    reader, other, desk = (visitor(javascript=javascript) for _ in range(3))

    reader.goto(address)
    fill_in(reader, email="zhou@")
    send(reader)
    assert reader.locator("#answer").inner_text().startswith("评论还没有发出")
    assert reader.input_value("#respond-body") == "希望能公开原始数据。"
    reader.fill("#respond-email", "zhou@example.com")
    send(reader)
    reader.wait_for_selector(".is-waiting")
    assert "希望能公开原始数据。" in reader.inner_text(".is-waiting")
    assert "receipt=" in reader.url
    assert "#answer" in reader.url

    other.goto(address)
    assert other.locator(".remark").count() == 0

    desk.goto(f"{live_server.url}/admin/login/?next=/admin/comments/comment/")
    desk.fill("#id_username", "moderator")
    desk.fill("#id_password", "quiet-river-42")
    desk.locator("[type=submit]").first.click()
    desk.get_by_role("button", name="通过: 小舟").click()
    desk.wait_for_selector(".messagelist")
    assert desk.locator("button[name=decision]").count() == 0

    other.reload()
    assert "希望能公开原始数据。" in other.inner_text(".remark")
    assert other.inner_text("#comments-title") == "1 条评论"


@with_and_without_scripts
def test_an_answer_stands_below_what_it_answers(live_server, visitor, javascript):
    parent = make_comment(name="山脚下的药房")
    page = visitor(javascript=javascript)
    page.goto(live_server.url + parent.article.get_absolute_url())
    page.locator(f"#comment-{parent.pk} [data-reply]").click()
    page.get_by_role("heading", name="回复 山脚下的药房").wait_for()
    assert ("/reply/" in page.url) is not javascript
    fill_in(page, body="同问。")
    send(page)
    page.wait_for_selector(".is-waiting")
    assert Comment.objects.get(body="同问。").parent == parent
    assert page.locator(f"li:has(> #comment-{parent.pk}) ol .is-waiting").count() == 1


def test_an_answer_is_called_off(live_server, page):
    parent = make_comment()
    page.goto(live_server.url + parent.article.get_absolute_url())
    page.locator("[data-reply]").click()
    assert page.locator(":focus").get_attribute("id") == "respond-body"
    page.get_by_role("link", name="取消回复").click()
    assert page.inner_text("#respond-title") == "发表回复"
    fill_in(page)
    send(page)
    page.wait_for_selector(".is-waiting")
    assert Comment.objects.latest("pk").parent is None


def test_the_device_remembers_only_who_asks_for_it(live_server, page):
    address = live_server.url + make_article().get_absolute_url()
    box = page.get_by_label("在这台设备上记住我的名称、邮箱和网站")
    page.goto(address)
    fill_in(page)
    send(page)
    page.wait_for_selector(".is-waiting")
    assert page.input_value("#respond-name") == ""

    fill_in(page, body="第二条")
    box.check()
    send(page)
    page.wait_for_selector("text=第二条")
    page.goto(address)
    assert page.input_value("#respond-name") == "小舟"
    assert page.input_value("#respond-email") == "zhou@example.com"
    assert page.input_value("#respond-body") == ""
    assert page.context.cookies() == []

    box.uncheck()
    page.goto(address)
    assert page.input_value("#respond-name") == ""


def test_no_script_of_a_reader_runs(live_server, page):
    evil = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>"
    comment = make_comment(name=evil[:40], body=f"{evil}\n\nhttps://a.example/\"onclick='x'")
    make_comment(parent=comment, body="javascript:alert(1)", url='https://a.example/"><script>')
    faults = []
    page.on("pageerror", lambda fault: faults.append(fault))
    page.on("dialog", lambda dialog: faults.append(dialog))
    for path in [comment.article.get_absolute_url(), f"{comment.get_absolute_url()}reply/", "/"]:
        page.goto(live_server.url + path)
        assert evil[:40] in page.inner_text("main")
        assert page.title() != "owned"
    assert faults == []
