"""The article's page: everything a reader is told about it, and nothing else."""

from datetime import UTC, datetime

import pytest
from django.shortcuts import render

from articles.article_page import article_page_context
from articles.models import Article, ArticleCounter, SiteProfile, Tombstone
from articles.titles import phrase_title
from tests.factories import (
    an_hour_ago,
    in_an_hour,
    make_article,
    make_author,
    make_category,
    make_content,
    make_picture,
    make_tag,
)
from tests.page import attribute, find, links, meta, page, text

pytestmark = pytest.mark.django_db


def read(client, article):
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return page(response)


def test_the_permalink_is_the_id(client):
    article = make_article(pk=14568)
    assert article.get_absolute_url() == "/article/14568.html"
    assert client.get("/article/14568.html").status_code == 200


def test_the_headline_breaks_between_words_and_is_the_only_h1(client):
    article = make_article(
        headline="退潮之后，小城还在", headline_html=phrase_title("退潮之后，小城还在")
    )
    (heading,) = find(read(client, article), "h1")
    assert [text(clause).replace(" ", "") for clause in find(heading, "span", class_="ph")] == [
        "退潮之后，",
        "小城还在",
    ]


def test_a_headline_without_phrases_is_escaped(client):
    response = client.get(make_article(headline="<b>1 & 2</b>").get_absolute_url())
    assert "<b>1" not in response.content.decode()
    assert "&lt;b&gt;1 &amp; 2&lt;/b&gt;" in response.content.decode()


def test_subheadline_and_excerpt_stand_under_the_headline(client):
    root = read(client, make_article(subheadline="副标题", excerpt="导语"))
    assert text(find(root, class_="opening__sub")[0]) == "副标题"
    assert text(find(root, class_="standfirst")[0]) == "导语"


def test_the_breadcrumb_leads_through_both_categories(client):
    parent = make_category(name="科技", slug="tech")
    article = make_article(category=make_category(name="芯片", slug="chips", parent=parent))
    crumbs = find(read(client, article), "nav", class_="crumbs")[0]
    assert links(crumbs) == ["/", "/category/tech/", "/category/chips/"]


def test_every_author_is_linked_with_a_portrait_or_an_initial(client):
    pictured = make_author(name="火星财经", slug="mars", avatar=make_picture())
    article = make_article(authors=[pictured, make_author(name="林见川", slug="lin")])
    byline = find(read(client, article), class_="byline")[0]
    assert [attribute(one, "href") for one in find(byline, "a", rel="author")] == [
        "/author/mars/",
        "/author/lin/",
    ]
    assert attribute(find(byline, "img")[0], "alt") == "火星财经的头像"
    assert text(find(byline, "span", class_="face")[0]) == "林"


def test_the_time_reads_as_newspapers_print_it_and_for_machines(client):
    at = datetime(2025, 1, 28, 11, 58, tzinfo=UTC)
    byline = find(read(client, make_article(published_at=at)), class_="byline")[0]
    (time,) = find(byline, "time")
    assert text(time) == "2025年1月28日 下午7:58"
    assert attribute(time, "datetime") == "2025-01-28T19:58+08:00"


def test_a_change_of_the_text_is_dated_and_only_that(client):
    untouched = make_article(published_at=an_hour_ago(), updated_at=None)
    changed = make_article(published_at=an_hour_ago(), updated_at=datetime.now(UTC))
    assert "更新" not in text(find(read(client, untouched), class_="byline")[0])
    assert "更新" in text(find(read(client, changed), class_="byline")[0])


def test_the_counters_have_labels_and_exact_numbers(client):
    article = make_article()
    ArticleCounter.objects.filter(pk=article.pk).update(views_base=19482, likes_base=328)
    root = read(client, article)
    (element,) = find(root, data_views=True)
    assert attribute(element, "data-views") == "19482"
    assert attribute(element, "data-likes") == "328"
    assert attribute(element, "data-comments") == "0"
    terms = [text(one) for one in find(find(root, class_="byline")[0], "dt")]
    assert {"阅读", "赞", "评论", "发布", "栏目"} <= set(terms)
    assert "19,482" in text(find(root, class_="byline")[0])


def test_the_cover_opens_the_text_with_caption_and_credit(client):
    cover = make_picture(alt="落日", caption="退潮的河口", credit="某摄")
    figure = find(read(client, make_article(cover=cover)), "figure", class_="bleed")[0]
    picture = find(figure, "img")[0]
    assert attribute(picture, "alt") == "落日"
    assert attribute(picture, "fetchpriority") == "high"
    assert text(find(figure, "figcaption")[0]) == "退潮的河口 某摄"


def test_first_lines_are_indented_on_request(client):
    assert find(read(client, make_article(indent_first_line=True)), class_="prose--indent")
    assert not find(read(client, make_article()), class_="prose--indent")


