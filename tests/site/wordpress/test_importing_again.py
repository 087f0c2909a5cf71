"""A second run adds nothing, a killed one is resumed, and what people did here is theirs."""

import pytest
from django.apps import apps

from articles import workflow
from articles.models import Article, ArticleRevision, Redirect
from portal.models import ImportedItem
from portal.wordpress import importer
from portal.wordpress.importer import import_export
from tests.site.wordpress.exports import author, category, comment, export, item, tag, write
from tests.site.wordpress.running import import_parts, numbers, run

pytestmark = pytest.mark.django_db

PARTS = (
    author("zhang", "张三"),
    category("china", "国内"),
    tag("ai"),
    item(1, comments=[comment(1), comment(2, parent=1)], terms=[("category", "china", "国内")]),
    item(2, status="draft"),
    item(3, kind="page", slug="about"),
)


def everything() -> dict[str, list]:
    """Every row of every table of ours, but for the times of saving."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for app in ("articles", "comments", "portal")
        for model in apps.get_app_config(app).get_models()
    }


def test_a_second_run_changes_not_one_row(tmp_path):
    path = write(tmp_path, export(*PARTS))
    first = run(path)
    before = everything()
    second = run(path)
    assert first["articles"] == numbers(created=2)
    assert second["articles"] == numbers(skipped=2)
    assert second["pages"] == second["categories"] == second["tags"] == numbers(skipped=1)
    assert second["comments"] == second["authors"] == numbers(skipped=2)
    assert everything() == before


def test_a_dry_run_reports_the_same_and_writes_nothing(tmp_path):
    path = write(tmp_path, export(*PARTS))
    before = everything()
    dry = run(path, dry_run=True)
    assert everything() == before
    assert run(path) == dry


class Killed(BaseException):
    """What no code of ours catches."""


def test_a_killed_run_is_resumed_by_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(importer, "BATCH_ITEMS", 3)
    path = write(tmp_path, export(*(item(n, comments=[comment(n)]) for n in range(1, 11))))

    def kill(done, _of_all):
        if done >= 6:
            raise Killed

    with pytest.raises(Killed):
        import_export(path, progress=kill)
    assert Article.objects.count() == 6
    report = run(path)
    assert report["articles"] == numbers(created=4, skipped=6)
    assert report["comments"] == numbers(created=4, skipped=6)
    assert set(Article.objects.values_list("pk", flat=True)) == set(range(1, 11))


def test_half_a_batch_is_never_there(tmp_path, monkeypatch):
    def break_off(*_arguments):
        raise Killed

    monkeypatch.setattr("portal.wordpress.pages.Pages.write", break_off)
    with pytest.raises(Killed):
        import_export(write(tmp_path, export(*PARTS)))
    assert not Article.objects.exists()
    assert not ImportedItem.objects.filter(kind="article").exists()


def test_a_post_that_changed_there_is_updated_as_a_revision(tmp_path):
    import_parts(tmp_path, item(1, title="旧", content="旧文"))
    report = import_parts(tmp_path, item(1, title="新", content="新文"))
    assert report["articles"] == numbers(updated=1)
    article = Article.objects.get()
    assert (article.headline, article.body) == ("新", "<p>新文</p>")
    assert article.updated_at is not None
    assert article.revisions.count() == 2


def test_a_draft_that_was_published_there_meanwhile_is_published(tmp_path):
    import_parts(tmp_path, item(1, status="draft"))
    import_parts(tmp_path, item(1))
    assert Article.objects.get().is_published


def test_a_post_that_changed_on_both_sides_stays_ours(tmp_path):
    import_parts(tmp_path, item(1, title="旧"))
    article = Article.objects.get()
    content = workflow.content_of(article)
    mine = type(content)(**{**vars(content), "headline": "我们的"})
    workflow.save_revision(article, mine, by=None)
    report = import_parts(tmp_path, item(1, title="新"))
    assert report["articles"] == numbers(skipped=1)
    assert ArticleRevision.objects.latest("pk").headline == "我们的"
    assert any("#1" in warning for warning in report["warnings"])


def test_views_counted_there_meanwhile_are_counted_on(tmp_path):
    import_parts(tmp_path, item(1, meta={"views": "10"}))
    import_parts(tmp_path, item(1, meta={"views": "25"}))
    assert Article.objects.get().counter.views_base == 25
    assert ArticleRevision.objects.count() == 1


def test_an_article_that_was_purged_here_stays_purged(tmp_path):
    path = write(tmp_path, export(item(1, status="draft", comments=[comment()])))
    run(path)
    workflow.purge(workflow.trash(Article.objects.get(), by=None), by=None)
    report = run(path)
    assert report["articles"] == numbers(skipped=1)
    assert not Article.objects.exists()


def test_the_same_site_is_known_by_either_scheme_and_two_sites_are_two(tmp_path):
    import_parts(tmp_path, item(1), site="http://www.old.example")
    assert import_parts(tmp_path, item(1))["articles"] == numbers(skipped=1)
    other = import_parts(tmp_path, item(1), site="https://other.example")
    assert other["articles"] == numbers(created=1)
    assert Article.objects.count() == 2


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("https://old.example/2025/01/slug/", "/2025/01/slug/"),
        ("https://old.example/archives/1", "/archives/1"),
        ("https://old.example/%e4%b8%ad%e6%96%87/", "/中文/"),
        ("https://old.example/a%00b/", "/ab/"),
        ("https://old.example/index.php/2025/01/a.html", "/index.php/2025/01/a.html"),
    ],
)
def test_old_addresses_lead_to_the_permalink(tmp_path, client, link, path):
    import_parts(tmp_path, item(1, link=link))
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (301, "/article/1.html")


def test_an_id_of_wordpress_leads_to_what_it_meant_there(tmp_path, client, db):
    import_parts(tmp_path, item(1), site="https://first.example")
    import_parts(tmp_path, item(1, title="另一篇"))
    moved = Article.objects.get(headline="另一篇")
    assert client.get("/?p=1")["Location"] == moved.get_absolute_url()


def test_pages_lead_on_by_path_and_by_id(tmp_path, client):
    import_parts(
        tmp_path, item(2, kind="page", slug="team", link="https://old.example/about/team/")
    )
    for old in ("/about/team/", "/?page_id=2"):
        assert client.get(old)["Location"] == "/page/team/"


def test_the_permalink_itself_is_no_redirect(tmp_path):
    import_parts(tmp_path, item(14568, link="https://old.example/article/14568.html"))
    assert not Redirect.objects.exists()


def test_an_earlier_slug_leads_on_too(tmp_path, client):
    link = "https://old.example/2025/01/new-name/"
    meta = {"_wp_old_slug": "old-name"}
    import_parts(tmp_path, item(1, slug="new-name", link=link, meta=meta))
    assert client.get("/2025/01/old-name/")["Location"] == "/article/1.html"
