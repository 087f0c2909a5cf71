"""Merging categories and tags: no article, no address and no waiting text is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from articles import freshness, retiring, workflow
from articles.models import (
    Article,
    ArticleTag,
    Category,
    JournalEntry,
    MergedInto,
    Redirect,
    Tag,
)
from portal.models import FrontEdition, FrontSection, MenuItem
from portal.roles import AUTHOR
from tests.articles.desk import desk_of, fresh, published, save
from tests.factories import (
    an_hour_ago,
    in_an_hour,
    make_article,
    make_category,
    make_content,
    make_tag,
)
from tests.threads import at_once

pytestmark = pytest.mark.django_db
TAILS = ("", "feed/", "feed/atom/", "feed.json")


def page_of(term):
    return reverse(f"admin:articles_{term._meta.model_name}_merge", args=[term.pk])


def test_the_page_says_what_will_happen_before_it_does(editor):
    old, new = make_category(name="旧"), make_category(name="新")
    make_category(parent=old)
    make_article(category=old)
    words = editor.get(page_of(old), {"to": new.pk}).content.decode()
    assert "“旧”将并入“新”" in words
    assert f"<code>{old.get_absolute_url()}feed/atom/</code>" in words
    assert Category.objects.filter(pk=old.pk).exists()


def test_a_merged_category_gives_everything_to_the_other(editor):
    old, new = make_category(slug="old"), make_category(slug="new")
    child = make_category(parent=old)
    article = make_article(category=old)
    editor.post(page_of(old), {"to": new.pk})
    assert not Category.objects.filter(pk=old.pk).exists()
    assert fresh(article).category == new
    assert fresh(child).parent == new
    for tail in TAILS:
        response = Client().get(f"/category/old/{tail}")
        assert (response.status_code, response.url) == (301, f"/category/new/{tail}")
    entry = JournalEntry.objects.get(action="category.merge")
    assert (entry.by, entry.data["into"], entry.data["articles"]) == (editor.user, new.pk, 1)


def test_a_merged_tag_is_never_carried_twice(editor):
    old, new = make_tag(slug="old"), make_tag(name="新词")
    both, one = make_article(tags=[old, new]), make_article(tags=[old])
    editor.post(page_of(old), {"to": "新词"})
    for article in (both, one):
        assert list(ArticleTag.objects.filter(article=article).values_list("tag", flat=True)) == [
            new.pk
        ]
    assert Client().get("/tag/old/feed/").url == f"{new.get_absolute_url()}feed/"


@pytest.mark.parametrize("make", [make_category, make_tag])
def test_merging_again_leads_from_the_first_to_the_last(make):
    first, second, third = make(slug="a"), make(slug="b"), make(slug="c")
    old, ids = first.get_absolute_url(), first.pk
    retiring.merge(first, into=second, by=None)
    retiring.merge(second, into=third, by=None)
    assert Redirect.objects.get(old_path=old).new_path == third.get_absolute_url()
    assert MergedInto.objects.get(old_id=ids).new_id == third.pk


def test_what_revisions_say_is_what_it_has_become():
    old, new = make_category(), make_category()
    word, term = make_tag(), make_tag()
    article = published(category_id=old.pk, tag_ids=(word.pk, term.pk))
    content = make_content(category_id=old.pk, tag_ids=(word.pk,))
    waiting = workflow.save_revision(article, content, by=None)
    retiring.merge(old, into=new, by=None)
    retiring.merge(word, into=term, by=None)
    assert workflow.content_of(fresh(article)).category_id == new.pk
    row = workflow.publish(waiting, by=None)  # never NotReadyToPublish
    assert row.category == new
    assert list(row.tags.all()) == [term]
    restored = workflow.restore(article.revisions.earliest("pk"), by=None)
    assert workflow.publish(restored, by=None).category == new


def test_a_scheduled_change_goes_live_after_a_merge():
    old, new = make_category(), make_category()
    article = published(category_id=old.pk)
    at = in_an_hour()
    change = workflow.save_revision(
        article, make_content(headline="改后", category_id=old.pk), by=None
    )
    workflow.publish(change, by=None, at=at)
    retiring.merge(old, into=new, by=None)
    assert workflow.publish_due(at) == 1
    assert (fresh(article).headline, fresh(article).category) == ("改后", new)


def test_a_form_opened_before_the_merge_is_saved_after_it(editor):
    old, new, tag = make_category(), make_category(), make_tag(name="旧词")
    term = make_tag(name="新词")
    article = published(category_id=old.pk, tag_ids=(tag.pk,))
    retiring.merge(old, into=new, by=None)
    retiring.merge(tag, into=term, by=None)
    save(editor, article, category=old.pk, tags="旧词")
    content = workflow.content_of(fresh(article))
    assert (content.category_id, content.tag_ids) == (new.pk, (term.pk,))
    assert not Tag.objects.filter(name="旧词").exists()


def test_a_tag_that_was_taken_off_is_missed_by_no_revision():
    tag = make_tag()
    article = published(tag_ids=(tag.pk,))
    retiring.delete_tag(tag, by=None, takes_off=True)
    restored = workflow.restore(article.revisions.earliest("pk"), by=None)
    assert list(workflow.publish(restored, by=None).tags.all()) == []


def test_children_never_come_to_lie_three_deep(editor):
    parent = make_category()
    child = make_category(parent=parent)
    other = make_category(parent=make_category())
    with pytest.raises(retiring.TooDeep):
        retiring.merge(parent, into=other, by=None)
    response = editor.post(page_of(parent), {"to": child.pk})
    assert response.status_code == 200  # not among the choices
    assert Category.objects.filter(pk=parent.pk).exists()


def test_what_the_site_keeps_about_a_category_goes_along():
    old, new = make_category(), make_category()
    item = MenuItem.objects.create(category=old)
    edition = FrontEdition.objects.create(starts_at=an_hour_ago())
    for place, category in enumerate((old, new)):
        FrontSection.objects.create(edition=edition, category=category, position=place)
    retiring.merge(old, into=new, by=None)
    assert fresh(item).category == new
    assert [section.category for section in edition.sections.all()] == [new]


def test_pages_that_show_either_are_told():
    old, new = make_category(), make_category()
    before = freshness.versions(f"category:{old.pk}", f"category:{new.pk}", "front", "site")
    retiring.merge(old, into=new, by=None)
    after = freshness.versions(*before)
    assert all(after[key] > before[key] for key in before)


def test_the_cost_does_not_grow_with_the_articles(django_assert_max_num_queries):
    counts = []
    for number in (3, 60):
        old, new = make_category(), make_category()
        model = make_article(category=old)
        rows = [
            Article(headline=f"{n}", category=old, state="published", published_at=an_hour_ago())
            for n in range(number)
        ]
        Article.objects.bulk_create(rows)
        with django_assert_max_num_queries(60) as queries:
            assert retiring.merge(old, into=new, by=None) == number + 1
        counts.append(len(queries))
        assert fresh(model).category == new
    assert counts[0] == counts[1]


def test_whoever_may_not_delete_may_not_merge():
    old, new = make_category(), make_category()
    author = desk_of(AUTHOR)
    for term, to in ((old, new.pk), (make_tag(), make_tag().name)):
        assert author.get(page_of(term)).status_code == 403
        assert author.post(page_of(term), {"to": to}).status_code == 403
    assert Category.objects.filter(pk=old.pk).exists()


@pytest.mark.parametrize("to", ["", "0", "x", "9" * 30])
def test_a_target_that_is_none_is_asked_for_again(editor, to):
    old = make_category()
    assert editor.post(page_of(old), {"to": to}).status_code == 200
    assert editor.get(page_of(old), {"to": to}).status_code == 200
    assert Category.objects.filter(pk=old.pk).exists()


def test_of_two_merges_of_one_category_the_second_is_told(editor):
    old, new, other = make_category(), make_category(), make_category()
    retiring.merge(old, into=new, by=None)
    with pytest.raises(retiring.Gone):
        retiring.merge(old, into=other, by=None)
    assert editor.post(page_of(old), {"to": other.pk}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_deleting_while_articles_are_filed_loses_none_and_never_breaks():
    category, tag, home = make_category(), make_tag(), make_category()

    def act(number):
        try:
            if number % 2:
                content = make_content(category_id=category.pk, tag_ids=(tag.pk,))
                workflow.publish(workflow.create_article(content, by=None).latest_revision, by=None)
            elif number % 4:
                retiring.delete_category(fresh(category), by=None, to=home)
            else:
                retiring.delete_tag(fresh(tag), by=None, takes_off=True)
        except (retiring.StillInUse, retiring.CannotMerge, workflow.MoveRefused) as refusal:
            return type(refusal)
        except (Category.DoesNotExist, Tag.DoesNotExist):
            return None
        return None

    at_once(act, range(16), threads=4)
    assert (
        Article.objects.published().count()
        == Article.objects.filter(state="published", category__in=Category.objects.all()).count()
    )
    assert not ArticleTag.objects.exclude(tag__in=Tag.objects.all()).exists()
