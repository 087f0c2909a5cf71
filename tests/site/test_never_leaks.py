"""What is not public does not exist for readers: a canary in everything that is hidden.

The whole site is crawled from its front page, its feeds and its sitemaps. The same crawl finds
every canary once all is published: so it looks where canaries would be.
"""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import counters, search, sharing, topics, workflow
from articles.models import Article, Redirect, Topic
from comments import moderation
from comments.models import Comment
from portal import composing
from portal.composing import Composition
from portal.models import FrontEdition, MenuItem, StandingPage
from tests.crawling import crawl, everything_in
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_comment,
    make_content,
    make_picture,
    make_tag,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once("sqlite")]

SEARCHED = "潮间带"  # in everything, public and hidden
PUBLIC = 6
STARTS = [
    *("/", "/archive/", "/feed/", "/feed/atom/", "/feed.json", "/sitemap.xml", "/robots.txt"),
    *("/news-sitemap.xml", f"/search/?q={SEARCHED}", f"/search/?q={SEARCHED}&order=read"),
    f"/search/?q={SEARCHED}&since=week&order=newest",
]
UNSEEN = ["draft", "in_review", "scheduled"]  # readers have never seen them
TAKEN_BACK = ["withdrawn", "archived", "expired", "purged"]
HIDDEN = UNSEEN + TAKEN_BACK
CHANGED = "change"  # a public article whose next text waits for its time
IDS = {kind: 770001 + number for number, kind in enumerate([*HIDDEN, CHANGED])}


def canary(kind: str) -> str:
    return f"zq{kind}zq"


def content_of(kind, shared, picture):
    """Every field that people read holds the canary; category, tags and author draw it near."""
    word = canary(kind)
    own = make_tag(name=f"{word} tag", slug=f"{word}-tag")
    return make_content(
        headline=f"{SEARCHED} {word} headline",
        subheadline=f"{word} subheadline",
        excerpt=f"{SEARCHED} {word} excerpt",
        body=f'<p>{SEARCHED} {word}<img data-picture="{picture.pk}" alt="{word}"></p>',
        category_id=shared.category.pk,
        author_ids=tuple(author.pk for author in shared.ordered_authors),
        tag_ids=(*(tag.pk for tag in shared.tags.all()), own.pk),
        responsible_editor=f"{word} editor",
        source_name=f"{word} source",
        seo_title=f"{word} title",
        seo_description=f"{word} description",
        cover_id=picture.pk,
    )


def hide(article, kind):
    """Take the article, which is a draft, to its hidden state by the desk's own moves."""
    revision, later = article.latest_revision, timezone.now() + timedelta(hours=1)
    if kind == "in_review":
        workflow.submit(revision, by=None)
    elif kind == "scheduled":
        workflow.publish(revision, by=None, at=later)
        workflow.place(article, by=None, is_pinned=True, is_featured=True)
    elif kind not in UNSEEN:
        workflow.publish(revision, by=None)
        workflow.place(article, by=None, is_pinned=True, is_featured=True)
        for number in range(9):
            counters.record_view(article, visitor=f"{number:032}")
            counters.toggle_like(article, visitor=f"{number:032}")
        make_comment(article=article, body=f"{canary(kind)} comment")
    if kind in ("withdrawn", "archived", "purged"):
        workflow.withdraw(article, by=None, reason=canary(kind))
    if kind == "archived":
        workflow.archive(article, by=None)
    elif kind == "purged":
        workflow.purge(workflow.trash(article, by=None), by=None)
    elif kind == "expired":
        Article.objects.filter(pk=article.pk).update(expires_at=timezone.now())


@pytest.fixture
def shared():
    """Public articles among which the hidden ones would stand; returns one of them."""
    category, tag = make_category(slug="sea"), make_tag(slug="tide")
    author = make_author(slug="lin")
    for number in range(PUBLIC - 1):
        article = make_article(
            pk=number + 1,
            headline=f"{SEARCHED} {number}",
            category=category,
            tags=[tag],
            authors=[author],
            # Hidden ones would stand between them.
            published_at=timezone.now() + timedelta(minutes=5 * (number - 4)),
        )
        search.index(article)
    return article