def test_the_responsible_editor_is_named_with_the_code(client):
    root = read(client, make_article(responsible_editor="于某", editor_code="zx0176"))
    assert text(find(root, class_="duty")[0]) == "责任编辑：于某 zx0176"
    assert not find(read(client, make_article()), class_="duty")


def test_tags_are_linked(client):
    tags = [make_tag(name="湿地", slug="湿地"), make_tag(name="候鸟", slug="候鸟")]
    root = read(client, make_article(tags=tags))
    assert [text(one) for one in find(root, "a", rel="tag")] == ["湿地", "候鸟"]


class TestReprintNotice:
    @pytest.fixture(autouse=True)
    def _site(self):
        SiteProfile.objects.create(pk=1, name="明川")

    def notice(self, client, **given):
        return text(find(read(client, make_article(**given)), class_="source")[0])

    def test_an_own_article_names_site_and_author(self, client):
        notice = self.notice(client, authors=[make_author(name="林见川")])
        assert "本文由「明川」原创发布。 作者：林见川。" in notice

    def test_a_reprinted_one_names_and_links_its_source(self, client):
        article = make_article(
            origin=Article.Origin.REPRINTED,
            source_name="他报",
            source_url="https://other.example/1",
        )
        source = find(read(client, article), class_="source")[0]
        assert "https://other.example/1" in links(source)
        assert "本文转载自 他报" in text(source)

    def test_the_newsroom_may_write_its_own_for_each_kind(self, client):
        SiteProfile.objects.update(
            notice_contributed="{author} 投稿于 {site}，{nonsense}见 {permalink}"
        )
        notice = self.notice(
            client, origin=Article.Origin.CONTRIBUTED, authors=[make_author(name="陆知行")]
        )
        assert "陆知行 投稿于 明川，见 http" in notice

    def test_one_article_may_have_its_own(self, client):
        given = {"notice_mode": Article.NoticeMode.CUSTOM, "notice_text": "谢绝<转载>"}
        assert "谢绝<转载>" in self.notice(client, **given)

    def test_it_can_be_off_while_the_permalink_stays(self, client):
        article = make_article(notice_mode=Article.NoticeMode.OFF)
        source = find(read(client, article), class_="source")[0]
        assert not find(source, "p")
        assert attribute(find(source, "input")[0], "value") == article.permalink

    def test_the_permalink_is_one_click_from_the_clipboard(self, client):
        source = find(read(client, make_article()), class_="source")[0]
        field, button = find(source, "input")[0], find(source, "button")[0]
        assert attribute(button, "data-copy") == attribute(field, "id")


def test_sharing_needs_no_script(client):
    article = make_article(headline="标题 & 题")
    share = find(read(client, article), class_="share")[0]
    weibo, mail = links(share)
    assert weibo.startswith("https://service.weibo.com/share/share.php?url=http")
    assert mail.startswith("mailto:?subject=%E6%A0%87%E9%A2%98%20%26%20%E9%A2%98&body=")
    assert attribute(find(share, "img")[0], "src") == f"/article/{article.pk}/qr.svg"


def test_the_qr_code_is_drawn_by_the_server_on_white_ground(client):
    response = client.get(f"/article/{make_article().pk}/qr.svg")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<svg")
    assert b'fill="#fff"' in response.content
    assert "max-age" in response.headers["Cache-Control"]


def test_the_like_form_and_the_view_beacon_post_to_the_article(client):
    article = make_article()
    root = read(client, article)
    form = find(root, "form", data_like=article.pk)[0]
    assert attribute(form, "action") == f"/article/{article.pk}/like/"
    assert attribute(form, "method") == "post"
    assert find(root, data_view_beacon=f"/article/{article.pk}/view/")


def test_an_article_in_another_language_says_so_where_its_words_are(client):
    root = read(client, make_article(language="en", headline="A Quieter Sea"))
    assert attribute(find(root, "html")[0], "lang") == "zh-Hans"
    assert attribute(find(root, "h1")[0], "lang") == "en"
    assert attribute(find(root, class_="prose")[0], "lang") == "en"


def test_the_head_tells_search_engines_and_those_who_share(client):
    article = make_article(
        headline="标题",
        excerpt="导语",
        cover=make_picture(alt="落日"),
        tags=[make_tag(name="湿地")],
        authors=[make_author(name="林见川")],
    )
    root = read(client, article)
    assert text(find(root, "title")[0]) == "标题 - Portal"
    assert meta(root, "description") == meta(root, "og:description") == "导语"
    assert attribute(find(root, "link", rel="canonical")[0], "href") == article.permalink
    assert meta(root, "og:url") == article.permalink
    assert meta(root, "og:type") == "article"
    assert meta(root, "og:locale") == "zh_CN"
    assert meta(root, "og:image").startswith("http")
    assert meta(root, "og:image:alt") == "落日"
    assert meta(root, "article:tag") == "湿地"
    assert meta(root, "author") == "林见川"
    assert meta(root, "robots") is None


