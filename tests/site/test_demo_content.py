"""The demo's files are complete and consistent; what the command makes of them is tested there."""

import re
from collections import Counter
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from portal import demo

SITE = demo.load()
ARTICLES = {article.key: article for article in SITE.articles}
PUBLISHED = [article for article in SITE.articles if article.state == "published"]
COMMENTS = {comment.key: comment for comment in SITE.comments}
PICTURES = {picture.key: picture for picture in SITE.pictures}
BODIES = (
    {article.key: article.body for article in SITE.articles}
    | {f"page {page.slug}": page.body for page in SITE.pages}
    | {f"topic {topic.key}": topic.intro for topic in SITE.topics}
)

ATTRIBUTES = {
    "a": {"href"},
    "aside": {"class"},
    "figure": {"data-embed"},
    "img": {"data-demo-picture", "alt"},
    "td": {"class"},
    "th": {"class", "scope"},
}
# fmt: off
ALLOWED = {
    *ATTRIBUTES, "p", "h2", "h3", "ul", "ol", "li", "blockquote", "footer", "figcaption", "small",
    "table", "caption", "thead", "tbody", "tr", "pre", "code", "em", "strong", "cite", "sub",
    "sup", "ruby", "rt",
}
# fmt: on
EMBED = re.compile(r"https://www\.bilibili\.com/video/BV1\w*000\w*")
EXAMPLE_HOST = re.compile(r"(?:[\w-]+\.)*example\.(?:com|net|org)")
HAN = re.compile(r"[一-鿿]")


