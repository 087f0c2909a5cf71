"""Files from the media folder become pictures; without them posts keep the old addresses."""

import pytest

from articles.models import Article, Picture
from tests.articles.images import jpeg, photo
from tests.site.wordpress.exports import attachment, export, item, write
from tests.site.wordpress.running import import_parts, numbers, run

pytestmark = pytest.mark.django_db

ADDRESS = "https://old.example/wp-content/uploads/2025/01/photo.jpg"
CONTENT = f'前\n\n<img class="wp-image-7" src="{ADDRESS.replace(".jpg", "-300x200.jpg")}">\n\n后'


@pytest.fixture
def media(tmp_path):
    """A folder as WordPress keeps it, with one photograph."""
    folder = tmp_path / "media-of-old-site"
    (folder / "2025/01").mkdir(parents=True)
    (folder / "2025/01/photo.jpg").write_bytes(jpeg(photo(400, 300)))
    return folder


def library_item(**given):
    meta = {"_wp_attachment_image_alt": "一只鸟"}
    return attachment(7, ADDRESS, title="IMG_1", excerpt="说明", meta=meta, **given)


def test_a_file_becomes_a_picture_with_its_words(tmp_path, media):
    report = import_parts(tmp_path, library_item(), media=media)
    assert report["media"] == numbers(created=1)
    picture = Picture.objects.get()
    assert (picture.alt, picture.caption, picture.title) == ("一只鸟", "说明", "IMG_1")
    assert (picture.width, picture.height) == (400, 300)


def test_pictures_in_the_text_and_the_cover_are_found(tmp_path, media):
    # The post stands before its pictures, as it does in exports.
    post = item(1, content=CONTENT, meta={"_thumbnail_id": "7"})
    import_parts(tmp_path, post, library_item(), media=media)
    article, picture = Article.objects.get(), Picture.objects.get()
    assert f'data-picture="{picture.pk}"' in article.body
    assert article.cover == picture
    assert set(article.article_pictures.values_list("picture", flat=True)) == {picture.pk}


@pytest.mark.parametrize("below", ["uploads", "wp-content/uploads"])
def test_the_folder_may_be_given_from_above(tmp_path, media, below):
    outer = tmp_path / "backup"
    (outer / below).parent.mkdir(parents=True)
    media.rename(outer / below)
    assert import_parts(tmp_path, library_item(), media=outer)["media"] == numbers(created=1)


def test_without_the_folder_the_text_keeps_the_old_address(tmp_path):
    report = import_parts(tmp_path, library_item(), item(1, content=CONTENT))
    assert report["media"] == numbers(skipped=1)
    assert len(report["warnings"]) == 1
    assert 'src="https://old.example/' in Article.objects.get().body


def test_files_that_come_later_heal_the_articles(tmp_path, media):
    path = write(
        tmp_path, export(library_item(), item(1, content=CONTENT, meta={"_thumbnail_id": "7"}))
    )
    run(path)
    report = run(path, media=media)
    assert report["media"] == numbers(created=1)
    assert report["articles"] == numbers(updated=1)
    article = Article.objects.get()
    assert article.cover == Picture.objects.get()
    assert "old.example" not in article.body
    assert run(path, media=media)["articles"] == numbers(skipped=1)


def test_a_file_that_is_missing_is_named(tmp_path, media):
    (media / "2025/01/photo.jpg").unlink()
    report = import_parts(tmp_path, library_item(), media=media)
    assert report["media"] == numbers(skipped=1)
    assert any("2025/01/photo.jpg" in warning for warning in report["warnings"])


@pytest.mark.parametrize(
    "data", [b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>"]
)
def test_a_file_that_is_no_picture_is_named(tmp_path, media, data):
    (media / "2025/01/photo.jpg").write_bytes(data)
    report = import_parts(tmp_path, library_item(), media=media)
    assert report["media"] == numbers(skipped=1)
    assert len(report["warnings"]) == 1
    assert not Picture.objects.exists()


def test_files_of_other_kinds_are_named_and_left(tmp_path, media):
    address = ADDRESS.replace("photo.jpg", "paper.pdf")
    report = import_parts(tmp_path, attachment(8, address), media=media)
    assert report["media"] == numbers(skipped=1)
    assert any("paper.pdf" in warning for warning in report["warnings"])


@pytest.mark.parametrize(
    "name",
    [
        "../secret.jpg",
        "/etc/secret.jpg",
        "2025/../../secret.jpg",
        "link.jpg",
        "x" * 5000 + ".jpg",
        "%00.jpg",
    ],
)
def test_no_file_outside_the_folder_is_read(tmp_path, media, name):
    (tmp_path / "secret.jpg").write_bytes(jpeg(photo()))
    (media / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    stray = attachment(7, "https://old.example/x.jpg", meta={"_wp_attached_file": name})
    assert import_parts(tmp_path, stray, media=media)["media"] == numbers(skipped=1)
    assert not Picture.objects.exists()


def test_one_file_that_was_uploaded_twice_is_one_picture(tmp_path, media):
    (media / "2025/01/copy.jpg").write_bytes((media / "2025/01/photo.jpg").read_bytes())
    copy = attachment(8, ADDRESS.replace("photo", "copy"))
    import_parts(tmp_path, library_item(), copy, media=media)
    assert Picture.objects.count() == 1


def test_the_original_of_a_scaled_picture_is_taken(tmp_path, media):
    scaled = attachment(7, ADDRESS.replace(".jpg", "-scaled.jpg"))
    assert import_parts(tmp_path, scaled, media=media)["media"] == numbers(created=1)


def test_a_gallery_without_ids_shows_what_hangs_on_the_post(tmp_path, media):
    import_parts(tmp_path, item(1, content="[gallery]"), library_item(parent=1), media=media)
    assert f'data-picture="{Picture.objects.get().pk}"' in Article.objects.get().body
    assert "说明" in Article.objects.get().body


def test_a_name_that_ends_like_a_size_may_be_the_picture_own(tmp_path, media):
    """Three pictures of one name but for the size, as the theme's own test data has them."""
    addresses = [ADDRESS.replace(".jpg", f"-{size}.jpg") for size in ("580x300", "150x150", "9x9")]
    parts = []
    for number, address in enumerate(addresses):
        (media / "2025/01" / address.rpartition("/")[2]).write_bytes(jpeg(photo(seed=number)))
        parts.append(attachment(10 + number, address))
    # The classes still name the ids that the pictures had elsewhere.
    tags = "\n\n".join(f'<img class="wp-image-10" src="{address}">' for address in addresses)
    import_parts(tmp_path, *parts, item(1, content=tags), media=media)
    assert Article.objects.get().article_pictures.count() == 3


def test_pictures_that_came_later_do_not_make_an_article_look_updated(tmp_path, media):
    path = write(tmp_path, export(library_item(), item(1, content=CONTENT)))
    run(path)
    run(path, media=media)
    assert Article.objects.get().updated_at is None


def test_a_dry_run_writes_no_file(tmp_path, media, settings):
    report = import_parts(tmp_path, library_item(), media=media, dry_run=True)
    assert report["media"] == numbers(created=1)
    assert not Picture.objects.exists()
    assert not list(settings.MEDIA_ROOT.rglob("*.*"))