def test_words_for_search_engines_go_before(client):
    root = read(client, make_article(seo_title="检索标题", seo_description="检索摘要"))
    assert text(find(root, "title")[0]) == "检索标题 - Portal"
    assert meta(root, "description") == "检索摘要"


@pytest.mark.parametrize("address", ["/article/{}.html", "/article/{}", "/article/{}/", "/?p={}"])
class TestHidden:
    """Whatever address is asked for: 404 if readers never had it, 410 if they once had."""

    def status(self, client, address, pk):
        response = client.get(address.format(pk))
        assert "机密" not in response.content.decode()
        return response.status_code

    def test_a_draft_does_not_exist(self, client, address):
        article = make_article(state=Article.State.UNPUBLISHED, headline="机密", published_at=None)
        assert self.status(client, address, article.pk) == 404

    def test_a_scheduled_one_does_not_exist_yet(self, client, address):
        article = make_article(published_at=in_an_hour(), headline="机密")
        assert self.status(client, address, article.pk) == 404

    def test_a_withdrawn_one_is_gone(self, client, address):
        article = make_article(headline="机密", body="<p>机密</p>")
        Article.objects.filter(pk=article.pk).update(state=Article.State.WITHDRAWN)
        assert self.status(client, address, article.pk) == 410

    def test_an_expired_one_is_gone(self, client, address):
        at = datetime(2025, 1, 1, tzinfo=UTC)
        article = make_article(headline="机密", published_at=at, expires_at=an_hour_ago())
        assert self.status(client, address, article.pk) == 410

    def test_one_put_off_after_it_was_public_is_gone(self, client, address):
        article = make_article(headline="机密", first_published_at=an_hour_ago())
        Article.objects.filter(pk=article.pk).update(published_at=in_an_hour())
        assert self.status(client, address, article.pk) == 410

    @pytest.mark.parametrize(("was_public", "status"), [(True, 410), (False, 404)])
    def test_a_purged_one_is_gone_if_it_was_public(self, client, address, was_public, status):
        Tombstone.objects.create(article_id=77, was_public=was_public)
        assert self.status(client, address, 77) == status


@pytest.mark.parametrize("address", ["/article/{}", "/article/{}/", "/?p={}"])
def test_other_addresses_of_a_public_article_lead_to_the_permalink(client, address):
    article = make_article()
    response = client.get(address.format(article.pk))
    assert response.status_code == 301
    assert response.headers["Location"] == article.get_absolute_url()


@pytest.mark.parametrize(
    "pk", ["0", "007", "-1", "1.5", "९", "9223372036854775808", "9" * 400, "%00", "abc"]
)
@pytest.mark.parametrize("address", ["/article/{}.html", "/article/{}", "/?p={}"])
def test_what_is_no_id_is_not_found(client, address, pk):
    assert client.get(address.format(pk)).status_code == 404


def test_the_largest_id_a_database_holds_is_asked_for(client):
    assert client.get("/article/9223372036854775807.html").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_page_is_read_only(client, method):
    assert getattr(client, method)(make_article().get_absolute_url()).status_code == 405


class TestPreview:
    """The desk's preview is the same page, of a revision, and takes nothing from readers."""

    @pytest.fixture
    def preview(self, rf):
        article = make_article(headline="旧标题", tags=[make_tag(name="旧")])
        content = make_content(
            headline="新标题",
            body="<p>新正文</p>",
            category_id=make_category(name="新栏目").pk,
            tag_ids=(make_tag(name="丙").pk, make_tag(name="甲").pk),
            author_ids=(make_author(name="新作者").pk,),
        )
        revision = content.to_revision()
        context = article_page_context(article, revision, preview=True)
        request = rf.get("/preview/")
        return page(render(request, "articles/article_detail.html", context))

    def test_it_shows_the_revision_in_the_place_of_the_article(self, preview):
        words = text(find(preview, "article", class_="page")[0])
        words = words.partition("热门")[0]  # where readers' headline still stands
        for word in ("新标题", "新正文", "新栏目", "新作者"):
            assert word in words.replace(" ", "")
        assert "旧" not in words
        assert [text(one) for one in find(preview, "a", rel="tag")] == ["丙", "甲"]

    def test_it_counts_no_view_and_takes_neither_likes_nor_comments(self, preview):
        assert not find(preview, data_view_beacon=True)
        assert not find(preview, "form", data_like=True)
        assert not find(preview, id="comments")
        assert meta(preview, "robots") == "noindex"
