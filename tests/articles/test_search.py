"""Search as readers meet it."""
# ruff: noqa: RUF001 (full-width letters are among the things looked for)

from datetime import timedelta

import pytest
from django.core.paginator import InvalidPage
from django.db import connection, transaction
from django.utils import timezone

from articles import search
from articles.models import Article, ArticleCounter, SearchDocument
from articles.search import finding
from tests.factories import in_an_hour, make_article

pytestmark = pytest.mark.django_db


def publish(headline="无题", text="", **given):
    """A public article that search knows."""
    article = make_article(headline=headline, body=f"<p>{text}</p>", authors=[], **given)
    search.index(article)
    return article


def found(query, **options):
    return [hit.article.headline for hit in search.search(query, **options).hits]


def marked(segments):
    return "".join(f"[{part.text}]" if part.is_hit else part.text for part in segments)


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        (
            "县城书店反而活了下来",
            ["县城", "城书", "书店", "活了下来", "来", "县", "县城书店反而活了"],
        ),
        (
            "苹果发布 iPhone 16 Pro 手机",
            ["iphone", "IPHONE", "iphon", "ｉＰｈｏｎｅ", "发布 pro", "16"],
        ),
        ("A股三大指数收涨", ["A股", "a股", "A 股", "Ａ股", "股三"]),
        ("用 C++ 和 C# 写的程序", ["c++", "C#", "c", "程序"]),
        ("圆周率约为3.14159，不是3.15", ["3.14159", "3.14", "3.15"]),
        ("二〇二五年，人人都说“好”", ["二〇二五年", "〇二", "人人", "年，人人"]),
        ("𠮷野家在葛󠄀城开了分店", ["𠮷野家", "𠮷", "葛城"]),
        ("ﾃﾚﾋﾞとテレビ、서울은 수도다", ["テレビ", "ﾃﾚﾋﾞ", "서울", "울은"]),
        ("Café au lait, naïve Straße", ["café", "caf", "strasse", "naïve lait"]),
        ("软\u00ad件与零\u200b宽", ["软件", "零宽"]),
        ("AT&T、o'reilly、node.js", ["at&t", "o'reilly", "node.js", "reilly"]),
        ("第①节与㎏、℃", ["1", "kg"]),
    ],
)
def test_words_are_found_inside_sentences_whatever_their_width_or_case(text, queries):
    publish("别的", "毫不相干的一句话")
    publish("目标", text)
    assert [found(query) for query in queries] == [["目标"]] * len(queries)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("县政府所在的城", "县城"),  # both characters, but not together
        ("城县", "县城"),
        ("iphone", "phone"),  # words are found from their beginning
        ("usa股", "a股"),
        ("13 14", "3 14"),
        ("书店。县城", "书店县城"),
        ("3140", "3.14"),
    ],
)
def test_what_only_looks_alike_is_not_found(text, query):
    publish("目标", text)
    assert found(query) == []


def test_every_word_of_the_query_must_occur():
    publish("甲", "县城里有书店")
    publish("乙", "县城里有医院")
    assert found("县城 书店") == ["甲"]
    assert set(found("县城")) == {"甲", "乙"}
    assert found("县城\u3000医院") == ["乙"], "the ideographic space sets words apart, too"


def test_a_phrase_does_not_reach_from_one_paragraph_into_the_next():
    article = make_article(headline="甲", body="<p>我们在县</p><p>城里见</p>")
    search.index(article)
    assert found("县城") == []


def test_everything_that_was_written_is_looked_through():
    article = make_article(
        headline="头条",
        subheadline="副题里的鲸鱼",
        excerpt="摘要里的海豚",
        body='<figure><img data-picture="1"><figcaption>图注里的海星</figcaption></figure>'
        "<table><tr><td>表格里的珊瑚</td></tr></table><ul><li>列表里的贝壳</li></ul>",
    )
    search.index(article)
    for word in ["鲸鱼", "海豚", "海星", "珊瑚", "贝壳"]:
        assert found(word) == ["头条"], word
    assert found("figcaption") == []


def test_headlines_come_first_and_then_the_newest():
    now = timezone.now()
    publish("旧闻", "光伏退潮", published_at=now - timedelta(days=2))
    publish("新闻", "光伏退潮", published_at=now - timedelta(days=1))
    publish("光伏旧题", "退潮", published_at=now - timedelta(days=9))
    publish("光伏退潮之后", "", published_at=now - timedelta(days=8))
    assert found("光伏 退潮") == ["光伏退潮之后", "光伏旧题", "新闻", "旧闻"]
    assert found("光伏 退潮", order="newest") == ["新闻", "旧闻", "光伏退潮之后", "光伏旧题"]


