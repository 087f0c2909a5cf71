"""The command as it stands in the contract."""

import json
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Category
from portal.models import ImportedItem
from tests.site.wordpress.exports import category, export, item, write
from tests.site.wordpress.running import run

pytestmark = pytest.mark.django_db


def test_the_report_has_the_shape_of_the_contract(tmp_path):
    report = run(write(tmp_path, export(item())))
    assert list(report) == [
        "articles",
        "pages",
        "comments",
        "categories",
        "tags",
        "authors",
        "media",
        "warnings",
    ]
    assert all(
        list(tally) == ["created", "updated", "skipped"]
        for kind, tally in report.items()
        if kind != "warnings"
    )
    assert report["warnings"] == []


def test_without_json_people_read_sentences(tmp_path):
    out = StringIO()
    path = write(tmp_path, export(item(status="private")))
    call_command("import_wordpress", str(path), dry_run=True, stdout=out)
    assert "试运行" in out.getvalue()
    assert "文章: 新建 1" in out.getvalue()
    assert "! " in out.getvalue()


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text[: text.rindex("</channel>")],
        lambda text: text.replace("</item>", "</itm>", 1),
        lambda text: "",
        lambda text: "{}",
        lambda text: text.replace("<rss", '<!DOCTYPE rss [<!ENTITY x "y">]><rss', 1),
        lambda text: text.replace("<wp:wxr_version>1.2</wp:wxr_version>", ""),
    ],
)
def test_bad_input_is_refused_with_one_line_and_leaves_no_row(tmp_path, damage):
    text = export(category("a"), *(item(n) for n in range(1, 400)))
    path = write(tmp_path, damage(text))
    with pytest.raises(CommandError) as caught:
        run(path)
    assert "\n" not in str(caught.value)
    assert not Article.objects.exists()
    assert not Category.objects.exists()
    assert not ImportedItem.objects.exists()


def test_a_media_folder_that_is_none_is_refused_before_anything(tmp_path):
    path = write(tmp_path, export(item()))
    with pytest.raises(CommandError):
        run(path, media=tmp_path / "nowhere")
    assert not Article.objects.exists()


def shell(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a person runs it; it never gets to a database."""
    return subprocess.run(
        [sys.executable, "manage.py", "import_wordpress", *arguments],
        capture_output=True,
        text=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        check=False,
    )


def test_at_the_shell_bad_input_is_one_line_on_stderr_and_status_one(tmp_path):
    ended = shell(str(write(tmp_path, "<rss>")), "--json")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert len(ended.stderr.strip().splitlines()) == 1


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_a_bar_shows_how_far_it_is(tmp_path, monkeypatch):
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    out = StringIO()
    path = write(tmp_path, export(item(), item(kind="page", slug="p")))
    call_command("import_wordpress", str(path), json=True, stdout=out, stderr=screen)
    assert "100% 2/2" in screen.getvalue()
    assert json.loads(out.getvalue())["pages"]["created"] == 1


def test_elsewhere_there_is_no_bar(tmp_path):
    err = StringIO()
    path = write(tmp_path, export(item()))
    call_command("import_wordpress", str(path), json=True, stdout=StringIO(), stderr=err)
    assert err.getvalue() == ""
