"""Categories, tags, authors, profile, redirects: changed with a trace, deleted without a loss."""

import pytest
from django.test import Client
from django.urls import reverse

from articles import retiring, workflow
from articles.admin.acts import act
from articles.freshness import versions
from articles.models import (
    Article,
    Author,
    Category,
    JournalEntry,
    Redirect,
    SiteProfile,
    Tag,
)
from portal.roles import CHIEF
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_content,
    make_draft,
    make_staff,
    make_tag,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    client = Client()
    client.user = make_staff(CHIEF)
    client.force_login(client.user)
    return client


def address(thing, view="change"):
    return reverse(f"admin:articles_{thing._meta.model_name}_{view}", args=[thing.pk])


def change(client, thing, **values):
    sent = {"name": thing.name, "slug": thing.slug, "position": 0} | values
    response = client.post(address(thing), sent)
    assert response.status_code == 302, response.context["errors"]
    return type(thing).objects.get(pk=thing.pk)


# Names and addresses


def test_a_thing_without_a_slug_gets_one_from_its_name(chief):
    for name, slug in (("深海 Deep Sea", "深海-deep-sea"), ("深海·Deep Sea", "深海-deep-sea-2")):
        chief.post(reverse("admin:articles_tag_add"), {"name": name, "slug": ""})
        assert Tag.objects.get(name=name).slug == slug


@pytest.mark.parametrize("make", [make_category, make_tag, make_author])
def test_a_changed_slug_leaves_redirects_of_page_and_feeds(chief, make):
    thing = make(slug="旧名")
    old = thing.get_absolute_url()
    thing = change(chief, thing, slug="新名")
    new = thing.get_absolute_url()
    for tail in ("", "feed/", "feed/atom/", "feed.json"):
        response = Client().get(old + tail)
        assert (response.status_code, response.url) == (301, new + tail)


def test_chains_of_redirects_are_collapsed_and_circles_broken(chief):
    tag = make_tag(slug="a")
    for slug in ("b", "c"):
        tag = change(chief, tag, slug=slug)
    assert Redirect.objects.get(old_path="/tag/a/").new_path == "/tag/c/"
    change(chief, tag, slug="a")
    assert not Redirect.objects.filter(old_path="/tag/a/").exists()
    assert set(
        Redirect.objects.filter(old_path__in=["/tag/b/", "/tag/c/"]).values_list(
            "new_path", flat=True
        )
    ) == {"/tag/a/"}


def test_a_change_of_reference_data_is_journalled_and_told_to_the_pages(chief):
    category = make_category()
    change(chief, category, name="新名")
    entry = JournalEntry.objects.get(action="category.change")
    assert (entry.by, entry.object_name) == (chief.user, "新名")
    assert versions(f"category:{category.pk}", "site")["site"] > 0
    assert act("category.change") in chief.get(address(category, "history")).content.decode()


def test_a_category_is_nested_two_deep_at_most(chief):
    child = make_category(parent=make_category())
    response = chief.post(
        reverse("admin:articles_category_add"),
        {"name": "三级", "slug": "third", "position": 0, "parent": child.pk},
    )
    assert response.status_code == 200
    assert not Category.objects.filter(slug="third").exists()


# Deleting a category


def test_an_empty_category_is_deleted(chief):
    category = make_category()
    chief.post(address(category, "delete"))
    assert not Category.objects.filter(pk=category.pk).exists()
    assert JournalEntry.objects.filter(action="category.delete").exists()


def test_a_category_with_articles_goes_only_when_they_have_another(chief):
    category, other = make_category(slug="old"), make_category()
    article = workflow.publish(make_draft(category_id=category.pk).latest_revision, by=None)
    waiting = workflow.save_revision(article, make_content(category_id=category.pk), by=None)
    assert "1 篇文章" in chief.get(address(category, "delete")).content.decode()
    chief.post(address(category, "delete"))
    assert Category.objects.filter(pk=category.pk).exists()
    chief.post(address(category, "delete"), {"to": other.pk})
    assert not Category.objects.filter(pk=category.pk).exists()
    article.refresh_from_db()
    assert article.category == other
    assert article.is_published
    waiting.refresh_from_db()
    workflow.publish(waiting, by=None)
    assert Client().get("/category/old/").url == other.get_absolute_url()