def test_the_most_read_come_first_if_asked():
    publish("冷", "光伏")
    hot = publish("热", "光伏")
    imported = publish("旧", "光伏")
    ArticleCounter.objects.filter(article=hot).update(views=50)
    ArticleCounter.objects.filter(article=imported).update(views_base=40, views=9)
    assert found("光伏", order="read") == ["热", "旧", "冷"]


def test_what_was_published_before_a_day_can_be_left_out():
    now = timezone.now()
    publish("去年", "光伏", published_at=now - timedelta(days=400))
    publish("昨天", "光伏", published_at=now - timedelta(days=1))
    assert found("光伏", since=now - timedelta(days=7)) == ["昨天"]


def test_only_what_readers_may_read_is_found():
    now = timezone.now()
    publish("公开", "光伏")
    publish("撤回", "光伏", state="withdrawn")
    publish("草稿", "光伏", state="unpublished", first_published_at=None)
    publish("过期", "光伏", expires_at=now - timedelta(minutes=1))
    publish("将来", "光伏", published_at=in_an_hour())
    results = search.search("光伏")
    assert [hit.article.headline for hit in results.hits] == ["公开"]
    assert results.total == 1


def test_a_scheduled_article_is_found_from_its_minute_on_and_an_expired_one_until_then(
    time_machine,
):
    now = timezone.now()
    publish(
        "将来", "光伏", published_at=now + timedelta(hours=1), expires_at=now + timedelta(hours=2)
    )
    assert found("光伏") == []
    time_machine.move_to(now + timedelta(minutes=61))
    assert found("光伏") == ["将来"]
    time_machine.move_to(now + timedelta(minutes=121))
    assert found("光伏") == []


def test_a_correction_replaces_the_old_words():
    article = publish("标题", "光伏")
    article.body = "<p>风电</p>"
    search.index(article)
    assert found("光伏") == []
    assert found("风电") == ["标题"]


def test_what_was_removed_is_not_found():
    article = publish("标题", "光伏")
    search.remove(article.pk)
    search.remove(article.pk)
    assert found("光伏") == []
    assert search.engines.engine().stored_tokens([article.pk]) == {}


def test_a_deleted_article_leaves_nothing_in_the_index():
    article = publish("标题", "光伏")
    pk = article.pk
    article.delete()
    assert not SearchDocument.objects.exists()
    assert search.engines.engine().stored_tokens([pk]) == {}


@pytest.mark.django_db(transaction=True)
def test_an_index_entry_lives_and_dies_with_its_transaction():
    article = make_article(headline="标题", body="<p>光伏</p>")
    with transaction.atomic():
        search.index(article)
        transaction.set_rollback(True)
    assert found("光伏") == []
    assert search.engines.engine().stored_tokens([article.pk]) == {}


NOT_A_WORD = [
    "",
    " ",
    "\u3000",
    "'",
    '"',
    '""',
    "*",
    "-",
    "- -",
    "(",
    ")",
    "%",
    "_",
    "{}",
    "!",
    "&",
]
NOT_A_WORD += [
    "|",
    "<->",
    ":*",
    "\\",
    "\x00",
    "。，！",
    "🙂",
    "\ud800",
    "\ufffd",
    "\u0301",
    "\u200b",
]
SYNTAX = [
    "'; DROP TABLE articles_article; --",
    "a AND",
    "OR",
    "NOT",
    "NEAR(a b)",
    "a*",
    "^a",
    "a:b",
]
SYNTAX += [
    "tokens:a",
    "a\x00b",
    "%s",
    "a:*",
    "'a",
    "a_b",
    "_x",
    "_4e2d",
    "0x4e2d",
    "ß",
    "İ",
    "²",
    "½",
]
HUGE = [one * 10_000 for one in ("中", "a", "a ", "'", "𠮷", "\u0301", "中 ", "_", "́a")]


@pytest.mark.parametrize("query", [*NOT_A_WORD, *SYNTAX, *HUGE])
def test_anything_may_be_asked(query):
    publish("标题", "a b 中文")
    results = search.search(query)
    assert results.total <= 1
    for order in ("newest", "read", "no such order"):
        assert search.search(query, order=order).total == results.total


@pytest.mark.parametrize("query", NOT_A_WORD)
def test_a_query_without_a_word_finds_nothing_and_says_so(query):
    publish("标题", "!?")
    results = search.search(query)
    assert (results.has_terms, results.total, results.hits) == (False, 0, [])
    assert search.search("标题").has_terms


