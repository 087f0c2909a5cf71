"""Two people save one article fifty times each, at random: every paragraph typed is kept."""

from dataclasses import replace
from random import Random

import pytest

from articles import workflow
from articles.merging import BODY, Choice, split
from articles.models import Article, ArticleRevision, JournalEntry
from portal.roles import EDITOR
from tests.factories import make_draft, make_staff
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

SAVES = 50
PARAGRAPHS = "".join(f"<p>第 {number} 段，稿子开头就有。</p>" for number in range(6))


class Writer:
    """Somebody who has the article open, changes a paragraph and saves, sooner or later."""

    def __init__(self, article: Article, name: str, seed: int) -> None:
        self.article, self.name = article, name
        self.user = make_staff(EDITOR)
        self.chance = Random(seed)  # the same each time: a failure comes back
        self.typed: set[str] = set()
        self.base = article.latest_revision

    def save(self, number: int) -> None:
        content = workflow.content_of(Article(latest_revision=self.base))
        blocks = list(split(content.body))
        paragraph = f"<p>{self.name} 第 {number} 次写下的话。</p>"
        at = self.chance.randrange(len(blocks) + 1)
        if at < len(blocks) and self.chance.random() < 0.7:
            blocks[at] = paragraph
        else:
            blocks.insert(at, paragraph)
        self.typed.add(paragraph)
        content = replace(content, body="".join(blocks))
        saved = workflow.save_merged(self.article, content, by=self.user, base=self.base)
        while saved.is_aside:
            saved = self._settle(saved.revision)
        if self.chance.random() < 0.5:  # else the page stays open as it is
            self.base = saved.revision

    def _settle(self, aside: ArticleRevision) -> workflow.Saved:
        theirs = Article.objects.get(pk=self.article.pk).latest_revision
        merged = workflow.clashes_of(aside, theirs)
        choices = {
            clash.key: self.chance.choice([Choice.MINE, Choice.THEIRS, Choice.BOTH])
            for clash in merged.clashes
        }
        answers = {one.key: one.chosen(choices[one.key]) for one in merged.clashes}
        content = replace(workflow.content_of(Article(latest_revision=aside)), body="")
        content = replace(content, **{BODY: merged.settled(answers)[BODY]})
        decided = workflow.Decided(aside, choices)
        return workflow.settle(decided, content, theirs=theirs, by=self.user)


def test_two_people_saving_fifty_times_each_lose_no_paragraph():
    article = make_draft(body=PARAGRAPHS)
    writers = [Writer(article, "林见川", 1), Writer(article, "沈知白", 2)]

    def write(writer: Writer) -> None:
        for number in range(SAVES):
            writer.save(number)

    at_once(write, writers, threads=2)
    kept = {
        block for body in article.revisions.values_list("body", flat=True) for block in split(body)
    }
    for writer in writers:
        assert len(writer.typed) == SAVES
        assert writer.typed <= kept
    # What a choice has left out stands in the text that it was made about.
    decided = {
        entry.data["aside"]
        for entry in JournalEntry.objects.filter(action__startswith="article.")
        if entry.data.get("choices")
    }
    asides = article.revisions.filter(kind=ArticleRevision.Kind.ASIDE)
    assert set(asides.values_list("pk", flat=True)) == decided
    assert decided  # or the test would have tried nothing