def test_a_category_with_children_stays(chief):
    child = make_category(parent=make_category())
    chief.post(address(child.parent, "delete"))
    assert Category.objects.filter(pk=child.parent_id).exists()


# Deleting a tag


def test_a_used_tag_is_taken_off_on_purpose_alone():
    tag = make_tag()
    article = make_article(tags=[tag])
    with pytest.raises(retiring.StillInUse):
        retiring.delete_tag(tag, by=None)
    retiring.delete_tag(tag, by=None, takes_off=True)
    assert list(article.tags.all()) == []
    assert article.is_published


def test_the_page_for_deleting_a_tag_says_how_many_articles_carry_it(chief):
    tag = make_tag()
    make_article(tags=[tag])
    assert "1 篇文章" in chief.get(address(tag, "delete")).content.decode()
    chief.post(address(tag, "delete"))
    assert not Tag.objects.filter(pk=tag.pk).exists()


def test_merging_a_tag_keeps_every_article_and_its_address(chief):
    old, new = make_tag(slug="old"), make_tag()
    both = workflow.publish(make_draft(tag_ids=(old.pk, new.pk)).latest_revision, by=None)
    one = workflow.publish(make_draft(tag_ids=(old.pk,)).latest_revision, by=None)
    chief.post(address(old, "delete"), {"to": new.name})
    for article in (both, one):
        assert list(Article.objects.get(pk=article.pk).tags.all()) == [new]
        assert workflow.content_of(Article.objects.get(pk=article.pk)).tag_ids == (new.pk,)
    assert Client().get("/tag/old/").url == new.get_absolute_url()


# Authors


def test_who_signs_articles_is_not_deleted(chief):
    signing, free = make_author(), make_author()
    make_article(authors=[signing])
    for author in (signing, free):
        chief.post(address(author, "delete"), {"post": "yes"})
    assert list(Author.objects.filter(pk__in=[signing.pk, free.pk])) == [signing]


# The profile, and redirects made by hand


def test_the_profile_is_one_row_that_is_always_there(chief):
    assert chief.get(reverse("admin:articles_siteprofile_changelist")).status_code == 302
    path = reverse("admin:articles_siteprofile_change", args=[1])
    assert chief.get(path).status_code == 200
    assert chief.post(path, {"name": "明川", "phone": "010-1234"}).status_code == 302
    assert SiteProfile.objects.get().phone == "010-1234"
    assert JournalEntry.objects.filter(action="siteprofile.change").exists()


@pytest.mark.parametrize(
    ("qq", "accepted"),
    [
        ("10000", True),
        ("12345678901", True),
        ("1234", False),
        ("QQ12345", False),
    ],
)
def test_a_qq_number_is_digits(chief, qq, accepted):
    path = reverse("admin:articles_siteprofile_change", args=[1])
    assert (chief.post(path, {"name": "明川", "qq": qq}).status_code == 302) is accepted


def test_a_notice_of_the_site_takes_known_placeholders(chief):
    path = reverse("admin:articles_siteprofile_change", args=[1])
    response = chief.post(path, {"name": "明川", "notice_own": "转载请注明 {sitte}"})
    assert "sitte" in response.content.decode()
    assert not SiteProfile.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "accepted"),
    [
        ("/old/", "/article/1.html", True),
        ("/旧址/", "https://example.com/", True),
        ("old", "/x/", False),
        ("//example.com/", "/x/", False),
        ("/old/", "javascript:alert(1)", False),
        ("/old/", "//example.com/", False),
        ("/old/", "/old/", False),
    ],
)
def test_redirects_by_hand_are_checked(chief, old, new, accepted):
    chief.post(reverse("admin:articles_redirect_add"), {"old_path": old, "new_path": new})
    assert Redirect.objects.exists() is accepted


def test_lists_of_tags_take_no_more_queries_for_more_tags(chief, django_assert_max_num_queries):
    for _ in range(60):
        make_article(tags=[make_tag()])
    with django_assert_max_num_queries(12):
        chief.get(reverse("admin:articles_tag_changelist"))


def test_a_tag_is_merged_into_one_other_that_exists(chief):
    old, one, two = make_tag(), make_tag(), make_tag()
    make_article(tags=[old])
    for into in (f"{one.name}、{two.name}", old.name, "查无此标签"):
        response = chief.post(address(old, "delete"), {"to": into})
        assert response.context["form"].errors["to"]
    assert Tag.objects.filter(pk=old.pk).exists()