def test_pages_follow_each_other_and_end():
    articles = [publish(f"第{n}篇", "光伏") for n in range(5)]
    first, last = (search.search("光伏", page=n, per_page=3) for n in (1, 2))
    listed = [hit.article for results in (first, last) for hit in results.hits]
    assert listed == sorted(articles, key=lambda a: (a.published_at, a.pk), reverse=True)
    assert (first.total, first.page.paginator.num_pages) == (5, 2)
    with pytest.raises(InvalidPage):
        search.search("光伏", page=3, per_page=3)


def test_counting_stops_where_nobody_turns_pages(monkeypatch):
    monkeypatch.setattr(finding, "MAX_RESULTS", 3)
    for n in range(4):
        publish(f"第{n}篇", "光伏")
        results = search.search("光伏", per_page=2)
        assert (results.total, results.is_capped) == (min(n + 1, 3), n == 3)
    assert results.page.paginator.num_pages == 2


def test_hits_are_marked_in_headline_and_excerpt():
    before, after = "前文很长。" * 20, "后文也长。" * 40
    publish("屋顶Ｐｖ与光伏", f"{before}县城的光伏<strong>板</strong>子，PV板。{after}")
    hit = search.search("光伏 pv").hits[0]
    assert marked(hit.headline) == "屋顶[Ｐｖ]与[光伏]"
    assert marked(hit.excerpt).startswith("……")
    assert "县城的[光伏]板子，[PV]板。" in marked(hit.excerpt)
    assert marked(hit.excerpt).endswith("……")
    assert len("".join(part.text for part in hit.excerpt)) < 150


def test_the_excerpt_begins_with_the_sentence_of_the_hit():
    publish("题", "这是第一句。" * 30 + "只有这一家县城书店。" + "这是后话。" * 30)
    excerpt = marked(search.search("县城").hits[0].excerpt)
    assert excerpt.startswith("……只有这一家[县城]书店。这是后话。")


def test_without_a_hit_in_the_text_the_summary_stands_in():
    publish("只有标题有光伏", "正文里没有", excerpt="编辑写的摘要")
    assert marked(search.search("光伏").hits[0].excerpt) == "编辑写的摘要"


def test_markup_in_a_text_stays_text():
    publish("题", "a &lt;script&gt;alert(1)&lt;/script&gt; 光伏")
    hit = search.search("光伏").hits[0]
    assert marked(hit.excerpt) == "a <script>alert(1)</script> [光伏]"


def test_a_very_long_article_can_be_published_and_found():
    # More different pairs of characters than PostgreSQL takes into one index entry.
    rare = "".join(map(chr, range(0x20000, 0x2A6D6)))
    text = rare + rare[::-1]
    publish("长文", text)
    assert found(text[40_000:40_010]) == ["长文"]


def test_a_search_costs_the_same_however_much_is_found(django_assert_num_queries):
    for n in range(3):
        publish(f"第{n}篇", "光伏")
    with django_assert_num_queries(3) as few:
        assert len(search.search("光伏").hits) == 3
    for n in range(15):
        publish(f"又{n}篇", "光伏")
    with django_assert_num_queries(3):
        assert len(search.search("光伏").hits) == 18
    assert not any("BEGIN" in query["sql"] for query in few.captured_queries)


def test_nothing_differs_after_publishing_and_withdrawing():
    publish("一", "光伏")
    search.remove(publish("二", "光伏", state="withdrawn").pk)
    make_article(state="unpublished")
    assert search.rebuild(check=True) == []


def test_every_kind_of_drift_is_named_and_set_right():
    missing = make_article(headline="缺", body="<p>光伏</p>")
    stale = publish("旧", "风电")
    Article.objects.filter(pk=stale.pk).update(body="<p>光伏</p>")
    left_over = publish("余", "光伏")
    Article.objects.filter(pk=left_over.pk).update(state="withdrawn")
    damaged = publish("损", "光伏")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "UPDATE articles_searchdocument SET tokens = '' WHERE article_id = %s", [damaged.pk]
            )
        else:
            cursor.execute("DELETE FROM articles_search_fts WHERE rowid = %s", [damaged.pk])
    faults = {drift.article_id: drift.fault for drift in search.rebuild(check=True)}
    assert faults.pop(damaged.pk) in ("missing", "stale")
    assert faults == {missing.pk: "missing", stale.pk: "stale", left_over.pk: "left over"}
    assert found("光伏") == []
    assert len(search.rebuild()) == 4
    assert search.rebuild(check=True) == []
    assert set(found("光伏")) == {"缺", "旧", "损"}
