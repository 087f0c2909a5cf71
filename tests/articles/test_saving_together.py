"""Two people save one article fifty times each, at random: every paragraph typed is kept."""

from random import Random
from typing import Any

import pytest

from articles.merging import split
from articles.models import Article, ArticleRevision, JournalEntry
from portal.roles import EDITOR
from tests.articles.desk import address, desk_of, typed
from tests.factories import make_draft
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

SAVES = 50
PARAGRAPHS = "".join(f"<p>第 {number} 段，稿子开头就有。</p>" for number in range(6))


class Writer:
    """Somebody who has the page open, changes a paragraph and saves, sooner or later."""

    def __init__(self, article: Article, name: str, seed: int) -> None:
        self.article, self.name = article, name
        self.client = desk_of(EDITOR)
        self.chance = Random(seed)  # the same each time: a failure comes back
        self.sent = typed(article, _move="save")
        self.paragraphs: set[str] = set()

    def save(self, number: int) -> None:
        blocks = list(split(self.sent["body"]))
        paragraph = f"<p>{self.name} 第 {number} 次写下的话。</p>"
        at = self.chance.randrange(len(blocks) + 1)
        if at < len(blocks) and self.chance.random() < 0.7:
            blocks[at] = paragraph
        else:
            blocks.insert(at, paragraph)
        self.paragraphs.add(paragraph)
        self.answer(self.client.post(address(self.article), self.sent | {"body": "".join(blocks)}))
        if self.chance.random() < 0.5:  # else the page stays open as it was
            latest = Article.objects.get(pk=self.article.pk).latest_revision
            self.sent |= {"body": latest.body, "base": latest.pk}

    def answer(self, response: Any) -> None:
        """Choose at random for as long as a page asks."""
        while "/merge/" in response.url:
            page = self.client.get(response.url)
            choices = {
                question.choice.html_name: self.chance.choice(["mine", "theirs", "both"])
                for question in page.context["questions"]
            }
            sent = {"theirs": page.context["theirs"].pk} | choices
            response = self.client.post(response.url, sent)
            assert response.status_code == 302


def test_two_people_saving_fifty_times_each_lose_no_paragraph():
    article = make_draft(body=PARAGRAPHS)
    writers = [Writer(article, "林见川", 1), Writer(article, "沈知白", 2)]

    def write(writer: Writer) -> None:
        for number in range(SAVES):
            writer.save(number)

    at_once(write, writers, threads=2)
    bodies = article.revisions.values_list("body", flat=True)
    kept = {block for body in bodies for block in split(body)}
    for writer in writers:
        assert len(writer.paragraphs) == SAVES
        assert writer.paragraphs <= kept
    # What a choice has left out stands in the text that it was made about.
    entries = JournalEntry.objects.filter(object_id=article.pk, data__has_key="choices")
    decided = {entry.data["aside"] for entry in entries}
    asides = article.revisions.filter(kind=ArticleRevision.Kind.ASIDE)
    assert set(asides.values_list("pk", flat=True)) == decided
    assert decided  # or the test would have tried nothing
