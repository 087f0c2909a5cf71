"""Posts become articles with everything that the export knows about them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Author, Category, Tombstone
from articles.workflow import DeskState, desk_state
from tests.factories import make_article, make_category
from tests.site.wordpress.exports import author, category, item, tag
from tests.site.wordpress.running import import_parts, numbers

pytestmark = pytest.mark.django_db


def imported(tmp_path, **given) -> Article:
    """The article that one post becomes."""
    import_parts(tmp_path, item(14568, **given))
    return Article.objects.get()


def test_an_article_keeps_id_words_and_permalink(tmp_path, client):
    import_parts(
        tmp_path,
        author("zhang", "张三"),
        category("china", "国内"),
        tag("ai", "人工智能"),
        item(
            14568,
            title="主标题 副标题",
            content="第一段。\n\n第二段。",
            creator="zhang",
            terms=[("category", "china", "国内"), ("post_tag", "ai", "人工智能")],
        ),
    )
    article = Article.objects.get()
    assert article.get_absolute_url() == "/article/14568.html"
    assert article.headline == "主标题 副标题"
    assert article.body == "<p>第一段。</p><p>第二段。</p>"
    assert article.category.name == "国内"
    assert [t.name for t in article.tags.all()] == ["人工智能"]
    assert [a.name for a in article.ordered_authors] == ["张三"]
    page = client.get("/article/14568.html")
    assert page.status_code == 200
    assert "第二段。" in page.content.decode()


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"status": "publish"}, DeskState.PUBLISHED),
        ({"status": "draft"}, DeskState.DRAFT),
        ({"status": "pending"}, DeskState.IN_REVIEW),
        ({"status": "private"}, DeskState.DRAFT),
        ({"status": "publish", "password": "enter"}, DeskState.DRAFT),
        ({"status": "archived-by-a-plugin"}, DeskState.DRAFT),
        ({"status": "publish", "content": ""}, DeskState.DRAFT),
        (
            {"status": "future", "date_gmt": "2999-01-01 00:00:00"},
            DeskState.SCHEDULED,
        ),
        ({"status": "future", "date_gmt": "2020-01-01 00:00:00"}, DeskState.PUBLISHED),
    ],
)
def test_every_status_has_its_place_on_the_desk(tmp_path, given, state):
    assert desk_state(imported(tmp_path, **given)) == state


@pytest.mark.parametrize("given", [{"status": "private"}, {"password": "enter"}])
def test_what_was_not_for_everybody_is_not_shown_and_warned_about(tmp_path, client, given):
    report = import_parts(tmp_path, item(7, **given))
    assert client.get("/article/7.html").status_code == 404
    assert any("#7" in warning for warning in report["warnings"])


@pytest.mark.parametrize("status", ["trash", "auto-draft", "inherit"])
def test_what_was_thrown_away_is_skipped(tmp_path, status):
    report = import_parts(tmp_path, item(status=status))
    assert report["articles"] == numbers(skipped=1)
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("given", "published_at"),
    [
        ({}, datetime(2025, 1, 28, 11, 58, tzinfo=UTC)),
        # Without the time in UTC the local one is that of the site's zone, UTC+8.
        (
            {"date": "2025-01-28 19:58:00", "date_gmt": "0000-00-00 00:00:00"},
            datetime(2025, 1, 28, 11, 58, tzinfo=UTC),
        ),
        (
            {"date": "0000-00-00 00:00:00", "date_gmt": ""},
            datetime(2025, 1, 28, 11, 58, tzinfo=UTC),
        ),
        (
            {"date": "nonsense", "date_gmt": "-0001-11-30 00:00:00"},
            datetime(2025, 1, 28, 11, 58, tzinfo=UTC),
        ),
    ],
)
def test_the_time_of_publication_is_kept(tmp_path, given, published_at):
    article = imported(tmp_path, **given)
    assert article.published_at == article.first_published_at == published_at


def test_a_post_without_any_date_has_that_of_the_export(tmp_path):
    parts = item(1).replace("<pubDate>", "<x>").replace("</pubDate>", "</x>")
    parts = parts.replace("2025-01-28", "0000-00-00")
    head = "<pubDate>Sat, 01 Feb 2025 00:00:00 +0000</pubDate>"
    import_parts(tmp_path, parts, head=head)
    assert Article.objects.get().published_at == datetime(2025, 2, 1, tzinfo=UTC)
    report = import_parts(tmp_path, parts, head=head)
    assert report["articles"] == numbers(skipped=1)


def test_without_that_it_waits_at_the_desk(tmp_path):
    parts = item(1).replace("<pubDate>", "<x>").replace("</pubDate>", "</x>")
    import_parts(tmp_path, parts.replace("2025-01-28", "0000-00-00"))
    assert desk_state(Article.objects.get()) == DeskState.DRAFT


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("A &amp; B", "A & B"),
        ("<em>重</em>磅<b>新<sup>闻</sup></b>", "重磅新闻"),
        ("1 < 2", "1 < 2"),
        ("&amp;#8220;引&amp;#8221;", "“引”"),
        ("两\n行", "两 行"),
        ("<script>alert(1)</script>安全", "安全"),
        ("长" * 300, "长" * 199 + "…"),
    ],
)
def test_headlines_are_plain_text(tmp_path, title, headline):
    assert imported(tmp_path, title=title).headline == headline


def test_a_published_post_without_a_title_is_given_one(tmp_path):
    assert imported(tmp_path, title="", content="第一句。第二句。").headline == "第一句。第二句。"


def test_a_draft_may_go_without_a_title(tmp_path):
    assert imported(tmp_path, title="", status="draft").headline == ""


@pytest.mark.parametrize(
    ("given", "excerpt"),
    [
        ({"excerpt": "写好的<em>摘要</em>"}, "写好的摘要"),
        ({"content": "导语。<!--more-->其余。"}, "导语。"),
        ({"excerpt": "写好的", "content": "导语。<!--more-->其余。"}, "写好的"),
        ({"content": "全文。"}, ""),
    ],
)
def test_the_excerpt_is_the_written_one_or_what_stood_before_the_more_tag(tmp_path, given, excerpt):
    assert imported(tmp_path, **given).excerpt == excerpt


@pytest.mark.parametrize(
    ("given", "is_shown"),
    [
        ({"excerpt": "写好的摘要"}, True),
        ({"content": "导语一句。<!--more-->其余。"}, False),
        ({"content": "导" * 400 + "<!--more-->其余。"}, False),
    ],
)
def test_a_teaser_is_not_read_twice_on_the_page(tmp_path, client, given, is_shown):
    article = imported(tmp_path, **given)
    assert article.excerpt
    page = client.get(article.get_absolute_url()).content.decode()
    assert ('class="standfirst"' in page) is is_shown


def test_a_last_line_about_the_editor_is_lifted_into_its_field(tmp_path):
    article = imported(tmp_path, content="正文。\n\n责任编辑：于某某 zx0176")
    assert (article.responsible_editor, article.editor_code) == ("于某某", "zx0176")
    assert "责任编辑" not in article.body


@pytest.mark.parametrize("key", ["views", "post_views_count", "_post_views", "hits"])
def test_views_of_the_usual_plugins_are_counted_on(tmp_path, key):
    assert imported(tmp_path, meta={key: "1,900"}).counter.views_base == 1900


@pytest.mark.parametrize("key", ["wpcom_likes", "_like_count", "bigfa_ding"])
def test_likes_of_the_usual_plugins_are_counted_on(tmp_path, key):
    assert imported(tmp_path, meta={key: "28"}).counter.likes_base == 28


@pytest.mark.parametrize("value", ["-5", "many", "", "9" * 40, "1e9", "٣"])
def test_what_is_no_number_counts_nothing(tmp_path, value):
    assert imported(tmp_path, meta={"views": value}).counter.views_base == 0


@pytest.mark.parametrize(
    ("meta", "title", "description"),
    [
        ({"_yoast_wpseo_title": "甲", "_yoast_wpseo_metadesc": "乙"}, "甲", "乙"),
        ({"rank_math_title": "甲", "rank_math_description": "乙"}, "甲", "乙"),
        ({"_aioseo_title": "甲", "_aioseo_description": "乙"}, "甲", "乙"),
        ({"_yoast_wpseo_title": "%%title%% %%sep%% %%sitename%%"}, "", ""),
        ({"rank_math_title": "%title% - 站"}, "", ""),
    ],
)
def test_words_for_search_engines_are_kept_and_patterns_are_not(tmp_path, meta, title, description):
    article = imported(tmp_path, meta=meta)
    assert (article.seo_title, article.seo_description) == (title, description)


@pytest.mark.parametrize(
    ("meta", "origin", "name"),
    [
        ({}, Article.Origin.OWN, ""),
        ({"wpcom_copyright_type": "copyright_tougao"}, Article.Origin.CONTRIBUTED, ""),
        (
            {"wpcom_copyright_type": "zz", "wpcom_original_name": "某报"},
            Article.Origin.REPRINTED,
            "某报",
        ),
        ({"wpcom_copyright_type": "zz"}, Article.Origin.OWN, ""),
    ],
)
def test_the_origin_of_the_theme_is_kept(tmp_path, meta, origin, name):
    article = imported(tmp_path, meta=meta | {"wpcom_original_url": "https://paper.example/1"})
    assert (article.origin, article.source_name) == (origin, name)
    assert article.source_url == "https://paper.example/1"


def test_an_address_of_the_source_that_is_none_is_left_out(tmp_path):
    meta = {"wpcom_original_name": "某报", "wpcom_original_url": "javascript:alert(1)"}
    assert imported(tmp_path, meta=meta).source_url == ""


def test_sticky_posts_are_pinned_and_closed_ones_stay_closed(tmp_path):
    article = imported(tmp_path, sticky=True, comment_status="closed")
    assert article.is_pinned
    assert not article.comments_open


def test_a_post_without_a_category_is_filed_under_uncategorized(tmp_path):
    article = imported(tmp_path, terms=[])
    assert (article.category.slug, article.category.name) == ("uncategorized", "未分类")


def test_of_a_parent_and_its_child_the_child_is_chosen(tmp_path):
    import_parts(
        tmp_path,
        category("news", "新闻"),
        category("china", "国内", parent="news"),
        item(terms=[("category", "news", "新闻"), ("category", "china", "国内")]),
    )
    assert Article.objects.get().category.slug == "china"


def test_the_primary_category_of_an_seo_plugin_is_chosen(tmp_path):
    text = category("a", "甲") + category("b", "乙").replace("<wp:term_id>", "<wp:term_id>77")
    number = text.rpartition("<wp:term_id>")[2].partition("<")[0]
    import_parts(
        tmp_path,
        text,
        item(
            terms=[("category", "a", "甲"), ("category", "b", "乙")],
            meta={"_yoast_wpseo_primary_category": number},
        ),
    )
    assert Article.objects.get().category.slug == "b"


def test_the_default_category_is_chosen_only_where_there_is_no_other(tmp_path):
    terms = [("category", "uncategorized", "未分类"), ("category", "china", "国内")]
    assert imported(tmp_path, terms=terms).category.slug == "china"


def test_several_authors_of_a_plugin_stand_in_their_order(tmp_path):
    terms = [("author", "cap-li", "李四"), ("author", "cap-zhang", "张三")]
    import_parts(tmp_path, author("zhang", "张三"), item(creator="zhang", terms=terms))
    assert [a.name for a in Article.objects.get().ordered_authors] == ["李四", "张三"]


def test_an_author_whom_only_a_post_names_is_one(tmp_path):
    import_parts(tmp_path, author("zhang", "张三"), item(1, creator="li"), item(2, creator=">li"))
    assert sorted(Author.objects.values_list("name", flat=True)) == ["li", "张三"]


def test_the_language_is_that_of_the_old_site(tmp_path):
    import_parts(tmp_path, item(1), head="<language>en-US</language>")
    assert Article.objects.get().language == "en"


def test_an_id_that_is_taken_is_replaced_by_one_that_no_post_asks_for(tmp_path):
    mine = make_article(id=5)
    report = import_parts(tmp_path, item(5, title="五"), item(6, title="六"), item(7, title="七"))
    assert report["articles"] == numbers(created=3)
    assert Article.objects.get(pk=5).headline == mine.headline
    assert Article.objects.get(headline="六").pk == 6
    assert Article.objects.get(headline="五").pk > 7
    assert any("#5" in warning for warning in report["warnings"])


def test_the_id_of_a_purged_article_is_never_given_again(tmp_path):
    Tombstone.objects.create(article_id=5, was_public=True)
    import_parts(tmp_path, item(5))
    assert Article.objects.get().pk != 5


def test_articles_begun_after_an_import_get_ids_above_it(tmp_path):
    import_parts(tmp_path, item(14568))
    assert make_article().pk > 14568


@pytest.mark.parametrize("number", [0, 10**15])
def test_a_post_without_a_usable_id_gets_one(tmp_path, number):
    report = import_parts(tmp_path, item(number))
    assert report["articles"] == numbers(created=1)
    assert 0 < Article.objects.get().pk < 10**12


def test_one_post_that_is_in_the_file_twice_is_one_article(tmp_path):
    report = import_parts(tmp_path, item(5), item(5))
    assert report["articles"] == numbers(created=1, skipped=1)


def test_kinds_of_content_that_we_do_not_have_are_named(tmp_path):
    report = import_parts(
        tmp_path, item(1, kind="product"), item(2, kind="nav_menu_item"), item(3, kind="revision")
    )
    assert not Article.objects.exists()
    assert len(report["warnings"]) == 1
    assert "product" in report["warnings"][0]


def test_taxonomies_that_we_do_not_have_are_named_and_post_formats_are_not(tmp_path):
    terms = [("post_format", "post-format-aside", "Aside"), ("series", "x", "X")]
    report = import_parts(tmp_path, item(terms=terms))
    named = [warning for warning in report["warnings"] if "series" in warning]
    assert len(named) == 1
    assert not any("post_format" in warning for warning in report["warnings"])


def test_no_script_of_an_export_reaches_a_page(tmp_path, client):
    import_parts(
        tmp_path,
        author("x", '<script>alert("a")</script>某'),
        category("c", "<img src=x onerror=alert(1)>栏"),
        item(
            9,
            title='<svg onload="alert(1)">题',
            content='<script>alert(1)</script><p onclick="alert(1)">文</p>'
            '<a href="javascript:alert(1)">链</a><iframe src="javascript:alert(1)"></iframe>',
            creator="x",
            terms=[("category", "c", "栏")],
        ),
    )
    body = client.get("/article/9.html").content.decode()
    assert "alert(" not in body


def test_a_scheduled_post_appears_by_itself(tmp_path, client, time_machine):
    soon = timezone.now() + timedelta(days=3)
    import_parts(tmp_path, item(8, status="future", date_gmt=soon.strftime("%Y-%m-%d %H:%M:%S")))
    assert client.get("/article/8.html").status_code == 404
    time_machine.move_to(soon + timedelta(minutes=1))
    assert client.get("/article/8.html").status_code == 200


def test_our_own_uncategorized_is_used_where_we_have_one(tmp_path):
    ours = make_category(slug="uncategorized", name="其他")
    assert imported(tmp_path).category == ours
    assert Category.objects.count() == 1
