"""The picture library at the desk: what is shown, changed, replaced, and what is not deleted."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.content import ArticleContent
from articles.models import (
    Article,
    FreshnessVersion,
    JournalEntry,
    Picture,
    SiteProfile,
    Topic,
    User,
)
from articles.pictures import store_picture
from articles.workflow import create_article, publish, save_revision
from tests.articles.desk import edited
from tests.articles.images import encoded, jpeg, photo
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_draft,
    make_picture,
    make_staff,
)

pytestmark = pytest.mark.django_db

LIBRARY = reverse("admin:articles_picture_changelist")
ADD = reverse("admin:articles_picture_add")
CHOOSE = reverse("admin:articles_picture_choose")


def change(picture: Picture) -> str:
    return reverse("admin:articles_picture_change", args=[picture.pk])


def delete(picture: Picture) -> str:
    return reverse("admin:articles_picture_delete", args=[picture.pk])


@pytest.fixture
def author(client) -> User:
    user = make_staff("author")
    client.force_login(user)
    return user


@pytest.fixture
def editor(client) -> User:
    user = make_staff("editor")
    client.force_login(user)
    return user


def a_file(data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("DSC_0001.jpg", data or jpeg(), content_type="image/jpeg")


# --- The list -------------------------------------------------------------------------------


def test_the_library_shows_thumbnails_and_says_what_lacks_a_description(client, editor):
    described, bare = make_picture(alt="退潮的河口"), make_picture(alt="")
    page = client.get(LIBRARY).content.decode()
    assert described.smallest_url in page
    assert page.count("缺少描述") == 1
    only_bare = client.get(LIBRARY, {"description": "missing"}).content.decode()
    assert bare.smallest_url in only_bare
    assert described.smallest_url not in only_bare


def test_the_library_is_searched_by_all_words_and_by_number(client, editor):
    river, hill = make_picture(alt="河口 退潮"), make_picture(alt="河口 山路")
    page = client.get(LIBRARY, {"q": "河口 退潮"}).content.decode()
    assert river.smallest_url in page
    assert hill.smallest_url not in page
    assert hill.smallest_url in client.get(LIBRARY, {"q": str(hill.pk)}).content.decode()


@pytest.mark.parametrize("url", [LIBRARY, ADD, CHOOSE])
def test_a_moderator_sees_nothing_of_the_library(client, url):
    client.force_login(make_staff("moderator"))
    assert client.get(url).status_code == 403


def test_the_library_takes_the_same_queries_for_few_and_many(
    client, editor, django_assert_max_num_queries
):
    for _ in range(12):
        make_picture(size=(48, 32))
    with django_assert_max_num_queries(12):
        client.get(LIBRARY)


# --- One picture ----------------------------------------------------------------------------


def test_the_page_of_a_picture_names_where_it_is_used(client, editor):
    picture = make_picture()
    make_article(headline="用作封面", cover=picture)
    make_article(headline="用在正文").article_pictures.create(picture=picture)
    make_author(name="某作者", avatar=picture)
    SiteProfile.objects.create(pk=1, name="某站", wechat_qr=picture)
    page = client.get(change(picture)).content.decode()
    for name in ["用作封面", "用在正文", "某作者", "某站"]:
        assert name in page


def test_words_are_changed_and_told_to_the_pages_that_show_them(client, editor):
    picture = make_picture()
    make_article(cover=picture)
    client.post(change(picture), {"alt": "新的描述"})
    picture.refresh_from_db()
    assert picture.alt == "新的描述"
    assert FreshnessVersion.objects.filter(key="site").exists()
    assert JournalEntry.objects.filter(action="picture.change").exists()


def test_a_description_is_not_taken_away(client, editor):
    picture = make_picture(alt="旧的描述")
    answer = client.post(change(picture), {"alt": ""})
    assert "请描述这张图片" in answer.content.decode()
    picture.refresh_from_db()
    assert picture.alt == "旧的描述"


def test_described_and_decorative_exclude_each_other(client, editor):
    picture = make_picture()
    answer = client.post(change(picture), {"alt": "描述", "is_decorative": "on"})
    assert answer.status_code == 200
    picture.refresh_from_db()
    assert not picture.is_decorative


def test_an_author_describes_the_own_pictures_and_no_others(client, author):
    own = store_picture(a_file(encoded(photo(seed=5))), by=author)
    others = make_picture(alt="旧的描述")
    client.post(change(own), {"alt": "我的描述"})
    assert client.post(change(others), {"alt": "改掉"}).status_code == 403
    own.refresh_from_db()
    others.refresh_from_db()
    assert (own.alt, others.alt) == ("我的描述", "旧的描述")


def test_of_places_that_somebody_may_not_see_only_the_number_is_told(client, author):
    picture = make_picture()
    make_article(headline="别人的稿件", cover=picture)
    SiteProfile.objects.create(pk=1, name="某站", wechat_qr=picture)
    own = make_draft(by=author, headline="我的稿件", cover_id=picture.pk)
    page = client.get(change(picture)).content.decode()
    assert str(own) in page
    assert "别人的稿件" not in page
    assert "另有 2 处" in page


def test_a_topic_shows_its_picture_and_those_of_its_introduction(client, editor):
    picture = make_picture()
    body = f'<figure><img data-picture="{picture.pk}" alt="图"></figure>'
    topic = Topic.objects.create(name="某专题", slug="topic", intro=body)
    assert "某专题" in client.get(change(picture)).content.decode()
    assert client.post(delete(picture)).status_code == 200
    assert Picture.objects.exists()
    client.logout()
    assert client.get(picture.url).status_code == 404
    Topic.objects.filter(pk=topic.pk).update(is_published=True)
    assert client.get(picture.url).status_code == 200


# --- Deleting -------------------------------------------------------------------------------


def as_cover(picture):
    make_article(cover=picture, state=Article.State.UNPUBLISHED, published_at=None)


def in_a_text(picture):
    make_article().article_pictures.create(picture=picture)


def as_a_portrait(picture):
    make_author(avatar=picture)


@pytest.mark.parametrize("use", [as_cover, in_a_text, as_a_portrait])
def test_a_picture_that_is_used_is_not_deleted(client, editor, use):
    picture = make_picture()
    use(picture)
    assert "不能删除" in client.get(delete(picture)).content.decode()
    assert client.post(delete(picture)).status_code == 200
    assert Picture.objects.filter(pk=picture.pk).exists()
    assert default_storage.exists(picture.path)


def test_a_picture_that_waits_in_a_draft_above_a_published_text_is_not_deleted(client, editor):
    picture = make_picture()
    content = ArticleContent(headline="题", body="<p>文</p>", category_id=make_category().pk)
    article = create_article(content, by=None)
    publish(article.latest_revision, by=None)
    article.refresh_from_db()
    body = f'<p>文</p><figure><img data-picture="{picture.pk}" alt="图"></figure>'
    save_revision(
        article,
        ArticleContent(headline="新题", body=body, category_id=content.category_id),
        by=None,
    )
    client.post(delete(picture))
    assert Picture.objects.filter(pk=picture.pk).exists()


def test_an_unused_picture_is_deleted_with_its_files(
    client, editor, django_capture_on_commit_callbacks
):
    picture = make_picture()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(delete(picture))
    assert not Picture.objects.exists()
    assert not any(default_storage.exists(path) for path in picture.files)
    assert JournalEntry.objects.get(action="picture.delete").by == editor


def test_earlier_versions_that_name_it_are_told_before_it_goes(client, editor):
    picture = make_picture()
    article = make_draft(headline="换过图的稿件", cover_id=picture.pk)
    edited(article, cover_id=None)
    assert "换过图的稿件" in client.get(delete(picture)).content.decode()
    client.post(delete(picture))
    assert not Picture.objects.exists()


def test_an_author_deletes_no_pictures(client, author):
    picture = make_picture()
    assert client.post(delete(picture)).status_code == 403
    assert Picture.objects.exists()