@pytest.fixture
def hidden(shared):
    """One article of each hidden kind; returns their pictures by kind."""
    pictures, contents = {}, {}
    for kind, pk in IDS.items():
        word, size = canary(kind), (90 + pk % 100, 60)
        pictures[kind] = make_picture(size=size, alt=word, caption=word, credit=word)
        contents[kind] = content_of(kind, shared, pictures[kind])
    for kind in HIDDEN:
        hide(workflow.create_article(contents[kind], by=None, article_id=IDS[kind]), kind)
        Redirect.objects.create(old_path=f"/old/{kind}/", new_path=f"/article/{IDS[kind]}.html")
    plain = make_content(headline=f"{SEARCHED} now", category_id=shared.category.pk)
    public = workflow.create_article(plain, by=None, article_id=IDS[CHANGED])
    public = workflow.publish(public.latest_revision, by=None)
    base = public.latest_revision
    change = workflow.save_revision(public, contents[CHANGED], by=None, base=base)
    workflow.publish(change, by=None, at=timezone.now() + timedelta(hours=1))
    return pictures


@pytest.fixture
def structured(hidden, shared):
    """Menus, an edition and topics that name everything hidden, and a topic that is hidden."""
    ids = list(Article.objects.filter(pk__in=IDS.values()).values_list("pk", flat=True))
    picture = make_picture(size=(88, 60), alt="zqtopiczq")
    words = {"intro": "<p>zqtopiczq intro</p>", "picture": picture, "is_featured": True}
    dark = Topic.objects.create(name="zqtopiczq", slug="zqtopiczq", **words)
    open_topic = Topic.objects.create(name="潮", slug="open", is_published=True, is_featured=True)
    for topic in (dark, open_topic):
        topics.gather(topic, ids, by=None)
    page = StandingPage.objects.create(title="zqpagezq", slug="zqpagezq", is_published=False)
    for menu in MenuItem.Menu.values:
        MenuItem.objects.create(menu=menu, target="topic", topic=dark)
        MenuItem.objects.create(menu=menu, target="page", page=page)
        MenuItem.objects.create(menu=menu, target="category", category=shared.category)
    edition = FrontEdition.objects.create(name="zqeditionzq", starts_at=timezone.now())
    composing.compose(edition, Composition(lead=ids[0], picks=tuple(ids[1:])), by=None)
    return picture


@pytest.fixture
def answered(shared):
    """Comments of every state below a public article, one of them under a hidden comment."""
    for state in Comment.State.values:
        make_comment(article=shared, state=state, name=f"zq{state}zq", body=f"zq{state}zq body")
    pending = Comment.objects.get(state=Comment.State.PENDING)
    make_comment(parent=pending, state=Comment.State.PENDING, body="zqreplyzq")
    make_comment(
        article=shared, kind=Comment.Kind.PINGBACK, state=Comment.State.SPAM, name="zqpingzq"
    )
    counters.set_comments(shared.pk, shared.comments.counted().count())
    return shared


def canaries_in(pages):
    return {word for text in pages.values() for word in re.findall(r"zq[a-z_]+zq", text)}


def is_in(text, pages):
    return any(text in page for page in pages.values())


def test_nothing_hidden_is_found_by_following_links(client, hidden):
    pages = crawl(client, STARTS)
    assert canaries_in(pages) == set()
    assert not [kind for kind, picture in hidden.items() if is_in(picture.name, pages)]
    assert not [kind for kind in HIDDEN if is_in(str(IDS[kind]), pages)]
    assert {"/tag/tide/", "/author/lin/", "/category/sea/", "/article/1.html"} <= pages.keys()


def test_topics_menus_and_editions_lead_to_nothing_hidden(client, structured):
    pages = crawl(client, [*STARTS, "/topic/open/feed/", "/topic/zqtopiczq/"])
    assert canaries_in(pages) == set()
    assert not is_in(structured.name, pages)
    assert "/topic/open/" in pages
    for ending in ("", "feed/", "feed/atom/", "feed.json"):
        assert client.get(f"/topic/zqtopiczq/{ending}").status_code == 404, ending


def test_a_topic_is_found_everywhere_once_it_is_published(client, structured):
    Topic.objects.update(is_published=True)
    pages = crawl(client, STARTS)
    assert canaries_in(pages) == {"zqtopiczq"}
    assert is_in(structured.name, pages)
    assert "/topic/zqtopiczq/" in pages


def test_the_same_crawl_finds_everything_once_it_is_public(client, hidden):
    shown = [*UNSEEN, "withdrawn", "archived"]
    for kind in shown:
        workflow.publish(Article.objects.get(pk=IDS[kind]).latest_revision, by=None)
    pages = crawl(client, STARTS)
    assert canaries_in(pages) == set(map(canary, shown))
    assert all(is_in(hidden[kind].name, pages) for kind in shown)


def test_at_its_minute_an_article_appears_by_itself_everywhere(client, hidden, time_machine):
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    pages = crawl(client, STARTS)
    found = {path for path, text in pages.items() if canary("scheduled") in text}
    assert {"/", "/category/sea/", "/tag/tide/", "/author/lin/", "/feed/", "/feed.json"} <= found
    listed = [path for path, text in pages.items() if str(IDS["scheduled"]) in text]
    assert [path for path in listed if path.startswith("/sitemap-")]
    assert f"/article/{IDS['scheduled']}.html" in found