class Elements(HTMLParser):
    """Collects the elements of a body and complains about what is not closed."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(body)
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def text_of(body: str) -> str:
    return re.sub(r"<[^>]+>", "", body)


def everything_typed() -> str:
    folder = Path(demo.__file__).parent
    files = [*folder.rglob("*.toml"), *folder.rglob("*.html")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_the_site_is_large_enough_to_look_alive():
    top_level = [category for category in SITE.categories if not category.parent]
    assert len(top_level) == 6
    assert len({category.parent for category in SITE.categories} - {""}) >= 2
    assert len(PUBLISHED) >= 44
    assert len(SITE.authors) >= 8
    assert len(SITE.pictures) >= 40
    assert len(SITE.tags) >= 40
    assert len(SITE.comments) >= 60
    slugs = [page.slug for page in SITE.pages]
    assert slugs == ["about", "guidelines", "corrections", "contribute", "privacy", "join"]


def test_every_state_and_kind_is_shown():
    states = Counter(article.state for article in SITE.articles)
    assert states["draft"] == 2
    assert states["in_review"] == states["scheduled"] == states["withdrawn"] == 1
    origins = Counter(article.origin for article in PUBLISHED)
    assert origins["contributed"] == 2
    assert origins["reprinted"] == 1
    assert Counter(article.language for article in PUBLISHED)["en"] == 2
    assert sum(article.pinned for article in PUBLISHED) == 1
    assert sum(article.featured for article in PUBLISHED) >= 4
    assert any(article.indent for article in PUBLISHED)
    assert any(len(article.authors) > 1 for article in PUBLISHED)
    assert len({comment.state for comment in SITE.comments}) == 4


def test_two_dozen_stories_are_read_at_length():
    long = [a for a in PUBLISHED if len(HAN.findall(text_of(a.body))) >= 600]
    assert len(long) >= 24


def test_about_half_of_the_stories_leave_their_excerpt_to_the_site():
    without = sum(not article.excerpt for article in PUBLISHED)
    assert len(PUBLISHED) / 3 < without < len(PUBLISHED) * 0.7


def test_headlines_fit_a_card_and_are_unique():
    for article in SITE.articles:
        limit = 30 if article.language == "zh-hans" else 60
        assert 6 <= len(article.headline) <= limit, article.key
    assert len({article.headline for article in SITE.articles}) == len(SITE.articles)


def test_every_key_refers_to_something():
    categories = [category.key for category in SITE.categories]
    for position, category in enumerate(SITE.categories):
        assert not category.parent or category.parent in categories[:position]
    authors = {author.key for author in SITE.authors}
    for article in SITE.articles:
        assert article.category in categories, article.key
        assert article.authors, article.key
        assert set(article.authors) <= authors, article.key
        assert not article.cover or article.cover in PICTURES, article.key
        assert set(article.pictures_in_body) <= PICTURES.keys(), article.key
        assert set(article.links_in_body) <= ARTICLES.keys() - {article.key}, article.key
        assert article.tags, article.key
    for category in categories:
        assert any(article.category == category for article in PUBLISHED), category
    for author in SITE.authors:  # editors sign what they will write
        has_story = any(author.key in article.authors for article in PUBLISHED)
        assert has_story or author.account, author.key


def test_every_picture_is_used():
    shown = {key for a in SITE.articles for key in (a.cover, *a.pictures_in_body) if key}
    assert shown == PICTURES.keys()


def test_no_body_repeats_its_cover():
    for article in SITE.articles:
        assert article.cover not in article.pictures_in_body, article.key


def test_links_lead_to_what_was_public_when_the_text_last_changed():
    for article in PUBLISHED:
        changed = (
            article.hours_ago if article.updated_hours_ago is None else article.updated_hours_ago
        )
        for key in article.links_in_body:
            assert ARTICLES[key].state == "published"
            assert ARTICLES[key].hours_ago >= changed, (article.key, key)


def test_times_lie_within_the_month_and_some_share_a_minute():
    now = datetime(2030, 5, 6, 7, 8, 9, tzinfo=UTC)
    for article in PUBLISHED:
        assert 0 < article.hours_ago <= 30 * 24, article.key
        if article.updated_hours_ago is not None:
            assert 0 < article.updated_hours_ago < article.hours_ago, article.key
    assert Counter(a.published_at(now) for a in PUBLISHED).most_common(1)[0][1] >= 3
    assert sum(article.hours_ago <= 24 for article in PUBLISHED) >= 12
    scheduled = next(a for a in SITE.articles if a.state == "scheduled")
    assert 12 <= (scheduled.published_at(now) - now).total_seconds() / 3600 <= 36


def test_articles_come_oldest_first():
    times = [article.hours_ago for article in SITE.articles]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("key", BODIES)
def test_bodies_hold_only_what_the_policy_keeps(key):
    for tag, attributes in Elements(BODIES[key]).found:
        assert tag in ALLOWED, tag
        assert attributes.keys() <= ATTRIBUTES.get(tag, set()), (tag, attributes)
        if tag == "img":
            assert attributes["alt"]
        if tag == "figure" and attributes:
            assert EMBED.fullmatch(attributes["data-embed"])


def test_the_cover_story_shows_every_element_of_the_prototype():
    tags = {tag for tag, _attributes in Elements(ARTICLES["night-shift"].body).found}
    wanted = {"h2", "h3", "figure", "table", "blockquote", "aside", "ol", "pre", "em", "a"}
    assert wanted <= tags
    assert "data-embed" in ARTICLES["night-shift"].body


def test_references_become_ids_and_addresses():
    article = ARTICLES["night-shift"]
    body = article.body_for(article_url=lambda key: f"/a/{key}", picture_id=lambda key: 7)
    assert 'data-picture="7"' in body
    assert 'href="/a/unsure"' in body
    assert "demo" not in body


@pytest.mark.parametrize("picture", SITE.pictures, ids=lambda picture: picture.key)
def test_pictures_decode_and_stay_small(picture):
    assert picture.file.stat().st_size <= 60_000
    with Image.open(picture.file) as image:
        image.load()
        assert image.size == (1600, 1067)
    assert (picture.file.parents[1] / "art" / f"{picture.key}.svg").is_file()


def test_portraits_and_the_code_decode():
    portraits = [author.avatar for author in SITE.authors if author.avatar]
    assert len(portraits) == 4
    for file in [*portraits, SITE.profile.wechat_qr]:
        with Image.open(file) as image:
            image.load()
            assert image.width == image.height >= 400


def test_alternative_texts_describe_and_never_repeat_a_headline():
    headlines = {article.headline for article in SITE.articles}
    alts = [picture.alt for picture in SITE.pictures]
    for body in BODIES.values():
        alts += [attributes["alt"] for tag, attributes in Elements(body).found if tag == "img"]
    for alt in alts:
        assert len(alt) >= 8
        assert not any(headline in alt or alt in headline for headline in headlines)
    for picture in SITE.pictures:
        assert picture.caption not in headlines | {picture.alt}


def test_comments_hang_together():
    for key, comment in COMMENTS.items():
        article = ARTICLES[comment.article]
        assert article.state == "published", key
        assert 0 < comment.after < article.hours_ago, key
        assert not comment.author or comment.author in article.authors, key
        if comment.parent:
            parent = COMMENTS[comment.parent]
            assert parent.article == comment.article, key
            assert parent.after < comment.after, key
            assert parent.state == "approved", key


def test_parents_are_read_before_their_replies():
    keys = [comment.key for comment in SITE.comments]
    assert len(keys) == len(COMMENTS)
    for comment in SITE.comments:
        assert not comment.parent or keys.index(comment.parent) < keys.index(comment.key)


def test_replies_go_three_levels_deep_and_no_deeper():
    def depth(key: str) -> int:
        parent = COMMENTS[key].parent
        return depth(parent) + 1 if parent else 0

    assert max(depth(key) for key in COMMENTS) == 3


def test_counters_are_plausible():
    for article in PUBLISHED:
        comments = sum(comment.article == article.key for comment in SITE.comments)
        assert article.views > article.likes > 0, article.key
        assert article.views > 20 * comments, article.key
    for article in SITE.articles:
        if article.state in {"draft", "in_review", "scheduled"}:
            assert article.views == article.likes == 0, article.key


@pytest.mark.parametrize("curve", ["surge", "fade", "steady", "slow"])
@pytest.mark.parametrize("total", [0, 1, 7, 128_400])
@pytest.mark.parametrize("days", [1, 2, 30])
def test_readings_are_spread_without_losing_one(curve, total, days):
    shares = demo.spread(total, curve, days)
    assert len(shares) == days
    assert sum(shares) == total
    assert min(shares) >= 0


def test_every_address_is_an_example():
    typed = EMBED.sub("", everything_typed())
    hosts = re.findall(r"https?://([^/\s\"'<>）]+)", typed)
    hosts += re.findall(r"[\w.+-]+@([\w.-]+\.\w+)", typed)
    hosts += [comment.email.partition("@")[2] for comment in SITE.comments]
    assert hosts
    for host in hosts:
        assert EXAMPLE_HOST.fullmatch(host), host


def test_no_placeholder_text_is_left():
    for mark in ("TODO", "FIXME", "XXX", "lorem", "Lorem", "某某", "待定", "占位文字"):
        assert mark not in everything_typed()


def test_chinese_text_is_set_with_chinese_punctuation():
    for article in SITE.articles:
        if article.language != "zh-hans":
            continue
        text = re.sub(r"<pre>.*?</pre>", "", article.body, flags=re.DOTALL)
        assert not re.search(r"[一-鿿][,;:?!]", text_of(text)), article.key
        assert not re.search(r"[一-鿿]\.(?!\d)", text_of(text)), article.key
        assert text.count("“") == text.count("”"), article.key
        assert text.count("（") == text.count("）"), article.key


@pytest.mark.parametrize("topic", SITE.topics, ids=lambda topic: topic.key)
def test_a_topic_gathers_published_articles_and_has_a_picture(topic):
    assert len(topic.articles) == len(set(topic.articles)) == 5
    assert all(ARTICLES[key].state == "published" for key in topic.articles)
    assert topic.picture in PICTURES
