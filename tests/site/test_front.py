"""The front page: one lead, the editors' picks, the river, what is read and what readers say."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from articles.models import Article, SiteProfile
from tests.factories import (
    in_an_hour,
    make_article,
    make_category,
    make_comment,
    make_picture,
    make_tag,
)
from tests.page import attribute, find, links, page, text

pytestmark = pytest.mark.django_db


def front(client):
    response = client.get("/")
    assert response.status_code == 200
    return page(response)


def lead(root):
    return text(find(find(root, "article", class_="card--lead")[0], class_="card__title")[0])


def river(root):
    return [text(one) for one in find(find(root, class_="river")[0], class_="card__title")]


def hours_ago(hours):
    return timezone.now() - timedelta(hours=hours)


def test_an_empty_site_has_a_front_page(client):
    root = front(client)
    assert "第一篇报道正在路上" in text(find(root, "main")[0])
    assert not find(root, "article")


def test_the_newest_leads_where_the_editors_say_nothing(client):
    make_article(headline="旧", published_at=hours_ago(3))
    make_article(headline="新", published_at=hours_ago(2))
    assert lead(front(client)) == "新"


def test_the_newest_featured_article_leads_and_a_pinned_one_before_it(client):
    make_article(headline="新")
    make_article(headline="精选", is_featured=True, published_at=hours_ago(5))
    assert lead(front(client)) == "精选"
    make_article(headline="置顶", is_pinned=True, published_at=hours_ago(50))
    assert lead(front(client)) == "置顶"


def test_a_hidden_article_is_nowhere(client):
    make_article(headline="公开")
    make_article(headline="未到时间", is_pinned=True, published_at=in_an_hour())
    make_article(headline="撤回", is_featured=True, state=Article.State.WITHDRAWN)
    words = text(front(client))
    assert "未到时间" not in words
    assert "撤回" not in words


def test_lead_and_picks_do_not_come_again_in_the_river(client):
    for number in range(6):
        make_article(headline=f"选{number}", is_featured=True, published_at=hours_ago(number))
    for number in range(3):
        make_article(headline=f"新{number}", published_at=hours_ago(10 + number))
    root = front(client)
    picks = [
        text(one)
        for one in find(root, class_="card__title")
        if attribute(one, "class") and text(one).startswith("选")
    ]
    assert lead(root) == "选0"
    assert {"选1", "选2", "选3", "选4"} <= set(picks)
    assert river(root) == ["选5", "新0", "新1", "新2"]


def test_the_river_is_grouped_by_days_of_the_sites_time_zone(client, time_machine):
    zone = ZoneInfo("Asia/Shanghai")
    time_machine.move_to(datetime(2026, 3, 10, 12, tzinfo=zone), tick=False)
    make_article(headline="头条", is_pinned=True)
    for headline, at in (
        ("今晨", datetime(2026, 3, 10, 0, 0, tzinfo=zone)),
        ("昨夜", datetime(2026, 3, 9, 23, 59, tzinfo=zone)),
        ("前天", datetime(2026, 3, 8, 9, 5, tzinfo=zone)),
    ):
        make_article(headline=headline, published_at=at)
    root = front(client)
    days = [text(one) for one in find(root, "h3", class_="river__day")]
    assert days == ["今天 · 3月10日", "昨天 · 3月9日", "3月8日"]
    assert river(root) == ["今晨", "昨夜", "前天"]
    assert [text(one) for one in find(root, "time", class_="river__hour")] == [
        "00:00",
        "23:59",
        "09:05",
    ]


def test_older_articles_follow_as_lines_and_the_archive_has_the_rest(client):
    for number in range(20):
        make_article(headline=f"第{number}篇", published_at=hours_ago(number))
    root = front(client)
    assert len(river(root)) == 8
    assert len(find(find(root, class_="briefs")[0], "li")) == 6
    (older,) = links(find(root, class_="more")[0])
    assert client.get(older).status_code == 200


def test_articles_about_the_same_thing_stand_beside_the_lead(client):
    tag = make_tag()
    make_article(is_pinned=True, tags=[tag])
    like = make_article(headline="同题", tags=[tag])
    beside = find(front(client), class_="lead-more")[0]
    assert like.get_absolute_url() in links(beside)


def test_each_category_shows_its_newest_a_pictured_one_first(client):
    tech = make_category(name="科技", slug="tech", position=1)
    chips = make_category(slug="chips", parent=tech)
    make_category(name="空的", slug="empty", position=2)
    make_article(headline="新而无图", category=chips, published_at=hours_ago(1))
    make_article(headline="有图", category=tech, cover=make_picture(), published_at=hours_ago(2))
    root = front(client)
    (section,) = find(find(root, class_="trio")[0], "section")
    assert [text(one) for one in find(section, class_="card__title")] == ["有图", "新而无图"]
    assert text(find(section, "h2")[0]) == "科技"


def test_readers_are_heard(client):
    comment = make_comment(body="说得好")
    make_comment(body="没过审", state="pending", article=comment.article)
    root = front(client)
    assert comment.get_absolute_url() in links(root)
    assert "没过审" not in text(root)


def test_the_site_introduces_itself_from_its_profile(client):
    SiteProfile.objects.create(
        pk=1,
        name="明川",
        tagline="看清正在发生的事",
        phone="400-800-8888",
        qq="12345",
        email="desk@example.com",
        hours="周一至周五,9:30-18:30",
        publisher="明川新闻社",
        icp="京ICP备00000000号",
        legal_line="版权所有",
        wechat_qr=make_picture(),
        wechat_name="明川",
    )
    make_article()
    root = front(client)
    assert text(find(root, "title")[0]) == "明川 · 看清正在发生的事"
    assert text(find(find(root, class_="plate")[0], "b")[0]) == "川"
    contact = find(root, class_="contact")[0]
    assert links(contact)[0] == "tel:4008008888"
    assert "https://wpa.qq.com/msgrd?v=3&uin=12345&site=qq&menu=yes" in links(contact)
    assert "mailto:desk@example.com" in links(contact)
    words = text(contact)
    for word in ("联系我们", "在线咨询：", "QQ 交谈", "邮件：", "工作时间：", "关注微信"):
        assert word in words
    assert find(contact, "img", class_="qr")
    foot = text(find(root, class_="foot")[0])
    assert "京ICP备00000000号" in foot
    assert "版权所有" in foot


def test_a_profile_without_contact_shows_no_empty_block(client):
    make_article()
    assert not find(front(client), class_="contact")
