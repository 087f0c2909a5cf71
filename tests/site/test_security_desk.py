"""Ways round the desk's decisions: another picture, a copy, an old link; and texts that cost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import sharing, workflow
from articles.differences.words import Effort
from articles.models import Article, Like
from articles.pictures import store_picture
from portal import returned_texts
from portal.roles import AUTHOR, EDITOR
from tests.articles.desk import ADD, address, desk_of, edited, fresh, published, typed
from tests.articles.images import encoded, photo
from tests.factories import make_author, make_category, make_comment, make_draft

pytestmark = pytest.mark.django_db


def a_file(seed: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.png", encoded(photo(seed=seed)), "image/png")


# Pictures.


def nothing(picture, author):
    pass


def a_draft(picture, author):
    make_draft(by=author, cover_id=picture.pk)


def one_in_review(picture, author):
    a_draft(picture, author)
    workflow.submit(Article.objects.get().latest_revision, by=None)


def an_approved_one(picture, author):
    one_in_review(picture, author)
    workflow.approve(Article.objects.get().latest_revision, by=None)


def a_published_one(picture, author):
    published(cover_id=picture.pk)


def one_on_top_of_a_published_text(picture, author):
    edited(published(), cover_id=picture.pk)


def a_portrait(picture, author):
    make_author(avatar=picture)


@pytest.mark.parametrize(
    ("shows", "is_replaced"),
    [
        (nothing, True),
        (a_draft, True),
        (one_in_review, True),
        (an_approved_one, False),
        (a_published_one, False),
        (one_on_top_of_a_published_text, False),
        (a_portrait, False),
    ],
)
def test_authors_replace_no_picture_of_a_text_that_was_decided_on(shows, is_replaced):
    author, editor = desk_of(AUTHOR), desk_of(EDITOR)
    picture = store_picture(a_file(1), by=author.user)
    shows(picture, author.user)
    where = reverse("admin:articles_picture_replace", args=[picture.pk])
    sheet = reverse("admin:articles_picture_change", args=[picture.pk])
    assert (where in author.get(sheet).content.decode()) is is_replaced
    answer = author.post(where, {"file": a_file(2), "accepts_other_size": "on"})
    assert answer.status_code == (302 if is_replaced else 403)
    assert (fresh(picture).name != picture.name) is is_replaced
    assert editor.get(where).status_code == 200


# The wall of an embargo, and what was taken from the readers.


@pytest.mark.parametrize("hours", [1, -1])
def test_a_copy_of_a_text_under_embargo_is_under_it_too(hours):
    author = desk_of(AUTHOR)
    article = make_draft(by=author.user)
    until = timezone.now() + timedelta(hours=hours)
    Article.objects.filter(pk=article.pk).update(embargo_until=until)
    assert author.post(address(article, "duplicate")).status_code == 302
    copy = Article.objects.latest("pk")
    assert copy.embargo_until == (until if hours > 0 else None)
    link = sharing.create_link(copy, by=author.user)
    assert Client().get(sharing.address_of(link)).status_code == (404 if hours > 0 else 200)


@pytest.mark.parametrize("move", [workflow.withdraw, workflow.retract])
def test_what_is_taken_from_the_readers_is_taken_from_guests_too(move):
    editor = desk_of(EDITOR).user
    article = published()
    old = [
        sharing.create_link(article, by=editor),
        sharing.create_link(article, by=editor, revision=article.latest_revision),
    ]
    move(article, by=editor, reason="不实")
    new = sharing.create_link(fresh(article), by=editor)
    codes = [Client().get(sharing.address_of(link)).status_code for link in (*old, new)]
    assert codes == [404, 404, 200]


def test_of_a_retracted_article_nothing_is_left_but_what_readers_are_told():
    article = published(headline="被撤的题", body="<p>鱻话。</p>")
    make_comment(article=article, body="鱻评。")
    workflow.retract(article, by=None, reason="查无此事")
    here, reader = f"/article/{article.pk}", Client(headers={"sec-fetch-site": "same-origin"})
    lists = ["/", "/feed/", "/feed/atom/", "/feed.json", "/news-sitemap.xml", "/search/?q=被撤"]
    lists += ["/archive/", "/sitemap.xml", fresh(article).category.get_absolute_url()]
    for path in lists:
        page = reader.get(path).content.decode()
        assert f"{here}." not in page, path
        assert "鱻" not in page, path
    for path in (f"{here}.html", f"{here}/qr.svg", f"{here}/comments/", f"{here}/comments/feed/"):
        answer = reader.get(path)
        assert answer.status_code == 410, path
        assert "鱻" not in answer.content.decode(), path
    for path in (f"{here}/view/", f"{here}/like/", f"{here}/comments/"):
        sent = {"name": "某", "email": "a@example.com", "body": "评"}
        assert reader.post(path, sent).status_code == 410, path
    assert not Like.objects.exists()
    assert article.comments.count() == 1


# Cost.


def test_a_stranger_has_no_long_text_read_as_html():
    paragraph, number = "<p>鱻</p>", 50_000
    stranger = Client(headers={"sec-fetch-site": "same-origin"})
    answer = stranger.post(ADD, typed(headline="题", body=paragraph * number))
    assert answer.status_code == 403
    page = answer.content.decode()
    sent_again = page.count("&lt;p&gt;鱻&lt;/p&gt;")
    assert sent_again == number  # nothing is lost
    assert page.count("鱻") - sent_again == returned_texts.SHOWN_CHARS // len(paragraph)


@pytest.mark.parametrize(("every", "is_cheap"), [(2, False), (500, True)])
def test_what_is_changed_at_every_second_place_costs_too_much_to_compare(every, is_cheap):
    """The longest piece that stayed is looked for again and again, each time in all that is left:
    twelve thousand paragraphs took half a minute, and a worker has no more.
    """
    old = range(12_000)
    new = [-one if one % every == 0 else one for one in old]
    assert Effort().suffices_for(old, new) is is_cheap


MANY_DIGITS, MANY_WORDS = "9" * 5000, "+".join("a" * 1500)


@pytest.mark.parametrize("page", ["articles/picture/", "articles/picture/choose/", "articles/tag/"])
def test_nobody_looks_for_a_thousand_words(page):
    assert desk_of(EDITOR).get(f"/admin/{page}?q={MANY_WORDS}").status_code == 400


def test_a_number_of_thousands_of_digits_is_none():
    editor, category = desk_of(EDITOR), make_category()
    sent = {"row": [category.pk], "was": "", f"place_{category.pk}": MANY_DIGITS}
    assert editor.post("/admin/articles/category/arrange/", sent).status_code == 400
    quick = address(make_draft(), "quick")
    assert editor.post(quick, {"headline": "题", "category": MANY_DIGITS}).status_code == 400
