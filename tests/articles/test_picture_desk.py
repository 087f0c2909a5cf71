"""The picture desk: what narrows the library, many pictures at once, another file for one."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from articles.models import FreshnessVersion, JournalEntry, Picture, SiteProfile, Topic, User
from articles.pictures import store_picture
from portal.models import StandingPage
from tests.articles.desk import edited, published
from tests.articles.images import encoded, jpeg, photo
from tests.factories import make_article, make_author, make_draft, make_picture, make_staff

pytestmark = pytest.mark.django_db

LIBRARY = reverse("admin:articles_picture_changelist")
MANY = reverse("admin:articles_picture_upload_many")
DESCRIBE = reverse("admin:articles_picture_describe")
SMALL = (48, 32)


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


def a_file(data: bytes | None = None, name: str = "DSC_0001.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or jpeg(), content_type="image/jpeg")


def small(seed: int) -> bytes:
    return encoded(photo(*SMALL, seed), "PNG")


def listed(client, **query) -> set[int]:
    return {picture.pk for picture in client.get(LIBRARY, query).context["cl"].result_list}


# --- What narrows the library ---------------------------------------------------------------


def test_unused_is_what_no_page_shows_or_is_about_to_show(client, editor):
    def picture() -> Picture:
        return make_picture(size=SMALL)

    def body(shown: Picture) -> str:
        return f'<figure><img data-picture="{shown.pk}" alt="图"></figure>'

    idle, cover, within, face, qr, topic, intro, page, ahead, next_cover = (
        picture() for _ in range(10)
    )
    make_draft(cover_id=cover.pk, body=body(within))
    make_article()  # imported ones may have no revision at all
    make_author(avatar=face)
    SiteProfile.objects.create(pk=1, wechat_qr=qr)
    Topic.objects.create(name="题", slug="t", picture=topic, intro=body(intro))
    StandingPage.objects.create(title="关于", slug="about", body=body(page))
    edited(published(), body=body(ahead), cover_id=next_cover.pk)
    assert listed(client, use="none") == {idle.pk}
    assert len(listed(client)) == 10


def test_mine_is_what_i_uploaded(client, author):
    own = store_picture(a_file(small(1)), by=author)
    make_picture(size=SMALL)
    assert listed(client, whose="mine") == {own.pk}


TIMES = [
    ("today", 0, True),
    ("today", 1, False),
    ("week", 6, True),
    ("week", 7, False),
    ("month", 29, True),
    ("month", 30, False),
    ("someday", 90, True),
]


@pytest.mark.parametrize(("when", "days", "is_there"), TIMES)
def test_the_time_of_uploading_narrows_by_whole_days(client, editor, when, days, is_there):
    picture = make_picture(size=SMALL)
    at = timezone.localtime().replace(hour=0, minute=0, second=1) - timedelta(days=days)
    Picture.objects.update(created_at=at)
    assert listed(client, when=when) == ({picture.pk} if is_there else set())


def test_filters_and_search_stay_in_the_address_together(client, editor):
    river = make_picture(size=SMALL, title="河口", alt="")
    make_picture(size=SMALL, title="河口", alt="有描述")
    make_picture(size=SMALL, title="山路", alt="")
    query = {"q": "河口", "description": "missing", "use": "none"}
    assert listed(client, **query) == {river.pk}
    page = client.get(LIBRARY, query).content.decode()
    assert "use=none" in page
    assert f"{DESCRIBE}?pictures={river.pk}" in page


# --- Many at once ---------------------------------------------------------------------------


def test_without_scripts_many_files_go_at_once_and_each_failure_is_named(client, author):
    files = [a_file(small(1)), a_file(b"<svg/>", name="图.svg"), a_file(small(2))]
    answer = client.post(MANY, {"upload": files}, follow=True)
    stored = list(Picture.objects.order_by("pk"))
    assert len(stored) == 2
    assert {picture.uploaded_by for picture in stored} == {author}
    address, _status = answer.redirect_chain[-1]
    assert address == f"{DESCRIBE}?pictures={stored[0].pk},{stored[1].pk}"
    page = answer.content.decode()
    assert "图.svg: 这不是浏览器能显示的图片" in page


def test_no_file_is_answered_with_a_sentence(client, author):
    assert "请先选择" in client.post(MANY, follow=True).content.decode()


def test_a_file_that_a_colleague_has_uploaded_is_not_described_by_another(client, author):
    store_picture(a_file(small(1)), by=make_staff("author"))
    answer = client.post(MANY, {"upload": a_file(small(1))}, follow=True)
    assert answer.redirect_chain[-1][0] == LIBRARY
    assert "同事已经" in answer.content.decode()


def words(pictures, credit="", **by_position) -> dict[str, str]:
    """What the page for describing would post: ``alt_0="…"``."""
    data = {"form-TOTAL_FORMS": len(pictures), "form-INITIAL_FORMS": len(pictures)}
    data["all-credit"] = credit
    for number, picture in enumerate(pictures):
        data[f"form-{number}-id"] = picture.pk
    for name, value in by_position.items():
        field, _, number = name.rpartition("_")
        data[f"form-{number}-{field}"] = value
    return data


def together(pictures) -> str:
    return f"{DESCRIBE}?pictures={','.join(str(picture.pk) for picture in pictures)}"


def test_all_are_described_on_one_page_and_saved_at_once(client, author):
    pictures = [store_picture(a_file(small(n)), by=author) for n in range(3)]
    assert client.get(together(pictures)).content.decode().count("form-2-alt") > 0
    data = words(
        pictures, credit="摄影：某某", alt_0="河口", is_decorative_1="on", credit_1="资料图"
    )
    answer = client.post(together(pictures), data, follow=True)
    saved = [Picture.objects.get(pk=picture.pk) for picture in pictures]
    assert [(one.alt, one.is_decorative, one.credit) for one in saved] == [
        ("河口", False, "摄影：某某"),
        ("", True, "资料图"),
        ("", False, "摄影：某某"),
    ]
    assert "还有 1 张图片没有描述" in answer.content.decode()
    assert JournalEntry.objects.filter(action="picture.change").count() == 3


def test_a_contradiction_saves_nothing_and_keeps_what_was_typed(client, author):
    pictures = [store_picture(a_file(small(n)), by=author) for n in range(2)]
    data = words(pictures, alt_0="河口", alt_1="山路", is_decorative_1="on")
    page = client.post(together(pictures), data).content.decode()
    assert "尚未保存" in page
    assert "河口" in page
    assert len(Picture.objects.without_description()) == 2


def test_pictures_of_others_are_left_out_and_alone_refused(client, author):
    own, others = store_picture(a_file(small(1)), by=author), make_picture(size=SMALL, alt="旧")
    assert client.get(together([others])).status_code == 403
    page = client.get(together([own, others])).content.decode()
    assert others.smallest_url not in page
    client.post(together([own, others]), words([own, others], alt_0="我的", alt_1="改掉"))
    others.refresh_from_db()
    assert others.alt == "旧"


@pytest.mark.parametrize("given", ["", "x", "1,", "1,x", "-1", ",".join(["1"] * 61)])
def test_what_is_no_list_of_pictures_is_no_page(client, author, given):
    assert client.get(DESCRIBE, {"pictures": given}).status_code == 400


def test_pictures_that_are_gone_are_no_page(client, author):
    assert client.get(DESCRIBE, {"pictures": "999999"}).status_code == 404


# --- Another file under the same number -----------------------------------------------------


def replace(picture: Picture) -> str:
    return reverse("admin:articles_picture_replace", args=[picture.pk])


def test_the_page_says_where_the_new_file_will_appear(client, editor):
    picture = make_picture(size=SMALL)
    make_article(headline="用作封面", cover=picture)
    assert "用作封面" in client.get(replace(picture)).content.decode()


def test_another_file_keeps_number_words_and_uses_and_readers_see_it(
    client, editor, django_capture_on_commit_callbacks
):
    picture = make_picture(alt="旧的描述")
    make_article(cover=picture)
    old_files, old_url = picture.files, picture.url
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(replace(picture), {"file": a_file(jpeg(photo(1200, 800)))})
    assert answer.status_code == 302
    new = Picture.objects.get(pk=picture.pk)
    assert (new.width, new.format, new.alt) == (1200, "jpg", "旧的描述")
    assert all(default_storage.exists(path) for path in new.files)
    assert not any(default_storage.exists(path) for path in old_files)
    assert FreshnessVersion.objects.filter(key="site").exists()
    entry = JournalEntry.objects.get(action="picture.replace")
    assert (entry.by, entry.data) == (editor, {"sizes": [[960, 640], [1200, 800]]})
    client.logout()
    assert client.get(new.url).status_code == 200
    assert client.get(old_url).status_code == 404


@pytest.mark.parametrize(
    ("size", "word"), [((600, 400), "新文件较小"), ((1600, 900), "新文件的比例不同")]
)
def test_a_smaller_file_or_another_shape_is_asked_about_first(client, editor, size, word):
    picture = make_picture()
    data = jpeg(photo(*size))
    page = client.post(replace(picture), {"file": a_file(data)}).content.decode()
    assert word in page
    assert f"{size[0]} × {size[1]}" in page
    picture.refresh_from_db()
    assert picture.width == 960
    client.post(replace(picture), {"file": a_file(data), "accepts_other_size": "on"})
    picture.refresh_from_db()
    assert (picture.width, picture.height) == size


@pytest.mark.parametrize(
    ("data", "word"), [(b"<svg/>", "JPEG"), (small(3), "已在图片库中"), (small(4), "就是现在的")]
)
def test_what_cannot_take_its_place_says_why(client, editor, data, word):
    store_picture(a_file(small(3)), alt="已有")
    picture = store_picture(a_file(small(4)), alt="这一张")
    assert word in client.post(replace(picture), {"file": a_file(data)}).content.decode()
    name = picture.name
    picture.refresh_from_db()
    assert picture.name == name


def test_an_author_replaces_the_own_files_and_no_others(client, author):
    own, others = store_picture(a_file(small(1)), by=author), make_picture(size=SMALL)
    assert client.get(replace(own)).status_code == 200
    for method in (client.get, client.post):
        assert method(replace(others)).status_code == 403
    assert client.get(replace(Picture(pk=999_999))).status_code == 404


@pytest.mark.parametrize("role", ["moderator"])
def test_who_has_no_library_has_no_page_of_it(client, role):
    picture = make_picture(size=SMALL)
    client.force_login(make_staff(role))
    assert client.post(MANY, {"upload": a_file()}).status_code == 403
    assert client.get(together([picture])).status_code == 403
    assert client.get(replace(picture)).status_code == 403
    assert Picture.objects.count() == 1