@pytest.mark.parametrize("kind", HIDDEN)
def test_no_address_of_a_hidden_article_tells_a_word_of_it(client, hidden, kind):
    page, expected = f"/article/{IDS[kind]}", 404 if kind in UNSEEN else 410
    addresses = [f"{page}.html", page, f"{page}/", f"{page}/qr.svg", f"/?p={IDS[kind]}"]
    addresses += [f"{page}/comments/", f"{page}/comments/feed/", f"/old/{kind}/"]
    answers = [client.get(address, follow=True) for address in addresses]
    form = {"name": "a", "email": "a@b.example", "body": "c"}
    for ending in ("view/", "like/", "comments/"):
        headers = {"Sec-Fetch-Site": "same-origin"}
        answers.append(client.post(f"{page}/{ending}", form, headers=headers))
    assert {answer.status_code for answer in answers} == {expected}
    assert not [answer for answer in answers if canary(kind) in everything_in(answer)]
    assert not Comment.objects.filter(body="c").exists()


def test_no_file_of_a_hidden_articles_picture_is_served(client, hidden):
    for kind, picture in hidden.items():
        for path in picture.files:
            assert client.get(f"/media/{path}").status_code == 404, kind


@pytest.mark.parametrize("kind", IDS)
def test_what_only_hidden_articles_carry_is_no_page(client, hidden, kind):
    for ending in ("", "feed/", "feed/atom/", "feed.json"):
        assert client.get(f"/tag/{canary(kind)}-tag/{ending}").status_code == 404, ending


def test_no_count_counts_what_is_hidden(client, hidden):
    def read(address):
        return re.sub(r"<[^>]+>|\s", "", client.get(address).content.decode())

    assert f"找到{PUBLIC}篇" in read(f"/search/?q={SEARCHED}")
    assert f"{PUBLIC - 1}篇" in read("/author/lin/")
    assert f"{PUBLIC - 1}篇" in read("/tag/tide/")
    assert len(client.get("/feed.json").json()["items"]) == PUBLIC
    for kind in IDS:
        assert "没有找到" in read(f"/search/?q={canary(kind)}"), kind


def test_a_walk_along_the_neighbours_meets_no_hidden_article(client, hidden):
    path, walked = "/article/1.html", []
    while path and path not in walked:
        walked.append(path)
        newer = re.search(r'href="([^"]+)" rel="next"', client.get(path).content.decode())
        path = newer and newer[1]
    assert len(walked) == PUBLIC
    assert walked[-1] == f"/article/{IDS[CHANGED]}.html"


def test_only_approved_comments_are_read_anywhere(client, answered):
    pages = crawl(client, [*STARTS, f"/article/{answered.pk}/comments/feed/"])
    assert canaries_in(pages) == {"zqapprovedzq"}
    assert 'data-comments="1"' in pages[answered.get_absolute_url()]
    for comment in Comment.objects.exclude(state=Comment.State.APPROVED):
        for ending in ("", "reply/", "replies/"):
            answer = client.get(f"/article/{answered.pk}/comments/{comment.pk}/{ending}")
            assert answer.status_code == 404, (comment.state, ending)


def test_all_comments_are_read_once_they_are_approved(client, answered):
    for comment in Comment.objects.exclude(state=Comment.State.APPROVED).order_by("pk"):
        moderation.approve(comment, by=make_user())
    pages = crawl(client, STARTS)
    assert canaries_in(pages) == {f"zq{s}zq" for s in (*Comment.State.values, "reply", "ping")}


def test_staff_who_are_signed_in_read_no_more_on_public_pages(hidden, answered):
    staff = Client()
    staff.force_login(make_user(is_superuser=True))
    assert canaries_in(crawl(staff, STARTS)) == {"zqapprovedzq"}


def test_links_for_outsiders_and_what_they_wrote_are_read_nowhere(client, hidden, shared):
    chief = make_user(is_superuser=True)
    for article in (Article.objects.get(pk=IDS["draft"]), shared):
        link = sharing.create_link(article, by=chief, label="zqlabelzq")
        sharing.leave_note(link, name="zqvisitorzq", body="zqnotezq", network="203.0.113.0/24")
    pages = crawl(client, STARTS)
    assert canaries_in(pages) == set()
    assert not is_in(sharing.address_of(link), pages)
    assert canaries_in({"": client.get(sharing.address_of(link)).content.decode()}) == set()
