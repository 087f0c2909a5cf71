"""Whatever an address or a form of the admin is sent, the answer is never a 5xx."""

import pytest
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.models import Article
from tests.factories import make_category, make_comment, make_draft, make_tag, make_user

pytestmark = pytest.mark.django_db

NAMES = sorted(f"{model._meta.app_label}_{model._meta.model_name}" for model in site._registry)
NUL, HUGE = "\x00", "9" * 40
QUERIES = [
    {"q": NUL},
    {"q": HUGE},
    {"q": "%_'\\"},
    {"p": HUGE},
    {"p": "-1"},
    {"o": "9.-9.x"},
    {"all": ""},
    {"e": "1"},
    {"id": HUGE},
    {"id__in": f"{HUGE},x"},
    {"id": NUL},
    {"name": NUL},
    {"_to_field": "password"},
    {"_popup": "1", "_to_field": "id"},
    {"is_active__exact": "x"},
    {"nonsense": "1"},
]


@pytest.fixture
def superuser():
    client = Client()
    client.force_login(make_user(is_superuser=True))
    return client


@pytest.mark.parametrize("name", NAMES)
def test_lists(superuser, name):
    make_comment()
    for query in QUERIES:
        response = superuser.get(reverse(f"admin:{name}_changelist"), query, follow=True)
        assert response.status_code < 500, query


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("pk", ["x", "0", "-1", HUGE, "1_2F", "%00", "é"])
def test_pages_of_things_that_are_not_there(superuser, name, pk):
    for view in ("change", "history", "delete"):
        path = reverse(f"admin:{name}_{view}", args=["0"]).replace("/0/", f"/{pk}/")
        for method in ("get", "post"):
            assert getattr(superuser, method)(path).status_code < 500, path


@pytest.mark.parametrize("term", [NUL, "'", "%", HUGE])
def test_completion(superuser, term):
    make_tag()
    query = {"app_label": "articles", "model_name": "article", "field_name": "tags"}
    assert superuser.get("/admin/autocomplete/", query | {"term": term}).status_code < 500


@pytest.mark.parametrize("chosen", [["x"], [HUGE], [NUL], ["-1"], [""]])
@pytest.mark.parametrize("name", ["articles_article", "comments_comment"])
def test_bulk_actions_on_nonsense(superuser, name, chosen):
    make_draft()
    path = reverse(f"admin:{name}_changelist")
    for action in ("publish", "withdraw", "approve", "nonsense", NUL):
        data = {"action": action, "_selected_action": chosen, "index": "0", "reason": NUL}
        assert superuser.post(path, data, follow=True).status_code < 500, action


def test_reasons_that_no_database_can_hold(superuser):
    public = workflow.publish(make_draft().latest_revision, by=None)
    draft = workflow.trash(make_draft(), by=None)
    data = {"action": "withdraw", "_selected_action": public.pk}
    delete = reverse("admin:articles_article_delete", args=[draft.pk])
    for reason in (NUL, "长" * 501):
        answers = [
            superuser.post("/admin/articles/article/", data | {"reason": reason}, follow=True),
            superuser.post(delete, {"reason": reason}, follow=True),
        ]
        assert [answer.status_code for answer in answers] == [200, 200]
    assert Article.objects.published().get() == public
    assert Article.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("value", [NUL, HUGE, "x", "-1", "长" * 3000])
def test_the_writing_page(superuser, value):
    article = make_draft()
    names = ("headline", "body", "excerpt", "category", "cover", "tags", "authors", "language")
    names += ("origin", "source_url", "base", "publish_at", "expires_at", "note", "notice_text")
    sent = {"headline": "标题", "language": "zh-hans", "origin": "own", "notice_mode": "default"}
    path = reverse("admin:articles_article_change", args=[article.pk])
    for name in names:
        assert superuser.post(path, sent | {name: value}).status_code < 500, name


def test_choices_on_the_pages_for_deleting_and_merging(superuser):
    category, tag = make_category(), make_tag()
    make_draft(category_id=category.pk, tag_ids=(tag.pk,))
    for value in (NUL, HUGE, "x"):
        for thing in (category, tag):
            for page in ("delete", "merge"):
                path = reverse(f"admin:articles_{thing._meta.model_name}_{page}", args=[thing.pk])
                assert superuser.post(path, {"to": value}).status_code == 200
